//! The same seed gives the same network, and nobody's luck depends on strangers.

use corona_core::identity::{DiscoverySecret, IdentitySecret, ServiceKeys};
use corona_core::time::{Span, Timestamp};
use corona_core::transport::{Audience, LinkId, Notice, Request, ServiceId, Transport};
use corona_transport_sim::{Chance, Network, PhoneIndex, Presence, Profile, QueueKind};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use zeroize::Zeroizing;

const HOST: PhoneIndex = 0;
const OBSERVED: PhoneIndex = 1;
const PHONES: u32 = 8;

/// Seconds after the start, and who dials the host then.
type Plan = Vec<(i64, PhoneIndex)>;

/// A host that echoes, and phones that dial it as planned, send a frame and close when
/// the echo has come.
struct World {
    network: Network,
    start: Timestamp,
    keys: ServiceKeys,
    dials: [u64; PHONES as usize],
    log: Vec<(Timestamp, PhoneIndex, String)>,
}

impl World {
    fn new(profile: Profile, seed: u64) -> Self {
        let keys = ServiceKeys {
            discovery: DiscoverySecret::from_seed(Zeroizing::new([1; 32])),
            prove: IdentitySecret::from_seed(Zeroizing::new([2; 32])).erase_role(),
        };
        let network = Network::new(profile, Chance::new(seed), PHONES);
        let start = Timestamp::from_civil_date(2020, 4, 12).expect("a date");
        Self { network, start, keys, dials: [0; PHONES as usize], log: Vec::new() }
    }

    fn run(mut self, plan: &Plan) -> Self {
        let (service, keys) = (ServiceId(1), self.keys.clone());
        let port = &mut self.network.port(HOST, self.start, Span::ZERO);
        port.submit(Request::Publish { service, keys, audience: Audience::Everybody });
        let first_dial = self.start + Span::HOUR;
        self.advance_until(first_dial);
        for &(seconds, phone) in plan {
            let at = first_dial + Span::seconds(seconds);
            self.advance_until(at);
            self.dial(phone, at);
        }
        self.advance_until(Timestamp::FAR_FUTURE);
        self
    }

    fn dial(&mut self, phone: PhoneIndex, now: Timestamp) {
        self.dials[phone as usize] += 1;
        let link = LinkId::dialled(self.dials[phone as usize]);
        let (address, expect) = (self.keys.discovery.public(), self.keys.prove.public());
        let (prove, deadline) = (self.keys.prove.clone(), now + Span::MINUTE);
        let port = &mut self.network.port(phone, now, Span::ZERO);
        port.submit(Request::Dial { link, address, expect, prove, access: None, deadline });
    }

    fn advance_until(&mut self, until: Timestamp) {
        while self.network.next_due().is_some_and(|due| due < until) {
            let Some((now, told)) = self.network.advance() else { return };
            if let Some(phone) = told {
                self.react(phone, now);
            }
        }
    }

    fn react(&mut self, phone: PhoneIndex, now: Timestamp) {
        let mut port = self.network.port(phone, now, Span::ZERO);
        while let Some(notice) = port.poll() {
            self.log.push((now, phone, format!("{notice:?}")));
            match notice {
                Notice::Opened { link } => {
                    port.submit(Request::Send { link, frame: vec![phone as u8; 100] });
                }
                Notice::Frame { link, frame } if phone == HOST => {
                    port.submit(Request::Send { link, frame });
                }
                Notice::Frame { link, .. } => port.submit(Request::Close { link }),
                Notice::Published { .. }
                | Notice::Accepted { .. }
                | Notice::Closed { .. }
                | Notice::Condition(_) => {}
            }
        }
    }

    fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        for entry in &self.log {
            hasher.update(format!("{entry:?}\n"));
        }
        hasher.finalize().into()
    }

    fn heard_by(&self, phone: PhoneIndex) -> Vec<(Timestamp, &str)> {
        let of = self.log.iter().filter(|entry| entry.1 == phone);
        of.map(|(at, _, notice)| (*at, notice.as_str())).collect()
    }
}

fn unlucky() -> Profile {
    Profile { dial_failure: 0.2, link_break: 0.1, stall: 0.1, ..Profile::tor() }
}

fn busy_plan() -> Plan {
    (0..2_000).map(|n| (n / 4, 1 + (n * n % 7) as PhoneIndex)).collect()
}

#[test]
fn the_same_seed_gives_the_same_notices_at_the_same_times() {
    let run = |seed| World::new(unlucky(), seed).run(&busy_plan());
    let (one, again, other) = (run(1), run(1), run(2));
    assert!(one.log.len() > 5_000, "{} notices", one.log.len());
    assert_eq!(one.digest(), again.digest());
    assert_ne!(one.digest(), other.digest());
}

#[test]
fn every_queue_gives_the_same_notices_at_the_same_times() {
    let run = |kind| {
        let mut world = World::new(unlucky(), 1);
        world.network = world.network.with_queue(kind);
        world.run(&busy_plan())
    };
    assert_eq!(run(QueueKind::Ladder).digest(), run(QueueKind::Heap).digest());
}

#[test]
fn what_never_happens_leaves_the_luck_of_the_rest_alone() {
    let heard = |profile| World::new(profile, 3).run(&vec![(0, OBSERVED)]);
    // Switching breaks off must not change how long a dial takes.
    let with = heard(Profile { link_break: 1e-9, stall: 1e-9, ..Profile::tor() });
    let without = heard(Profile { link_break: 0.0, stall: 0.0, ..Profile::tor() });
    assert_eq!(with.digest(), without.digest());
}

#[test]
fn a_host_never_sees_an_id_again_though_slots_are_used_again() {
    let world = World::new(unlucky(), 4).run(&busy_plan());
    let heard = world.heard_by(HOST);
    let accepted = || heard.iter().filter(|(_, notice)| notice.starts_with("Accepted"));
    // Keys print redacted, so these differ by the id of the link only.
    let distinct: BTreeSet<_> = accepted().map(|(_, notice)| notice).collect();
    assert!(distinct.len() > 1_000, "{} accepted", distinct.len());
    assert_eq!(distinct.len(), accepted().count(), "an accepted id came twice");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn strangers_change_nobodys_luck(
        own in prop::collection::vec(0_i64..900, 1..12),
        others in prop::collection::vec((0_i64..900, 2..PHONES), 0..60),
        asleep in 2..PHONES,
        seed: u64,
    ) {
        let mut alone: Plan = own.iter().map(|&seconds| (seconds, OBSERVED)).collect();
        alone.sort_unstable();
        let mut among = others;
        among.extend(&alone);
        // Stable: strangers' dials of one second come in the order of chance.
        among.sort_by_key(|(seconds, _)| *seconds);
        let alone = World::new(unlucky(), seed).run(&alone);
        let mut among_world = World::new(unlucky(), seed);
        let start = among_world.start;
        among_world.network.set_presence(asleep, Presence::Asleep, start);
        let among = among_world.run(&among);
        prop_assert_eq!(alone.heard_by(OBSERVED), among.heard_by(OBSERVED));
    }
}
