//! Slots that are used again, named by handles that notice it.
//!
//! A [`Slab`] knows which slots are taken; it decides where the next item goes. A
//! [`Handle`] that outlived its item finds nothing, so whoever has a thing in flight
//! need not be told when its link is gone.

use crate::pieces::{PutPieces, TakePieces};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Names a slot; [`NONE`] names none.
pub(crate) type Index = u32;

/// The index of no slot.
pub(crate) const NONE: Index = Index::MAX;

/// Names an item for as long as it lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Handle {
    pub(crate) index: Index,
    generation: u32,
}

/// A vector of reusable slots.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Slab<T> {
    slots: Vec<Slot<T>>,
    first_free: Index,
    taken: usize,
}

#[derive(Debug, Serialize, Deserialize)]
struct Slot<T> {
    /// How often the slot was emptied. Wraps, but nothing stays in flight that long.
    generation: u32,
    state: State<T>,
}

#[derive(Debug, Serialize, Deserialize)]
enum State<T> {
    Free { next: Index },
    Taken(T),
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Slab<T> {
    pub(crate) const fn new() -> Self {
        Self { slots: Vec::new(), first_free: NONE, taken: 0 }
    }

    pub(crate) fn insert(&mut self, item: T) -> Handle {
        self.taken += 1;
        let index = self.first_free;
        if let Some(slot) = self.slots.get_mut(index as usize) {
            if let State::Free { next } = slot.state {
                self.first_free = next;
            }
            slot.state = State::Taken(item);
            return Handle { index, generation: slot.generation };
        }
        let index = self.slots.len() as Index;
        if self.slots.len() == self.slots.capacity() {
            // A quarter more, where a vector would take as much again.
            self.slots.reserve_exact(self.slots.len() / 4 + 4);
        }
        self.slots.push(Slot { generation: 0, state: State::Taken(item) });
        Handle { index, generation: 0 }
    }

    pub(crate) fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error>
    where
        T: Serialize,
    {
        let Self { slots, first_free, taken } = self;
        to.put(&(first_free, taken))?;
        to.put_all(slots.iter())
    }
    pub(crate) fn thaw<P: TakePieces>(from: &mut P) -> Result<Self, P::Error>
    where
        T: DeserializeOwned,
    {
        let (first_free, taken) = from.take()?;
        Ok(Self { slots: from.take_all()?, first_free, taken })
    }

    /// Empties a slot; nothing happens if it is empty.
    pub(crate) fn remove(&mut self, index: Index) -> Option<T> {
        let slot = self.slots.get_mut(index as usize)?;
        let next = self.first_free;
        match std::mem::replace(&mut slot.state, State::Free { next }) {
            State::Taken(item) => {
                slot.generation = slot.generation.wrapping_add(1);
                self.first_free = index;
                self.taken -= 1;
                Some(item)
            }
            free @ State::Free { .. } => {
                slot.state = free;
                None
            }
        }
    }

    /// Taken slots, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Index, &T)> {
        (0..).zip(&self.slots).filter_map(|(index, slot)| match &slot.state {
            State::Taken(item) => Some((index, item)),
            State::Free { .. } => None,
        })
    }

    /// How many slots are taken.
    pub(crate) const fn len(&self) -> usize {
        self.taken
    }

    /// Has the slot fetched into the cache; gives something that depends on it.
    pub(crate) fn touch(&self, index: Index) -> u32 {
        self.slots.get(index as usize).map_or(0, |slot| slot.generation)
    }

    /// Heap memory of the slots in bytes, taken or not.
    pub(crate) const fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<Slot<T>>()
    }

    pub(crate) fn get(&self, index: Index) -> Option<&T> {
        match &self.slots.get(index as usize)?.state {
            State::Taken(item) => Some(item),
            State::Free { .. } => None,
        }
    }

    pub(crate) fn get_mut(&mut self, index: Index) -> Option<&mut T> {
        match &mut self.slots.get_mut(index as usize)?.state {
            State::Taken(item) => Some(item),
            State::Free { .. } => None,
        }
    }

    /// The item, unless its slot was emptied since the handle was given.
    pub(crate) fn live(&mut self, handle: Handle) -> Option<&mut T> {
        let slot = self.slots.get_mut(handle.index as usize)?;
        match &mut slot.state {
            State::Taken(item) if slot.generation == handle.generation => Some(item),
            State::Taken(_) | State::Free { .. } => None,
        }
    }

    /// The present handle of a taken slot.
    pub(crate) fn handle(&self, index: Index) -> Option<Handle> {
        let slot = self.slots.get(index as usize)?;
        match slot.state {
            State::Taken(_) => Some(Handle { index, generation: slot.generation }),
            State::Free { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_used_again_and_its_old_handle_finds_nothing() {
        let mut slab = Slab::new();
        let old = slab.insert('a');
        assert_eq!(slab.remove(old.index), Some('a'));
        let new = slab.insert('b');
        assert_eq!(new.index, old.index);
        assert_eq!(slab.live(old), None);
        assert_eq!(slab.live(new), Some(&mut 'b'));
        assert_eq!(slab.handle(new.index), Some(new));
    }

    #[test]
    fn removing_twice_frees_a_slot_once() {
        let mut slab = Slab::new();
        let (first, second) = (slab.insert(1), slab.insert(2));
        assert_eq!(slab.remove(first.index), Some(1));
        assert_eq!(slab.remove(first.index), None);
        assert_eq!(slab.remove(second.index), Some(2));
        let again = [slab.insert(3).index, slab.insert(4).index, slab.insert(5).index];
        assert_eq!(again, [second.index, first.index, 2]);
    }
}
