//! Which self-report is at the root of a warning: known to the world, to no phone.
//!
//! Whenever an attendee's report is stored at an event, the root of what it says is
//! noted; whoever then learns a signal there learns it from the attendee who holds it,
//! the first one if several do.

use crate::population::PersonIndex;
use corona_core::cascade::Signal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Index of a self-report in the results.
pub(super) type Root = u32;

/// A signal that one attendee holds at an event, or that one learnt there.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Traced {
    pub(super) signal: Signal,
    pub(super) root: Root,
}

/// Who holds and who learnt what, where.
#[derive(Default)]
pub(super) struct Lineage {
    /// By (gathering, attendee), in the words of the reporter's phone.
    pub(super) held: BTreeMap<(u32, PersonIndex), Traced>,
    /// By (attendee, gathering).
    pub(super) learnt: BTreeMap<(PersonIndex, u32), Traced>,
    /// Newest self-report of each person.
    pub(super) own: BTreeMap<PersonIndex, Root>,
}

impl Lineage {
    pub(super) fn self_report(&mut self, person: PersonIndex, root: Root) {
        self.own.insert(person, root);
    }
    pub(super) fn own(&self, person: PersonIndex) -> Option<Root> {
        self.own.get(&person).copied()
    }

    /// `person` tells an event something with this root, or nothing any more.
    pub(super) fn tell(&mut self, gathering: u32, person: PersonIndex, traced: Option<Traced>) {
        match traced {
            Some(traced) => {
                self.held.insert((gathering, person), traced);
            }
            None => {
                self.held.remove(&(gathering, person));
            }
        }
    }

    /// `person` learns that `best` is the best of the others' signals at an event.
    pub(super) fn learn(&mut self, person: PersonIndex, gathering: u32, best: Option<Signal>) {
        let source = best.and_then(|best| {
            let told = self.held.range((gathering, 0)..=(gathering, PersonIndex::MAX));
            let others = told.filter(|((_, teller), _)| *teller != person).map(|(_, held)| *held);
            // A confirmed positive is stronger than its reporter's phone said.
            let exact = others.clone().filter(|held| held.signal == best).map(|held| held.root);
            let same_hop = others.filter(|held| held.signal.hop == best.hop).map(|held| held.root);
            let root = exact.min().or_else(|| same_hop.min())?;
            Some(Traced { signal: best, root })
        });
        match source {
            Some(traced) => {
                self.learnt.insert((person, gathering), traced);
            }
            None => {
                self.learnt.remove(&(person, gathering));
            }
        }
    }

    /// The root of what `person` learnt at one event.
    pub(super) fn root_at(&self, person: PersonIndex, gathering: u32) -> Option<Root> {
        self.learnt.get(&(person, gathering)).map(|traced| traced.root)
    }

    /// The root of a signal that `person` relays to `gathering`.
    pub(super) fn root_of_relay(
        &self,
        person: PersonIndex,
        gathering: u32,
        signal: Signal,
    ) -> Option<Root> {
        self.learnt
            .range((person, 0)..=(person, u32::MAX))
            .filter(|((_, from), traced)| *from != gathering && traced.signal.hop + 1 == signal.hop)
            .map(|(_, traced)| (std::cmp::Reverse(traced.signal.strength), traced.root))
            .min()
            .map(|(_, root)| root)
    }
}
