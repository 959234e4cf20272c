//! A ladder of two rungs, tuned by hand to one distribution: the best bare queue known here.
//!
//! It knows that no step is longer than it was told, and decides by shifts of the
//! time in which bucket an occurrence waits; a bucket is sorted when its time comes.
//! Robustness against other distributions is what a real agenda adds, and pays for.

use crate::bare::{Pending, Queue};
use crate::steps::{MEAN_MS, Steps};

/// Occurrences in a fine bucket, on average.
const BUCKET: u64 = 64;
/// Fine buckets of one coarse bucket, as a power of two.
const FINE_BITS: u32 = 8;
const FINE: usize = 1 << FINE_BITS;

/// Coarse buckets in a ring, the current one split into fine buckets, the current of these sorted.
#[derive(Debug)]
pub(crate) struct BareLadder {
    /// A fine bucket spans `1 << fine_shift` milliseconds.
    fine_shift: u32,
    /// Latest first.
    now: Vec<Pending>,
    /// Number of the fine bucket that `now` was, counted from time 0.
    now_index: u64,
    fine: Vec<Vec<Pending>>,
    coarse: Vec<Vec<Pending>>,
}

impl BareLadder {
    /// For `pending` occurrences with these steps.
    pub(crate) fn new(pending: u32, steps: &Steps) -> Self {
        let fine_shift = (BUCKET * MEAN_MS / u64::from(pending)).max(1).ilog2();
        // One more for the current, one because a step may begin at its end.
        let ring = (steps.longest() >> (fine_shift + FINE_BITS)) + 2;
        Self {
            fine_shift,
            now: Vec::new(),
            now_index: 0,
            fine: vec![Vec::new(); FINE],
            coarse: vec![Vec::new(); ring.next_power_of_two() as usize],
        }
    }

    fn ring_place(&self, coarse_index: u64) -> usize {
        coarse_index as usize & (self.coarse.len() - 1)
    }

    /// Moves on to the next fine bucket, splitting the next coarse one where it begins.
    fn advance(&mut self) {
        self.now_index += 1;
        let place = self.now_index as usize & (FINE - 1);
        if place == 0 {
            let at = self.ring_place(self.now_index >> FINE_BITS);
            let mut coarse = std::mem::take(&mut self.coarse[at]);
            for pending in coarse.drain(..) {
                self.fine[(pending.time >> self.fine_shift) as usize & (FINE - 1)].push(pending);
            }
            // Its memory serves again when the ring has turned.
            self.coarse[at] = coarse;
        }
        std::mem::swap(&mut self.now, &mut self.fine[place]);
        self.now.sort_unstable_by(|a, b| b.cmp(a));
    }
}

impl Queue for BareLadder {
    fn push(&mut self, pending: Pending) {
        let index = pending.time >> self.fine_shift;
        if index <= self.now_index {
            let at = self.now.partition_point(|other| *other > pending);
            self.now.insert(at, pending);
        } else if index >> FINE_BITS == self.now_index >> FINE_BITS {
            self.fine[index as usize & (FINE - 1)].push(pending);
        } else {
            let at = self.ring_place(index >> FINE_BITS);
            self.coarse[at].push(pending);
        }
    }

    /// The hold model never empties its queue; an empty one would be looked through once.
    fn pop(&mut self) -> Option<Pending> {
        let buckets = self.coarse.len() * FINE;
        for _ in 0..=buckets {
            if let Some(pending) = self.now.pop() {
                return Some(pending);
            }
            self.advance();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::steps::seeded;
    use std::cmp::Reverse;
    use std::collections::BinaryHeap;

    #[test]
    fn a_ladder_gives_what_a_heap_gives() {
        for pending in [1, 10, 1_000, 20_000] {
            let steps = Steps::exponential();
            let mut ladder = BareLadder::new(pending, &steps);
            let mut heap = BinaryHeap::new();
            let mut chance = seeded(7, 0);
            for actor in 0..pending {
                let first = Pending { time: steps.draw(&mut chance), sequence: actor, actor };
                Queue::push(&mut ladder, first);
                heap.push(Reverse(first));
            }
            for sequence in pending..pending + 50_000 {
                let taken = Queue::pop(&mut ladder);
                assert_eq!(taken, Queue::pop(&mut heap));
                let time = taken.unwrap().time + steps.draw(&mut chance);
                let next = Pending { time, sequence, actor: taken.unwrap().actor };
                Queue::push(&mut ladder, next);
                heap.push(Reverse(next));
            }
        }
    }

    #[test]
    fn an_empty_ladder_has_nothing() {
        let mut ladder = BareLadder::new(10, &Steps::exponential());
        assert_eq!(Queue::pop(&mut ladder), None);
    }
}
