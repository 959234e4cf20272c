//! The queue of what will happen, ordered by (time, phase, sequence).
//!
//! An [`Agenda`] knows only keys and payloads; it decides the one order in which
//! they come out, which no machine, thread or container can change. What an
//! occurrence means, and whether it is still wanted when its time comes, is left
//! to whoever pushed it: nothing is ever removed early.

use corona_core::time::Timestamp;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Which of the occurrences of one millisecond come first: lower phases do.
pub type Phase = u8;

/// A queue of occurrences `T`, earliest first.
///
/// Equal times are ordered by phase, equal phases by the order of the pushes, so
/// two agendas that were given the same pushes give the same pops. Keep `T` small
/// (a handle, not the thing): a pending entry is `T` and 16 bytes.
#[derive(Debug)]
pub struct Agenda<T> {
    heap: BinaryHeap<Entry<T>>,
    pushes: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Agenda<T> {
    /// An agenda with nothing on it.
    #[must_use]
    pub const fn new() -> Self {
        Self { heap: BinaryHeap::new(), pushes: 0 }
    }
    /// Puts `item` at `time`, after everything that was pushed for the same time and phase.
    pub fn push(&mut self, time: Timestamp, phase: Phase, item: T) {
        // 56 bits of sequence: a billion pushes a second would fill them in two years.
        let order = u64::from(phase) << SEQUENCE_BITS | self.pushes;
        self.pushes += 1;
        self.heap.push(Entry { time, order, item });
    }
    /// The time of what [`Agenda::pop`] would return.
    #[must_use]
    pub fn peek_time(&self) -> Option<Timestamp> {
        self.heap.peek().map(|entry| entry.time)
    }
    /// Takes the first occurrence off, with its time.
    pub fn pop(&mut self) -> Option<(Timestamp, T)> {
        self.heap.pop().map(|entry| (entry.time, entry.item))
    }
    /// How many occurrences are pending.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }
    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

const SEQUENCE_BITS: u32 = 56;

#[derive(Debug)]
struct Entry<T> {
    time: Timestamp,
    /// Phase in the top 8 bits, sequence below.
    order: u64,
    item: T,
}

impl<T> Entry<T> {
    const fn key(&self) -> (i64, u64) {
        (self.time.as_millis(), self.order)
    }
}
impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}
impl<T> Eq for Entry<T> {}
impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Entry<T> {
    /// Reversed: the heap gives its greatest, we want the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
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
