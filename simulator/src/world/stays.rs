//! Which gatherings a phone's joined events were: known to the world, to no phone.

use serde::{Deserialize, Serialize};

/// By the event's number on the guest's phone; numbers of a phone mostly grow.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
pub(super) struct Stays {
    list: Vec<Stay>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Stay {
    number: u32,
    gathering: u32,
    /// Where the organizer's phone keeps the guest; [`UNKNOWN`] until it was seen.
    slot: u32,
}

const UNKNOWN: u32 = u32::MAX;

impl Stays {
    /// The gathering that is event `number`.
    pub(super) fn get(&self, number: u32) -> Option<u32> {
        self.find(number).ok().map(|at| self.list[at].gathering)
    }
    /// The number of the event that a gathering is.
    pub(super) fn number(&self, gathering: u32) -> Option<u32> {
        self.list.iter().find(|stay| stay.gathering == gathering).map(|stay| stay.number)
    }
    pub(super) fn insert(&mut self, number: u32, gathering: u32) {
        let stay = Stay { number, gathering, slot: UNKNOWN };
        match self.find(number) {
            Ok(at) => self.list[at] = stay,
            Err(at) => {
                if self.list.len() == self.list.capacity() {
                    // Doubling would waste a third, of a million lists.
                    self.list.reserve_exact(4.max(self.list.len() / 8));
                }
                self.list.insert(at, stay);
            }
        }
    }
    /// Forgets event `number`; gives its gathering.
    pub(super) fn remove(&mut self, number: u32) -> Option<u32> {
        let at = self.find(number).ok()?;
        Some(self.list.remove(at).gathering)
    }
    /// Where the organizer's phone keeps the guest, as last seen.
    pub(super) fn slot(&self, number: u32) -> Option<u32> {
        let at = self.find(number).ok()?;
        Some(self.list[at].slot).filter(|slot| *slot != UNKNOWN)
    }
    pub(super) fn note_slot(&mut self, number: u32, slot: u32) {
        if let Ok(at) = self.find(number) {
            self.list[at].slot = slot;
        }
    }
    fn find(&self, number: u32) -> Result<usize, usize> {
        self.list.binary_search_by_key(&number, |stay| stay.number)
    }
}
