//! One person's phone: the node, its store, its clock, its luck.

use super::disk::Disk;
use super::setup::Stores;
use super::stays::Stays;
use crate::chance::{Chance, Purpose};
use corona_core::identity::{Ed25519, Signatures};
use corona_core::node::Node;
use corona_core::storage::{RecordKey, Snapshot};
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::agenda::Ticket;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, TryCryptoRng, TryRng};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// Whether the app's process runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Power {
    /// It runs.
    On,
    /// The phone is off; outages may overlap, so they are counted.
    Off {
        /// Since when.
        since: Timestamp,
        /// How many reasons keep it off.
        reasons: u16,
    },
    /// The process died and waits for its restart.
    Crashed {
        /// Since when.
        since: Timestamp,
    },
}

/// Whether the operating system lets the app run that nobody looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) enum Background {
    /// Always.
    Free,
    /// Not now: whether the phone is on or not, its app answers nobody.
    Suspended,
    /// It is in use, or in a window, until then.
    Running {
        /// When it is suspended again, unless it is used meanwhile.
        until: Timestamp,
    },
}

/// A person's phone.
pub struct Phone<S: Signatures = Ed25519> {
    pub(super) node: Option<Node<S>>,
    pub(super) store: Disk,
    pub(super) skew: Span,
    pub(super) power: Power,
    pub(super) background: Background,
    /// Between the opening and closing of a background window at night.
    pub(super) stirring: bool,
    /// World time of the wake-up on the agenda that counts.
    pub(super) wake_at: Timestamp,
    /// Its place there.
    pub(super) wake: Option<Ticket>,
    /// Dies in the middle of its next transaction.
    pub(super) dying: Option<Timestamp>,
    /// How often the node asked for randomness.
    pub(super) draws: u64,
    /// Gathering of each hosted event's number.
    pub(super) hosted: BTreeMap<u32, u32>,
    /// Gathering of each joined event's number.
    pub(super) joined: Stays,
    /// Gatherings whose events it hosts and still answers for.
    pub(super) live: Vec<u32>,
    /// The node's count of changes to its events when they were last looked at for news.
    pub(super) news_seen: Option<u32>,
    /// Since when it can't poll, while polls are left out.
    pub(super) away_since: Option<Timestamp>,
    /// Past times off, for results.
    pub(super) absences: Vec<(Timestamp, Timestamp)>,
}

impl<S: Signatures> Phone<S> {
    pub(super) fn new(skew: Span, stores: Stores) -> Self {
        Self {
            node: None,
            store: Disk::new(stores),
            skew,
            power: Power::On,
            background: Background::Free,
            stirring: false,
            wake_at: Timestamp::FAR_FUTURE,
            wake: None,
            dying: None,
            draws: 0,
            hosted: BTreeMap::new(),
            joined: Stays::default(),
            live: Vec::new(),
            news_seen: None,
            away_since: None,
            absences: Vec::new(),
        }
    }

    /// Keeps nothing but what results are made of.
    pub(super) fn let_go(&mut self) {
        self.node = None;
        self.joined = Stays::default();
        self.hosted = BTreeMap::new();
        self.live = Vec::new();
    }

    /// The node, unless the person has no phone or its process is down.
    #[must_use]
    pub fn node(&self) -> Option<&Node<S>> {
        self.node.as_ref()
    }
    /// What the phone's clock adds to world time.
    #[must_use]
    pub fn skew(&self) -> Span {
        self.skew
    }
    /// The number, on this phone, of the event a gathering became, as guest.
    #[must_use]
    pub fn joined_number(&self, gathering: u32) -> Option<u32> {
        self.joined.number(gathering)
    }
    /// The gathering that a joined event's number stands for.
    pub(super) fn joined_gathering(&self, number: u32) -> Option<u32> {
        self.joined.get(number)
    }
    /// What its store holds.
    #[must_use]
    pub fn records(&self) -> Snapshot {
        match (&self.store, &self.node) {
            (Disk::Kept(store), _) => store.snapshot().clone(),
            (Disk::Derived(_), Some(node)) => node.records(),
            (Disk::Derived(_), None) => Snapshot::new(),
        }
    }
    /// How many records of events the phone's store holds.
    #[must_use]
    pub fn stored_events(&self) -> usize {
        let about_events = |key: &&RecordKey| match key {
            RecordKey::Hosted(_) | RecordKey::Guest(..) | RecordKey::Participation(_) => true,
            RecordKey::Person | RecordKey::Status | RecordKey::Contact(_) | RecordKey::Blob(_) => {
                false
            }
        };
        self.records().keys().filter(about_events).count()
    }
    /// Whether its app runs now.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.power == Power::On && self.background != Background::Suspended && self.node.is_some()
    }

    /// How much of a span the phone was unreachable; `now` ends an absence under way.
    pub(super) fn absent_within(&self, from: Timestamp, until: Timestamp, now: Timestamp) -> Span {
        let current = match self.power {
            Power::On => None,
            Power::Off { since, .. } | Power::Crashed { since } => Some((since, now)),
        };
        let overlap = |(gone, back): &(Timestamp, Timestamp)| {
            ((*back).min(until) - (*gone).max(from)).max(Span::ZERO)
        };
        self.absences.iter().chain(&current).map(overlap).fold(Span::ZERO, |sum, span| sum + span)
    }
}

/// A node's randomness: the n-th request of phone p has the same bytes in every
/// world of a seed. The stream is built only if it is used: most inputs draw nothing.
pub(super) struct PhoneLuck<'a> {
    chance: &'a Chance,
    person: u64,
    draws: &'a mut u64,
    stream: Option<ChaCha8Rng>,
}

impl<'a> PhoneLuck<'a> {
    pub(super) fn new(chance: &'a Chance, person: u32, draws: &'a mut u64) -> Self {
        Self { chance, person: person.into(), draws, stream: None }
    }
    fn stream(&mut self) -> &mut ChaCha8Rng {
        let (chance, person, draws) = (self.chance, self.person, &mut *self.draws);
        self.stream.get_or_insert_with(|| {
            *draws += 1;
            chance.stream(Purpose::Phone, person, *draws)
        })
    }
}

impl TryRng for PhoneLuck<'_> {
    type Error = Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.stream().next_u32())
    }
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.stream().next_u64())
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        self.stream().fill_bytes(bytes);
        Ok(())
    }
}
/// ChaCha8 seeded by a world's seed: unpredictable to the protocol, which is all a
/// simulation needs; phones use the operating system's.
impl TryCryptoRng for PhoneLuck<'_> {}
