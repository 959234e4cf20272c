//! What an agenda needs of a queue.
//!
//! A [`Queue`] knows entries and nothing of what they stand for; it decides only how
//! they are kept. Cancelling is left to the agenda, which has a queue drop many
//! cancelled entries at once.

use super::entry::Entry;

/// Entries, least first.
pub trait Queue {
    /// Adds an entry. It may be less than entries that were popped before.
    fn push(&mut self, entry: Entry);

    /// The least entry.
    fn peek(&self) -> Option<Entry>;

    /// Takes the least entry off.
    fn pop(&mut self) -> Option<Entry>;

    /// How many entries are pending.
    fn len(&self) -> usize;

    /// Whether none is.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Drops the entries for which `keep` says no, in time proportional to all.
    fn retain(&mut self, keep: impl FnMut(Entry) -> bool);

    /// Shows every pending entry once, in any order.
    fn each(&self, see: impl FnMut(Entry));

    /// The first entries to come, as far as they are known in order and at most `count`:
    /// a hint, for fetching ahead what they stand for.
    fn upcoming(&self, count: usize) -> impl Iterator<Item = Entry>;

    /// Heap memory in bytes, room for more entries included.
    fn memory(&self) -> usize;
}

#[cfg(test)]
mod tests {
    use super::super::{Entry, FourHeap, Ladder, Queue};
    use corona_core::time::Timestamp;
    use proptest::prelude::*;

    /// What is done to two queues at once.
    #[derive(Clone, Copy, Debug)]
    enum Deed {
        /// Push at an absolute time.
        At(i64),
        /// Push this long after (or before) what was popped last.
        After(i64),
        /// Push as many at the same time.
        Spike(i64, u16),
        Pop(u16),
        /// Drop the entries whose slot this number divides.
        Drop(u32),
    }

    /// Steps of every magnitude from 0 to 2^47 ms.
    fn any_magnitude() -> impl Strategy<Value = i64> {
        (0_u32..48, any::<u64>()).prop_map(|(bits, random)| (random & ((1 << bits) - 1)) as i64)
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            1 => any_magnitude().prop_map(Deed::At),
            1 => any_magnitude().prop_map(|time| Deed::At(-time)),
            8 => (0_i64..3).prop_map(Deed::After),
            8 => any_magnitude().prop_map(Deed::After),
            8 => (0_i64..5_000).prop_map(Deed::After),
            2 => (-500_i64..0).prop_map(Deed::After),
            3 => (0_i64..300, 1_u16..1_500).prop_map(|(time, count)| Deed::Spike(time, count)),
            8 => (1_u16..4).prop_map(Deed::Pop),
            1 => (1_u16..2_000).prop_map(Deed::Pop),
            1 => (2_u32..5).prop_map(Deed::Drop),
        ]
    }

    /// A ladder and its oracle.
    #[derive(Default)]
    struct Pair {
        ladder: Ladder,
        heap: FourHeap,
        pushes: u64,
        now: i64,
    }

    impl Pair {
        fn push(&mut self, time: i64) {
            let phase = (self.pushes % 3) as u8;
            let entry = Entry::new(Timestamp(time), phase, self.pushes, self.pushes as u32);
            self.pushes += 1;
            self.ladder.push(entry);
            self.heap.push(entry);
        }

        fn pop(&mut self) -> Option<Entry> {
            let expected = self.heap.pop();
            assert_eq!(self.ladder.peek(), expected);
            assert_eq!(self.ladder.pop(), expected);
            assert_eq!(self.ladder.len(), self.heap.len());
            self.now = expected.map_or(self.now, |entry| entry.time().as_millis());
            expected
        }

        fn execute(&mut self, deed: Deed) {
            match deed {
                Deed::At(time) => self.push(time),
                Deed::After(step) => self.push(self.now.saturating_add(step)),
                Deed::Spike(step, count) => {
                    (0..count).for_each(|_| self.push(self.now.saturating_add(step)));
                }
                Deed::Pop(count) => {
                    (0..count).for_each(|_| {
                        self.pop();
                    });
                }
                Deed::Drop(divisor) => {
                    self.ladder.retain(|entry| entry.slot() % divisor != 0);
                    self.heap.retain(|entry| entry.slot() % divisor != 0);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]
        #[test]
        fn a_ladder_gives_what_a_heap_gives(deeds in prop::collection::vec(deed(), 1..250)) {
            let mut pair = Pair::default();
            deeds.into_iter().for_each(|deed| pair.execute(deed));
            let mut listed = Vec::new();
            pair.ladder.each(|entry| listed.push(entry));
            listed.sort_unstable();
            let popped: Vec<_> = std::iter::from_fn(|| pair.pop()).collect();
            prop_assert_eq!(listed, popped);
            prop_assert!(pair.ladder.is_empty());
        }

        #[test]
        fn many_entries_come_out_sorted(
            times in prop::collection::vec(
                prop_oneof![Just(0_i64), 0_i64..10, 0_i64..100_000, any_magnitude()],
                0..5_000,
            ),
        ) {
            let mut ladder = Ladder::default();
            let mut expected: Vec<_> = (0_u32..)
                .zip(&times)
                .map(|(n, time)| Entry::new(Timestamp(*time), 0, n.into(), n))
                .collect();
            expected.iter().for_each(|entry| ladder.push(*entry));
            expected.sort_unstable();
            let popped: Vec<_> = std::iter::from_fn(|| ladder.pop()).collect();
            prop_assert_eq!(popped, expected);
        }
    }
}
