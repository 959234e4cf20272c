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
    /// By gathering and attendee, in the words of the reporter's phone.
    pub(super) held: Ledger,
    /// By attendee and gathering.
    pub(super) learnt: Ledger,
    /// Newest self-report of each person.
    pub(super) own: BTreeMap<PersonIndex, Root>,
}

/// Signals by two keys. Of a million people most hold some at most of their events, so that
/// all with the same first key lie side by side.
#[derive(Default)]
pub(super) struct Ledger {
    pub(super) rows: BTreeMap<u32, Vec<(u32, Traced)>>,
}

impl Ledger {
    fn set(&mut self, (one, other): (u32, u32), traced: Option<Traced>) {
        let Some(traced) = traced else {
            return self.remove((one, other));
        };
        let row = self.rows.entry(one).or_default();
        match row.binary_search_by_key(&other, |(key, _)| *key) {
            Ok(at) => row[at].1 = traced,
            Err(at) => {
                if row.len() == row.capacity() {
                    row.reserve_exact(2.max(row.len() / 8));
                }
                row.insert(at, (other, traced));
            }
        }
    }

    fn remove(&mut self, (one, other): (u32, u32)) {
        if let Some(row) = self.rows.get_mut(&one)
            && let Ok(at) = row.binary_search_by_key(&other, |(key, _)| *key)
        {
            row.remove(at);
            if row.is_empty() {
                self.rows.remove(&one);
            }
        }
    }

    fn row(&self, one: u32) -> &[(u32, Traced)] {
        self.rows.get(&one).map_or(&[], Vec::as_slice)
    }
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
        self.held.set((gathering, person), traced);
    }

    /// `person` learns that `best` is the best of the others' signals at an event.
    pub(super) fn learn(&mut self, person: PersonIndex, gathering: u32, best: Option<Signal>) {
        let source = best.and_then(|best| {
            let told = self.held.row(gathering).iter();
            let others = told.filter(|(teller, _)| *teller != person).map(|(_, held)| *held);
            // A confirmed positive is stronger than its reporter's phone said.
            let exact = others.clone().filter(|held| held.signal == best).map(|held| held.root);
            let same_hop = others.filter(|held| held.signal.hop == best.hop).map(|held| held.root);
            let root = exact.min().or_else(|| same_hop.min())?;
            Some(Traced { signal: best, root })
        });
        self.learnt.set((person, gathering), source);
    }

    /// `person` has erased an event, and with it what they learnt there.
    pub(super) fn forget(&mut self, person: PersonIndex, gathering: u32) {
        self.learnt.remove((person, gathering));
    }

    /// Only these gatherings' events still answer anybody.
    pub(super) fn keep_answering(&mut self, answers: impl Fn(u32) -> bool) {
        self.held.rows.retain(|gathering, _| answers(*gathering));
    }

    /// The root of what `person` learnt at one event.
    pub(super) fn root_at(&self, person: PersonIndex, gathering: u32) -> Option<Root> {
        let row = self.learnt.row(person);
        let at = row.binary_search_by_key(&gathering, |(key, _)| *key).ok()?;
        Some(row[at].1.root)
    }

    /// The root of a signal that `person` relays to `gathering`.
    pub(super) fn root_of_relay(
        &self,
        person: PersonIndex,
        gathering: u32,
        signal: Signal,
    ) -> Option<Root> {
        let learnt = self.learnt.row(person).iter();
        learnt
            .filter(|(from, traced)| *from != gathering && traced.signal.hop + 1 == signal.hop)
            .map(|(_, traced)| (std::cmp::Reverse(traced.signal.strength), traced.root))
            .min()
            .map(|(_, root)| root)
    }
}
