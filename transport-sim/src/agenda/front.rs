//! The sorted front of a ladder.
//!
//! A [`Front`] knows the entries that come next, in order; it decides where one that
//! arrives late goes. When the front is too crowded to go on like this is for it to
//! say, what to do then is left to the ladder.

use super::chunks::{Chain, Chunks};
use super::entry::Entry;
use super::four_heap::FourHeap;
use super::queue::Queue;
use std::collections::VecDeque;

/// How far from an end of the run an arrival may move others aside: cheaper than the heap.
const NEAR: usize = 24;

/// So many arrivals a heap keeps well, whatever else there is.
const FEW: usize = 256;

/// A run of sorted entries, and a heap of those that arrived into its middle.
#[derive(Clone, Default, Debug)]
pub(super) struct Front {
    run: VecDeque<Entry>,
    late: FourHeap,
}

impl Front {
    /// Takes a whole chain over; the front must be empty.
    pub(super) fn load(&mut self, chunks: &mut Chunks, chain: Chain) {
        self.run.clear();
        // One crowded millisecond must not keep its memory for ever.
        self.run.shrink_to(8 * chain.len().max(1_024));
        self.run.reserve(chain.len());
        chunks.each(chain, |entries| self.run.extend(entries));
        chunks.release(chain);
        // Usually one tick, in the order of the pushes: then this only looks.
        self.run.make_contiguous().sort_unstable();
    }

    pub(super) fn insert(&mut self, entry: Entry) {
        let from_back = self.run.iter().rev().take(NEAR).position(|other| *other < entry);
        if let Some(behind) = from_back {
            self.run.insert(self.run.len() - behind, entry);
            return;
        }
        match self.run.iter().take(NEAR).position(|other| *other > entry) {
            Some(place) => self.run.insert(place, entry),
            None if self.run.is_empty() => self.run.push_back(entry),
            None => self.late.push(entry),
        }
    }

    pub(super) fn first(&self) -> Option<Entry> {
        let run = self.run.front().copied();
        match self.late.peek() {
            Some(late) => Some(run.map_or(late, |run| run.min(late))),
            None => run,
        }
    }

    /// The last of the run; the last of all while nothing arrived late.
    pub(super) fn last(&self) -> Option<Entry> {
        self.run.back().copied()
    }

    pub(super) fn pop(&mut self) -> Option<Entry> {
        match (self.run.front(), self.late.peek()) {
            (Some(run), Some(late)) if *run > late => self.late.pop(),
            (None, Some(_)) => self.late.pop(),
            (_, None) | (Some(_), Some(_)) => self.run.pop_front(),
        }
    }

    /// The next of the run, which are the next of all unless something arrived late.
    pub(super) fn upcoming(&self, count: usize) -> impl Iterator<Item = Entry> {
        self.run.iter().take(count).copied()
    }

    /// Whether so much arrived late that sorting everything anew pays.
    pub(super) fn is_crowded(&self) -> bool {
        self.late.len() > self.run.len().max(FEW)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.run.is_empty() && self.late.is_empty()
    }

    pub(super) fn drain(&mut self) -> impl Iterator<Item = Entry> {
        self.run.drain(..).chain(self.late.drain())
    }

    pub(super) fn each(&self, mut see: impl FnMut(Entry)) {
        self.run.iter().copied().for_each(&mut see);
        self.late.each(see);
    }

    pub(super) fn memory(&self) -> usize {
        self.run.capacity() * size_of::<Entry>() + self.late.memory()
    }
}
