//! A heap whose nodes have four children, in one vector.
//!
//! A [`FourHeap`] knows its entries; it decides by comparisons alone which is least,
//! which is plain enough to check a cleverer queue by. It costs O(log n) for each
//! push and pop, so large worlds are left to the ladder.

use super::entry::Entry;
use super::queue::Queue;

/// How many children a node has: their entries share a cache line.
const ARITY: usize = 4;

/// An implicit 4-ary heap, least entry first.
#[derive(Clone, Default, Debug)]
pub struct FourHeap {
    entries: Vec<Entry>,
}

impl FourHeap {
    /// Moves an entry up from `place` to where its parent is less.
    fn rise(&mut self, mut place: usize) {
        let entry = self.entries[place];
        while place > 0 {
            let parent = (place - 1) / ARITY;
            if self.entries[parent] < entry {
                break;
            }
            self.entries[place] = self.entries[parent];
            place = parent;
        }
        self.entries[place] = entry;
    }

    /// Moves an entry down from `place` to where its children are greater.
    fn sink(&mut self, mut place: usize) {
        let entry = self.entries[place];
        while let Some((child, least)) = self.least_child(place) {
            if entry < least {
                break;
            }
            self.entries[place] = least;
            place = child;
        }
        self.entries[place] = entry;
    }

    fn least_child(&self, place: usize) -> Option<(usize, Entry)> {
        let first = place * ARITY + 1;
        let end = (first + ARITY).min(self.entries.len());
        let children = self.entries.get(first..end)?;
        let mut least = (first, *children.first()?);
        for (child, entry) in (first..).zip(children) {
            if *entry < least.1 {
                least = (child, *entry);
            }
        }
        Some(least)
    }

    /// Empties the heap, in no order.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Entry> {
        self.entries.drain(..)
    }
}

impl Queue for FourHeap {
    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.rise(self.entries.len() - 1);
    }

    fn peek(&self) -> Option<Entry> {
        self.entries.first().copied()
    }

    fn pop(&mut self) -> Option<Entry> {
        let last = self.entries.pop()?;
        let Some(root) = self.entries.first_mut() else { return Some(last) };
        let least = std::mem::replace(root, last);
        self.sink(0);
        Some(least)
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn retain(&mut self, mut keep: impl FnMut(Entry) -> bool) {
        self.entries.retain(|entry| keep(*entry));
        if let Some(last_parent) = self.entries.len().checked_sub(2).map(|n| n / ARITY) {
            (0..=last_parent).rev().for_each(|place| self.sink(place));
        }
    }

    fn each(&self, see: impl FnMut(Entry)) {
        self.entries.iter().copied().for_each(see);
    }

    fn upcoming(&self, count: usize) -> impl Iterator<Item = Entry> {
        self.peek().into_iter().take(count)
    }

    fn memory(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::time::Timestamp;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_heap_gives_what_a_sort_gives(
            times in prop::collection::vec(0_i64..100, 0..300),
            divisor in 2_u32..10,
        ) {
            let mut heap = FourHeap::default();
            let mut expected: Vec<_> = (0_u32..)
                .zip(&times)
                .map(|(n, time)| Entry::new(Timestamp(*time), 0, n.into(), n))
                .collect();
            expected.iter().for_each(|entry| heap.push(*entry));
            expected.retain(|entry| entry.slot() % divisor != 0);
            expected.sort_unstable();
            heap.retain(|entry| entry.slot() % divisor != 0);
            let popped: Vec<_> = std::iter::from_fn(|| heap.pop()).collect();
            prop_assert_eq!(popped, expected);
        }
    }
}
