//! Bare queues under the hold model: no engine, so the physical limit of one.

use crate::actor::Actor;
use crate::arguments::Hold;
use crate::measurement::{Measurement, Stopwatch};
use crate::steps::{Steps, seeded};
use dary_heap::QuaternaryHeap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// 16 bytes, ordered by time, then by the order of the pushes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pending {
    /// Milliseconds.
    pub(crate) time: u64,
    /// Counts pushes; a measured run stays far below its end.
    pub(crate) sequence: u32,
    /// Whose.
    pub(crate) actor: u32,
}

/// What a contender's queue must do.
pub(crate) trait Queue {
    /// Puts one.
    fn push(&mut self, pending: Pending);
    /// Takes the earliest.
    fn pop(&mut self) -> Option<Pending>;
}

impl Queue for BinaryHeap<Reverse<Pending>> {
    fn push(&mut self, pending: Pending) {
        Self::push(self, Reverse(pending));
    }
    fn pop(&mut self) -> Option<Pending> {
        Self::pop(self).map(|Reverse(pending)| pending)
    }
}

impl Queue for QuaternaryHeap<Reverse<Pending>> {
    fn push(&mut self, pending: Pending) {
        Self::push(self, Reverse(pending));
    }
    fn pop(&mut self) -> Option<Pending> {
        Self::pop(self).map(|Reverse(pending)| pending)
    }
}

/// Holds in `queue`; with `touch`, each wakes its actor, at a random place of the memory.
pub(crate) fn hold(mut queue: impl Queue, hold: &Hold, touch: bool) -> Measurement {
    let stopwatch = Stopwatch::start();
    let steps = Steps::exponential();
    let mut actors = if touch { Actor::all(hold.pending, hold.seed) } else { Vec::new() };
    let mut chance = seeded(hold.seed, u64::from(hold.pending));
    let mut sequence = 0;
    for actor in 0..hold.pending {
        queue.push(Pending { time: steps.draw(&mut chance), sequence, actor });
        sequence += 1;
    }
    let mut run = |holds: u64| {
        for _ in 0..holds {
            let Some(Pending { time, actor, .. }) = queue.pop() else { return };
            let step = match actors.get_mut(actor as usize) {
                Some(actor) => actor.wake(&steps),
                None => steps.draw(&mut chance),
            };
            queue.push(Pending { time: time + step, sequence, actor });
            sequence += 1;
        }
    };
    run(hold.warm_up());
    let lap = stopwatch.lap();
    run(hold.holds);
    lap.finish(hold.holds)
}
