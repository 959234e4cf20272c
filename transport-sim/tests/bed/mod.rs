//! A simulated network as a test bed for the conformance suite.

use corona_core::testing::conformance::Rig;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::Transport;
use corona_transport_sim::{Chance, Network, Presence, Profile};

/// Three phones, whose clocks are off by different spans.
pub(crate) struct Bed {
    network: Network,
    now: Timestamp,
    keys: u64,
    drowsy: bool,
}

impl Bed {
    pub(crate) fn new(profile: Profile, seed: u64) -> Self {
        let now = Timestamp::from_civil_date(2020, 4, 12).expect("a date");
        Self { network: Network::new(profile, Chance::new(seed), 3), now, keys: 0, drowsy: false }
    }
    /// Each phone in turn sleeps a moment every minute.
    pub(crate) fn drowsy(profile: Profile, seed: u64) -> Self {
        Self { drowsy: true, ..Self::new(profile, seed) }
    }
    fn doze(&mut self) {
        let second = self.now.as_millis() / 1_000 % 60;
        for phone in 0..3 {
            let asleep = (20 * phone..20 * phone + 4).contains(&second);
            let presence = if asleep { Presence::Asleep } else { Presence::Awake };
            self.network.set_presence(phone as u32, presence, self.now);
        }
    }
    const fn skew(end: usize) -> Span {
        [Span::ZERO, Span::seconds(-90), Span::minutes(30)][end]
    }
}

impl Rig for Bed {
    fn with<R>(&mut self, end: usize, act: impl FnOnce(&mut dyn Transport) -> R) -> R {
        act(&mut self.network.port(end as u32, self.now, Self::skew(end)))
    }
    fn now(&self, end: usize) -> Timestamp {
        self.now + Self::skew(end)
    }
    fn pass(&mut self, span: Span) {
        self.now += span;
        while self.network.next_due().is_some_and(|due| due <= self.now) {
            self.network.advance();
        }
        if self.drowsy {
            self.doze();
        }
    }
    fn fresh_seed(&mut self) -> [u8; 32] {
        self.keys += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.keys.to_le_bytes());
        seed
    }
    fn patience(&self) -> Span {
        Span::minutes(8)
    }
    fn quiet(&self) -> Span {
        Span::minutes(1)
    }
}
