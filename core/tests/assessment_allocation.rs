//! How much memory it takes to learn that nothing is to be told: none, for it is asked at
//! every check-in and every changed answer.

use corona_core::cascade::{Assessment, EventSpan, Exposure, Policy, Signal, Told};
use corona_core::status::{History, StatusRules};
use corona_core::time::{Span, Timestamp};

const NOW: Timestamp = Timestamp(30 * Span::DAY.0);

/// An event every half day of the last thirty, all with the same signal.
fn exposures(best: Option<Signal>) -> Vec<Exposure> {
    let event = |half_day: i64| {
        let start = NOW - Span::hours(12 * half_day);
        EventSpan { start, end: Some(start + Span::hours(3)) }
    };
    (1..=60).map(|half_day| Exposure { event: event(half_day), best }).collect()
}

/// Allocations for asking about each event, and how many are told something.
fn assess(best: Option<Signal>, policy: &Policy) -> (u64, usize) {
    let (exposures, history) = (exposures(best), History::default());
    let mut told = 0;
    let used = allocation_counter::measure(|| {
        let mut all = Assessment::new(&history, NOW, &StatusRules::default(), policy);
        exposures.iter().enumerate().for_each(|(name, exposure)| all.take(name, exposure));
        let is_told = |(name, exposure): &(usize, &Exposure)| {
            all.told(*name, exposure.event) != Told::Nothing
        };
        told = exposures.iter().enumerate().filter(is_told).count();
    });
    (used.count_total, told)
}

#[test]
fn a_phone_without_signals_learns_so_without_memory() {
    for policy in [Policy::whitepaper(), Policy::graded()] {
        assert_eq!(assess(None, &policy), (0, 0));
        let (allocations, told) = assess(Some(Signal { strength: 15, hop: 0 }), &policy);
        assert!(allocations > 0 && told > 20, "{allocations} allocations, {told} told");
    }
}

#[test]
fn signals_too_weak_to_travel_take_none_either() {
    let policy = Policy::graded();
    let weak = Signal { strength: policy.loss + policy.emit - 1, hop: 1 };
    assert_eq!(assess(Some(weak), &policy), (0, 0));
}
