//! The events this phone organizes, by number.
//!
//! It keeps beside each what is looked at after every input: when something is due there, and
//! what it makes of its organizer. Few inputs concern a hosted event, and archived ones stay
//! for weeks. What happens to an event is the node's to decide.

use super::attendance::{give_back, make_room};
use crate::cascade::{EventSpan, Exposure, Signal, Told};
use crate::events::{HostedEvent, Stage};
use crate::rules::Rules;
use crate::time::{Span, Timestamp};
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::cell::Cell;
use std::collections::BTreeMap;

/// A hosted event and whether its service is up.
#[derive(Serialize, Deserialize)]
pub(super) struct Hosted {
    pub(super) event: HostedEvent,
    pub(super) serving: bool,
}

impl Hosted {
    /// When time alone asks something of the organizer: to close, to settle or archive it, to
    /// retire its service, to erase it. In the past if the service isn't as it should be.
    fn due(&self, rules: &Rules) -> Timestamp {
        let is_reachable = self.event.keys().is_some();
        if self.serving != is_reachable {
            return Timestamp(i64::MIN);
        }
        let ages = match self.event.closes_at() {
            Some(closes_at) => closes_at,
            None => rules.events.over(self.event.span().end, is_reachable),
        };
        self.event.settles().map_or(ages, |settles| settles.min(ages))
    }
}

/// What is read of an event far more often than it changes.
#[derive(Clone, Copy)]
pub(super) struct Glance {
    start: Timestamp,
    /// Its end or, while it is open, when it closes by itself.
    anchor: Timestamp,
    due: Timestamp,
    own: Told,
    best: Option<Signal>,
    is_open: bool,
    is_reachable: bool,
}

struct Entry {
    number: u32,
    /// Of the event as it is; none since it may have changed.
    glance: Cell<Option<Glance>>,
    hosted: Box<Hosted>,
}

impl Entry {
    fn new(number: u32, hosted: Box<Hosted>) -> Self {
        Self { number, glance: Cell::default(), hosted }
    }

    fn glance(&self, rules: &Rules) -> Glance {
        self.glance.get().unwrap_or_else(|| {
            let event = &self.hosted.event;
            let EventSpan { start, end } = event.span();
            let glance = Glance {
                start,
                anchor: event.closes_at().or(end).unwrap_or(Timestamp::FAR_FUTURE),
                due: self.hosted.due(rules),
                own: event.own(),
                best: event.best_for_own(&rules.policy),
                is_open: end.is_none(),
                is_reachable: event.keys().is_some(),
            };
            self.glance.set(Some(glance));
            glance
        })
    }
}

impl Glance {
    fn end(&self) -> Option<Timestamp> {
        (!self.is_open).then_some(self.anchor)
    }
    /// When it took place, and the best signal of its guests.
    pub(super) fn exposure(&self) -> Exposure {
        Exposure { event: EventSpan { start: self.start, end: self.end() }, best: self.best }
    }
    /// What it heard of its organizer.
    pub(super) fn own(&self) -> Told {
        self.own
    }
    /// The next time at which age alone changes the stage.
    pub(super) fn next_change(&self, now: Timestamp, rules: &Rules) -> Option<Timestamp> {
        if self.is_open {
            return Some(self.anchor.max(now + Span(1)));
        }
        rules.events.next_change(self.end(), now)
    }
    /// Whether it still hears of its organizer: an archived one is frozen.
    pub(super) fn is_live(&self, now: Timestamp, rules: &Rules) -> bool {
        self.is_reachable && rules.events.stage(self.end(), now) <= Stage::Maintained
    }
}

/// Hosted events in order of their numbers.
#[derive(Default, Deserialize)]
#[serde(from = "StoredHosting")]
pub(super) struct Hosting {
    list: Vec<Entry>,
    /// Counts what may have changed an event, from its making on.
    changes: u32,
}

impl Hosting {
    /// A number above all others.
    pub(super) fn next_number(&self) -> u32 {
        self.list.last().map_or(0, |last| last.number + 1)
    }

    /// A new one, or one as restored, whose service is down.
    pub(super) fn insert(&mut self, number: u32, event: HostedEvent) {
        let at = self.list.partition_point(|entry| entry.number < number);
        make_room(&mut self.list);
        let hosted = Box::new(Hosted { event, serving: false });
        self.list.insert(at, Entry::new(number, hosted));
        self.changes = self.changes.wrapping_add(1);
    }

    pub(super) fn remove(&mut self, number: u32) {
        if let Ok(at) = self.find(number) {
            self.list.remove(at);
            self.changes = self.changes.wrapping_add(1);
            give_back(&mut self.list);
        }
    }

    pub(super) fn get(&self, number: u32) -> Option<&Hosted> {
        let at = self.find(number).ok()?;
        Some(&self.list[at].hosted)
    }

    /// One of them, to change it.
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut Hosted> {
        let at = self.find(number).ok()?;
        self.changes = self.changes.wrapping_add(1);
        let entry = &mut self.list[at];
        entry.glance = Cell::default();
        Some(&mut entry.hosted)
    }

    /// As long as this is the same, so are all events.
    pub(super) fn changes(&self) -> u32 {
        self.changes
    }

    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.list.iter().map(|entry| entry.number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Hosted)> + '_ {
        self.list.iter().map(|entry| (entry.number, &*entry.hosted))
    }

    /// Every event at a glance.
    pub(super) fn glances(&self, rules: &Rules) -> impl Iterator<Item = (u32, Glance)> {
        self.list.iter().map(|entry| (entry.number, entry.glance(rules)))
    }

    /// Events that guests can still visit.
    pub(super) fn reachable(&self, rules: &Rules) -> impl Iterator<Item = &HostedEvent> {
        let reachable = self.list.iter().filter(|entry| entry.glance(rules).is_reachable);
        reachable.map(|entry| &entry.hosted.event)
    }

    /// Those that ask something of the organizer at `now`.
    pub(super) fn due(&self, now: Timestamp, rules: &Rules) -> Vec<u32> {
        let due = self.glances(rules).filter(|(_, glance)| glance.due <= now);
        due.map(|(number, _)| number).collect()
    }

    fn find(&self, number: u32) -> Result<usize, usize> {
        self.list.binary_search_by_key(&number, |entry| entry.number)
    }
}

/// [`Hosting`] as it is deserialised.
#[derive(Deserialize)]
struct StoredHosting {
    changes: u32,
    list: BTreeMap<u32, Box<Hosted>>,
}

impl Serialize for Hosting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let list: BTreeMap<u32, &Hosted> = self.iter().collect();
        let mut stored = serializer.serialize_struct("Hosting", 2)?;
        stored.serialize_field("changes", &self.changes)?;
        stored.serialize_field("list", &list)?;
        stored.end()
    }
}

impl From<StoredHosting> for Hosting {
    fn from(stored: StoredHosting) -> Self {
        let StoredHosting { changes, list } = stored;
        let entry = |(number, hosted)| Entry::new(number, hosted);
        Self { list: list.into_iter().map(entry).collect(), changes }
    }
}
