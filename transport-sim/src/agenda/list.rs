//! The agenda itself: what is pending, and the things it is about.
//!
//! An [`Agenda`] knows keys and payloads; it decides the order of equal times and when
//! cancelled entries are swept out. What an occurrence means is left to whoever pushed
//! it, and how entries are kept to the queue.

use super::choice::{Chosen, QueueKind};
use super::entry::{Entry, Phase};
use super::queue::Queue;
use super::stored::Stored;
use crate::slab::{Handle, Slab};
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::hint::black_box;

/// So many cancelled entries are never worth a sweep.
const FEW: usize = 64;

/// So many things are fetched ahead at once: few enough to still be in the cache when
/// their turn comes, and many enough that the memory answers them side by side.
const AHEAD: usize = 32;

/// Names a pending occurrence, and nothing once that was popped or cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticket(Handle);

/// A queue of occurrences `T`, earliest first.
///
/// Equal times are ordered by phase, equal phases by the order of the pushes, or by
/// rank if they were pushed with one; so two agendas that were given the same pushes
/// give the same pops. Keep `T` small (a handle, not the thing): a pending occurrence
/// is 16 bytes, and a slot of `T` and about 8 bytes, both with a little room to spare.
///
/// Times beyond the years -2490 to 6429 are not told apart: see [`Entry`].
#[derive(Debug, Deserialize)]
#[serde(try_from = "Stored<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct Agenda<T> {
    pub(super) queue: Chosen,
    /// By the slot of each entry; nothing in it if the entry was cancelled.
    pub(super) items: Slab<Option<T>>,
    pub(super) pushes: u64,
    /// How many entries of the queue are. The first is never one of them.
    cancelled: usize,
    /// How many pops it is until the next things are fetched ahead.
    fetched: usize,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Agenda<T> {
    /// An agenda with nothing on it, kept in a ladder.
    #[must_use]
    pub fn new() -> Self {
        Self::with_queue(QueueKind::default())
    }

    /// An agenda with nothing on it, kept in the given queue.
    #[must_use]
    pub fn with_queue(kind: QueueKind) -> Self {
        Self::resumed(Chosen::new(kind), Slab::new(), 0, 0)
    }

    /// An agenda in mid-life.
    pub(super) fn resumed(
        queue: Chosen,
        items: Slab<Option<T>>,
        pushes: u64,
        cancelled: usize,
    ) -> Self {
        let mut agenda = Self { queue, items, pushes, cancelled, fetched: 0 };
        agenda.uncover();
        agenda
    }

    /// Puts `item` at `time`, after everything that was pushed for the same time and
    /// phase. Times may fall: what is earlier than all that is pending comes next.
    ///
    /// # Panics
    /// At the push after the 2^40th.
    pub fn push(&mut self, time: Timestamp, phase: Phase, item: T) -> Ticket {
        let order = self.pushes;
        self.pushes += 1;
        self.enter(time, phase, order, item)
    }

    /// Puts `item` at `time`, after everything of the same time and phase with a lower
    /// rank, whatever was pushed first.
    ///
    /// Give a phase either ranks or none: between the two kinds the order is fixed but
    /// means nothing, as it does between equal ranks.
    pub fn push_ranked(&mut self, time: Timestamp, phase: Phase, rank: u32, item: T) -> Ticket {
        self.enter(time, phase, u64::from(rank), item)
    }

    fn enter(&mut self, time: Timestamp, phase: Phase, order: u64, item: T) -> Ticket {
        let handle = self.items.insert(Some(item));
        self.queue.push(Entry::new(time, phase, order, handle.index));
        Ticket(handle)
    }

    /// Takes an occurrence off before its time, if it is still pending. Costs O(1), like
    /// its push: entries are swept out when more of them are cancelled than not.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<T> {
        let item = self.items.live(ticket.0)?.take()?;
        self.cancelled += 1;
        if self.cancelled > self.len() + FEW {
            self.sweep();
        } else {
            self.uncover();
        }
        Some(item)
    }

    /// The time of what [`Agenda::pop`] would return.
    #[must_use]
    pub fn peek_time(&self) -> Option<Timestamp> {
        self.queue.peek().map(Entry::time)
    }

    /// Takes the first occurrence off, with its time.
    pub fn pop(&mut self) -> Option<(Timestamp, T)> {
        if self.fetched == 0 {
            self.fetch_ahead();
        }
        self.fetched -= 1;
        let entry = self.queue.pop()?;
        let item = self.items.remove(entry.slot()).flatten();
        self.uncover();
        Some((entry.time(), item?))
    }

    /// The same, unless it comes after `until`.
    pub fn pop_due(&mut self, until: Timestamp) -> Option<(Timestamp, T)> {
        self.peek_time().filter(|time| *time <= until)?;
        self.pop()
    }

    /// The first things to come, as far as they are known in order and at most `count`,
    /// perhaps none. A hint, for fetching ahead what they are about: others may be pushed
    /// or come in between. Fetch some 32 at once and then pop as many; one at a time
    /// waits for the memory as often as fetching nothing.
    pub fn upcoming(&self, count: usize) -> impl Iterator<Item = &T> {
        let entries = self.queue.upcoming(count);
        entries.filter_map(|entry| self.items.get(entry.slot())?.as_ref())
    }

    /// How many occurrences are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.queue.len() - self.cancelled
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which queue keeps them.
    #[must_use]
    pub const fn queue(&self) -> QueueKind {
        self.queue.kind()
    }

    /// Heap memory in bytes, room for more occurrences included, and not what the items
    /// themselves own.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.queue.memory() + self.items.memory()
    }

    /// Touches the slots of the next entries: they lie anywhere, and at a million pending
    /// waiting for each one by itself would cost more than all the rest.
    fn fetch_ahead(&mut self) {
        let mut touched = 0;
        self.fetched = 1;
        for entry in self.queue.upcoming(AHEAD).skip(1) {
            touched ^= self.items.touch(entry.slot());
            self.fetched += 1;
        }
        black_box(touched);
    }

    /// Drops cancelled entries until the first is not one.
    fn uncover(&mut self) {
        while self.cancelled > 0
            && let Some(first) = self.queue.peek()
            && matches!(self.items.get(first.slot()), Some(None))
        {
            self.queue.pop();
            self.items.remove(first.slot());
            self.cancelled -= 1;
        }
    }

    /// Drops all cancelled entries. Slots are emptied in their own order, not in that of the
    /// queue, so that an agenda that was stored in between has the same slots free.
    fn sweep(&mut self) {
        let Self { queue, items, .. } = self;
        let mut cancelled = Vec::with_capacity(self.cancelled);
        queue.retain(|entry| {
            let is_cancelled = matches!(items.get(entry.slot()), Some(None));
            if is_cancelled {
                cancelled.push(entry.slot());
            }
            !is_cancelled
        });
        cancelled.sort_unstable();
        cancelled.into_iter().for_each(|slot| {
            items.remove(slot);
        });
        self.cancelled = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn occurrences_come_out_as_a_stable_sort_would_put_them(
            pushes in prop::collection::vec((-3_i64..4, 0_u8..3), 0..200),
        ) {
            let mut agenda = Agenda::new();
            for (item, (time, phase)) in pushes.iter().enumerate() {
                agenda.push(Timestamp(*time), *phase, item);
            }
            let mut expected: Vec<_> = pushes.iter().copied().enumerate().collect();
            expected.sort_by_key(|(_, key)| *key);
            let popped: Vec<_> = std::iter::from_fn(|| agenda.pop()).collect();
            let expected: Vec<_> =
                expected.into_iter().map(|(item, (time, _))| (Timestamp(time), item)).collect();
            prop_assert_eq!(popped, expected);
            prop_assert!(agenda.is_empty());
        }

        #[test]
        fn pops_between_pushes_never_go_back_before_what_is_pending(
            steps in prop::collection::vec(prop::option::of((0_i64..50, 0_u8..3)), 0..200),
        ) {
            let mut agenda = Agenda::new();
            let mut model: Vec<(i64, u8, usize)> = Vec::new();
            for (item, step) in steps.into_iter().enumerate() {
                if let Some((time, phase)) = step {
                    agenda.push(Timestamp(time), phase, item);
                    model.push((time, phase, item));
                    model.sort_unstable();
                } else if model.is_empty() {
                    prop_assert_eq!(agenda.pop(), None);
                } else {
                    let (time, _, item) = model.remove(0);
                    prop_assert_eq!(agenda.peek_time(), Some(Timestamp(time)));
                    prop_assert_eq!(agenda.pop(), Some((Timestamp(time), item)));
                }
                prop_assert_eq!(agenda.len(), model.len());
            }
        }
    }
}
