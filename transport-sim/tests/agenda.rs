//! What an agenda promises, whichever queue keeps it.

use corona_core::time::{Span, Timestamp};
use corona_transport_sim::agenda::{Agenda, Entry, Ladder, Queue, QueueKind, Ticket};
use proptest::prelude::*;
use std::collections::BTreeMap;

const KINDS: [QueueKind; 2] = [QueueKind::Ladder, QueueKind::Heap];

/// Numbers that look random: a fixed one times n.
fn scattered(n: u32) -> u32 {
    n.wrapping_mul(2_654_435_761)
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Push { after: i64, phase: u8 },
    Rank { after: i64, rank: u32 },
    Cancel { nth: prop::sample::Index },
    CancelMost,
    Pop,
    PopDue { within: i64 },
    StoreAndResume,
}

fn deed() -> impl Strategy<Value = Deed> {
    let after = prop_oneof![-3_i64..10, 0_i64..100_000, Just(i64::MAX)];
    prop_oneof![
        20 => (after.clone(), 0_u8..3).prop_map(|(after, phase)| Deed::Push { after, phase }),
        5 => (after, any::<u32>()).prop_map(|(after, rank)| Deed::Rank { after, rank }),
        5 => any::<prop::sample::Index>().prop_map(|nth| Deed::Cancel { nth }),
        1 => Just(Deed::CancelMost),
        8 => Just(Deed::Pop),
        4 => (0_i64..1_000).prop_map(|within| Deed::PopDue { within }),
        1 => Just(Deed::StoreAndResume),
    ]
}

/// Ranked things have a phase of their own.
const RANKED: u8 = 9;

/// Everything pending, by the order it must come out in.
type Model = BTreeMap<(Timestamp, u8, u64), (u64, Ticket)>;

struct Pair {
    agenda: Agenda<u64>,
    model: Model,
    gone: Vec<Ticket>,
    now: Timestamp,
    count: u64,
}

impl Pair {
    fn enter(&mut self, after: i64, phase: u8, rank: Option<u32>) {
        let time = (self.now + Span(after)).min(Timestamp::FAR_FUTURE);
        let order = rank.map_or(self.count, u64::from);
        if self.model.contains_key(&(time, phase, order)) {
            return;
        }
        let ticket = match rank {
            Some(rank) => self.agenda.push_ranked(time, phase, rank, self.count),
            None => self.agenda.push(time, phase, self.count),
        };
        self.model.insert((time, phase, order), (self.count, ticket));
        self.count += 1;
    }

    fn cancel(&mut self, nth: usize) {
        let Some((&key, &(item, ticket))) = self.model.iter().nth(nth) else { return };
        self.model.remove(&key);
        assert_eq!(self.agenda.cancel(ticket), Some(item));
        self.gone.push(ticket);
    }

    fn pop_until(&mut self, until: Option<Timestamp>) {
        let due = |time: Timestamp| until.is_none_or(|until| time <= until);
        let first = self.model.first_key_value().map(|(key, _)| *key);
        let expected = first.filter(|key| due(key.0)).and_then(|key| {
            let (item, ticket) = self.model.remove(&key)?;
            self.gone.push(ticket);
            self.now = key.0.min(Timestamp(1 << 40));
            Some((key.0, item))
        });
        assert_eq!(self.agenda.peek_time(), first.map(|key| key.0));
        let popped = match until {
            Some(until) => self.agenda.pop_due(until),
            None => self.agenda.pop(),
        };
        assert_eq!(popped, expected);
    }

    fn execute(&mut self, deed: Deed) {
        match deed {
            Deed::Push { after, phase } => self.enter(after, phase, None),
            Deed::Rank { after, rank } => self.enter(after, RANKED, Some(rank)),
            Deed::Cancel { nth } => self.cancel(nth.index(self.model.len().max(1))),
            Deed::CancelMost => (0..self.model.len() * 9 / 10).for_each(|n| self.cancel(n / 9)),
            Deed::Pop => self.pop_until(None),
            Deed::PopDue { within } => self.pop_until(Some(self.now + Span(within))),
            Deed::StoreAndResume => {
                let bytes = postcard::to_allocvec(&self.agenda).expect("it can be stored");
                self.agenda = postcard::from_bytes(&bytes).expect("it was stored");
            }
        }
    }
}

