//! The guests of a hosted event, by slot and by pseudonym.
//!
//! It knows every guest while the event can be visited, and the reporters alone once it is
//! archived. Slots are given in order of check-in and stay the same for good. Whom to admit
//! is left to the event.

use super::guest::Guest;
use crate::identity::PseudonymKey;
use serde::{Deserialize, Serialize};

/// Found by slot and by pseudonym, at 44 bytes for each guest who has not reported.
#[derive(Serialize, Deserialize)]
pub(super) enum GuestList {
    /// Everybody.
    Complete {
        /// By slot.
        guests: Vec<Guest>,
        /// Slots in order of the guests' pseudonyms.
        by_pseudonym: Vec<u32>,
    },
    /// Those who reported, with their slots, in order.
    Reporters(Vec<(u32, Guest)>),
}

impl GuestList {
    pub(super) const fn new() -> Self {
        Self::Complete { guests: Vec::new(), by_pseudonym: Vec::new() }
    }

    /// Everybody, in order of check-in.
    pub(super) fn complete(guests: Vec<Guest>) -> Self {
        let mut by_pseudonym: Vec<u32> = (0..guests.len() as u32).collect();
        by_pseudonym.sort_by_key(|slot| guests[*slot as usize].pseudonym);
        Self::Complete { guests, by_pseudonym }
    }

    pub(super) fn get(&self, slot: u32) -> Option<&Guest> {
        match self {
            Self::Complete { guests, .. } => guests.get(slot as usize),
            Self::Reporters(reporters) => {
                let at = reporters.binary_search_by_key(&slot, |(slot, _)| *slot).ok()?;
                Some(&reporters[at].1)
            }
        }
    }

    /// `None` once archived: nothing about a guest changes any more.
    pub(super) fn get_mut(&mut self, slot: u32) -> Option<&mut Guest> {
        match self {
            Self::Complete { guests, .. } => guests.get_mut(slot as usize),
            Self::Reporters(_) => None,
        }
    }

    pub(super) fn slot(&self, pseudonym: &PseudonymKey) -> Option<u32> {
        match self {
            Self::Complete { guests, by_pseudonym } => {
                let at = place(guests, by_pseudonym, pseudonym).ok()?;
                Some(by_pseudonym[at])
            }
            Self::Reporters(reporters) => {
                let reporter = reporters.iter().find(|(_, guest)| guest.pseudonym == *pseudonym);
                reporter.map(|(slot, _)| *slot)
            }
        }
    }

    /// With their slots, in order of check-in.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Guest)> + '_ {
        let (all, reporters): (&[Guest], &[(u32, Guest)]) = match self {
            Self::Complete { guests, .. } => (guests, &[]),
            Self::Reporters(reporters) => (&[], reporters),
        };
        (0..).zip(all).chain(reporters.iter().map(|(slot, guest)| (*slot, guest)))
    }

    /// Gives somebody new the next slot; `None` if there are `limit` guests already.
    pub(super) fn admit(&mut self, pseudonym: PseudonymKey, limit: usize) -> Option<u32> {
        match self {
            Self::Complete { guests, by_pseudonym } if guests.len() < limit => {
                let slot = guests.len() as u32;
                let at = place(guests, by_pseudonym, &pseudonym).err()?;
                make_room(guests);
                make_room(by_pseudonym);
                guests.push(Guest::admitted(pseudonym));
                by_pseudonym.insert(at, slot);
                Some(slot)
            }
            Self::Complete { .. } | Self::Reporters(_) => None,
        }
    }

    /// Gives back memory that nobody new will need.
    pub(super) fn shrink(&mut self) {
        match self {
            Self::Complete { guests, by_pseudonym } => {
                guests.shrink_to_fit();
                by_pseudonym.shrink_to_fit();
            }
            Self::Reporters(reporters) => reporters.shrink_to_fit(),
        }
    }

    /// Forgets who never reported; their slots, in order.
    pub(super) fn forget_silent(&mut self) -> Vec<u32> {
        let Self::Complete { guests, .. } = std::mem::replace(self, Self::Reporters(Vec::new()))
        else {
            return Vec::new();
        };
        let (mut silent, mut reporters) = (Vec::new(), Vec::new());
        for (slot, guest) in (0..).zip(guests) {
            if guest.held.is_some() {
                reporters.push((slot, guest));
            } else {
                silent.push(slot);
            }
        }
        reporters.shrink_to_fit();
        *self = Self::Reporters(reporters);
        silent
    }
}

/// Where a pseudonym stands in the order, or belongs.
fn place(guests: &[Guest], by_pseudonym: &[u32], pseudonym: &PseudonymKey) -> Result<usize, usize> {
    by_pseudonym.binary_search_by_key(pseudonym, |slot| guests[*slot as usize].pseudonym)
}

/// Grows by a quarter instead of doubling: few events get as many guests again.
fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact((list.len() / 4).max(4));
    }
}