proptest! {
    #[test]
    fn every_queue_keeps_the_order_of_time_phase_and_push_or_rank(
        deeds in prop::collection::vec(deed(), 0..600),
        crowd in 0_u32..3_000,
    ) {
        for kind in KINDS {
            let agenda = Agenda::with_queue(kind);
            let (model, gone, now) = (Model::new(), Vec::new(), Timestamp(0));
            let mut pair = Pair { agenda, model, gone, now, count: 0 };
            (0..crowd).for_each(|n| pair.enter((scattered(n) >> 16).into(), 0, None));
            for deed in &deeds {
                pair.execute(*deed);
                prop_assert_eq!(pair.agenda.len(), pair.model.len());
            }
            while !pair.model.is_empty() {
                pair.pop_until(None);
            }
            prop_assert!(pair.agenda.pop().is_none());
            prop_assert!(pair.gone.iter().all(|ticket| pair.agenda.cancel(*ticket).is_none()));
        }
    }
}

#[test]
fn a_million_cancelled_occurrences_leave_nothing_behind() {
    for kind in KINDS {
        let mut agenda = Agenda::with_queue(kind);
        for n in 0..10 {
            agenda.push(Timestamp(i64::from(n) << 30), 0, n);
        }
        let mut most = 0;
        for n in 0..1_000_000 {
            let time = Timestamp(i64::from(scattered(n)));
            let ticket = agenda.push(time, 1, n);
            assert_eq!(agenda.cancel(ticket), Some(n));
            most = most.max(agenda.memory());
            assert_eq!(agenda.len(), 10);
        }
        assert!(most < 32_768, "{most} bytes in a {kind}");
        let left: Vec<_> = std::iter::from_fn(|| agenda.pop()).map(|(_, n)| n).collect();
        assert_eq!(left, (0..10).collect::<Vec<_>>());
    }
}

#[test]
fn a_pending_occurrence_costs_at_most_64_bytes() {
    const PENDING: u32 = 1_000_000;
    for reach in [0, 10, 31] {
        let mut agenda = Agenda::new();
        let step = |n: u32| Span(i64::from(scattered(n) & ((1 << reach) - 1)));
        let mut most = 0;
        for n in 0..PENDING {
            agenda.push(Timestamp(0) + step(n), 0, n);
        }
        for n in 0..PENDING {
            if n % 64 == 0 {
                most = most.max(agenda.memory());
            }
            let (time, item) = agenda.pop().expect("as many are pushed as popped");
            agenda.push(time + step(n ^ item), 0, item);
        }
        let each = most / PENDING as usize;
        assert!(each <= 64, "{each} bytes each with steps up to 2^{reach} ms");
    }
}

#[test]
fn a_crowd_in_the_present_millisecond_is_no_harder_than_one_spread_out() {
    const CROWD: u32 = 900_000;
    let mut ladder = Ladder::default();
    let entry = |n: u32, time| Entry::new(Timestamp(time), (n % 3) as u8, n.into(), n);
    ladder.push(entry(0, 0));
    // All into the stretch that is being popped: one millisecond, then the few after it.
    for n in 1..CROWD {
        ladder.push(entry(n, if n % 2 == 0 { 0 } else { i64::from(scattered(n) % 50) }));
    }
    let mut last = ladder.pop();
    for n in CROWD..2 * CROWD {
        let now = last.map_or(0, |last| last.time().as_millis());
        ladder.push(entry(n, now));
        let next = ladder.pop();
        // Of one millisecond, a lower phase may come after a higher: it was pushed later.
        assert!(next.map(Entry::time) >= last.map(Entry::time));
        last = next;
    }
    let rest: Vec<_> = std::iter::from_fn(|| ladder.pop()).collect();
    assert_eq!(rest.len(), CROWD as usize - 1);
    assert!(rest.is_sorted());
}

#[test]
fn the_upcoming_are_those_that_are_popped_next() {
    for kind in KINDS {
        let mut agenda = Agenda::with_queue(kind);
        for n in 0..10_000 {
            agenda.push(Timestamp(i64::from(n / 3).pow(2)), 0, n);
        }
        while !agenda.is_empty() {
            let upcoming: Vec<_> = agenda.upcoming(8).copied().collect();
            assert!((1..=8).contains(&upcoming.len()));
            for item in upcoming {
                assert_eq!(agenda.pop().map(|(_, item)| item), Some(item));
            }
        }
    }
}

#[test]
fn what_never_comes_comes_last_and_says_so() {
    for kind in KINDS {
        let mut agenda = Agenda::with_queue(kind);
        agenda.push(Timestamp::FAR_FUTURE, 0, 'b');
        agenda.push(Timestamp(i64::MAX), 0, 'c');
        agenda.push(Timestamp(5), 0, 'a');
        assert_eq!(agenda.pop_due(Timestamp(4)), None);
        assert_eq!(agenda.pop_due(Timestamp(5)), Some((Timestamp(5), 'a')));
        assert_eq!(agenda.pop(), Some((Timestamp::FAR_FUTURE, 'b')));
        assert_eq!(agenda.pop(), Some((Timestamp::FAR_FUTURE, 'c')));
        assert_eq!(agenda.pop(), None);
    }
}
