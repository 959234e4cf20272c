//! Signals, and what one event makes of its carrier.

use super::arbitrary::{STEP, a_policy, a_signal, a_span, a_time, an_exposure};
use corona_core::cascade::{EventSpan, Exposure, Fade, NegativeTestRule, Policy, Signal};
use corona_core::status::{Episode, InfectionStatus};
use corona_core::time::{Span, Timestamp};
use proptest::prelude::*;
use std::cmp::Reverse;

fn samples() -> impl Strategy<Value = Vec<Timestamp>> {
    prop::collection::vec(a_time(60), 0..4)
}

/// Whether an instant lies in both spans, by looking at each edge: closed spans
/// that meet share an edge.
fn meet(a: (i64, Option<i64>), b: (i64, Option<i64>)) -> bool {
    let within = |at: i64, (from, until): (i64, Option<i64>)| {
        at >= from && until.is_none_or(|until| at <= until)
    };
    within(a.0, b) || within(b.0, a)
}

fn edges(event: &EventSpan) -> (i64, Option<i64>) {
    (event.start.0, event.end.map(|end| end.0))
}

/// Protocol §5's step in whole numbers: strength after loss and tests, if any is left.
fn step(exposure: &Exposure, samples: &[Timestamp], policy: &Policy) -> Option<(i64, i64)> {
    let best = exposure.best?;
    let lost_to = |sample: &Timestamp| match (exposure.event.end, policy.negative_test) {
        (Some(end), NegativeTestRule::ClearsWhatIsOver) if *sample > end => 1_000,
        (Some(end), NegativeTestRule::ByDays { weakens_from, weakens_by, clears_from })
            if *sample > end =>
        {
            let waited = sample.0 - end.0;
            if waited >= i64::from(clears_from) * Span::DAY.0 {
                1_000
            } else if waited >= i64::from(weakens_from) * Span::DAY.0 {
                i64::from(weakens_by)
            } else {
                0
            }
        }
        (Some(_) | None, NegativeTestRule::ClearsWhatIsOver | NegativeTestRule::ByDays { .. }) => 0,
    };
    let lost = samples.iter().map(lost_to).max().unwrap_or(0);
    let strength = i64::from(best.strength) - i64::from(policy.loss) - lost;
    (strength >= i64::from(policy.emit)).then_some((strength, i64::from(best.hop) + 1))
}

proptest! {
    #[test]
    fn stronger_is_better_then_nearer(mut signals in prop::collection::vec(a_signal(), 0..20)) {
        let mut by_key = signals.clone();
        by_key.sort_by_key(|signal| (signal.strength, Reverse(signal.hop)));
        signals.sort();
        prop_assert_eq!(signals, by_key);
    }

    #[test]
    fn signals_are_equal_where_their_order_is(a in a_signal(), b in a_signal()) {
        prop_assert_eq!(a == b, a.cmp(&b).is_eq());
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.partial_cmp(&b), Some(a.cmp(&b)));
    }

    #[test]
    fn an_event_costs_strength_and_adds_a_hop(
        exposure in an_exposure(),
        samples in samples(),
        policy in a_policy(),
    ) {
        let via = exposure.via(samples.iter().copied(), &policy);
        let numbers = via.map(|signal| (i64::from(signal.strength), i64::from(signal.hop)));
        prop_assert_eq!(numbers, step(&exposure, &samples, &policy));
    }

    #[test]
    fn what_is_relayed_stays_in_the_triangle_of_signals(
        exposure in an_exposure(),
        policy in a_policy(),
    ) {
        // Otherwise the next event would refuse to read it.
        if let Some(via) = exposure.via(std::iter::empty(), &policy) {
            prop_assert!(via.strength >= 1 && via.hop >= 1 && via.strength + via.hop <= 15);
        }
    }

    #[test]
    fn best_first_then_step_is_step_then_best(
        event in a_span(),
        signals in prop::collection::vec(a_signal(), 0..8),
        samples in samples(),
        policy in a_policy(),
    ) {
        let via = |best| Exposure { event, best }.via(samples.iter().copied(), &policy);
        let stepped = signals.iter().filter_map(|signal| via(Some(*signal))).max();
        prop_assert_eq!(via(signals.iter().copied().max()), stepped);
    }

    #[test]
    fn a_negative_test_only_weakens(
        exposure in an_exposure(),
        samples in samples(),
        another in a_time(60),
        policy in a_policy(),
    ) {
        let before = exposure.via(samples.iter().copied(), &policy);
        let after = exposure.via(samples.iter().copied().chain([another]), &policy);
        prop_assert!(after <= before);
        if exposure.event.end.is_none_or(|end| another <= end) {
            prop_assert_eq!(after, before, "a test says nothing of an event that was not over");
        }
    }

    #[test]
    fn fading_goes_one_way(
        exposure in an_exposure(),
        signal in a_signal(),
        (a, b) in (a_time(80), a_time(80)),
        policy in a_policy(),
    ) {
        let felt = |now| exposure.fade(signal, now, &policy);
        prop_assert!(felt(a.max(b)) <= felt(a.min(b)));
        prop_assert!(felt(a) <= Some(signal));
        prop_assert!(felt(a).is_none_or(|felt| felt.hop == signal.hop));
    }

    #[test]
    fn fading_takes_one_strength_a_day(
        exposure in an_exposure(),
        signal in a_signal(),
        now in a_time(80),
        policy in a_policy(),
    ) {
        let lost = match (policy.fade, exposure.event.end) {
            (Fade::None, _) | (Fade::PerDay { .. }, None) => 0,
            // Full days since the end, counted one by one.
            (Fade::PerDay { from_day }, Some(end)) => (i64::from(from_day)..100)
                .take_while(|day| now >= end + Span::days(*day))
                .count(),
        };
        let left = usize::from(signal.strength).saturating_sub(lost);
        let felt = exposure.fade(signal, now, &policy);
        prop_assert_eq!(felt.map_or(0, |felt| usize::from(felt.strength)), left);
    }

    #[test]
    fn between_now_and_the_next_change_nothing_changes(
        exposure in an_exposure(),
        signal in a_signal(),
        now in a_time(80),
        within in 0.0..1.0_f64,
        policy in a_policy(),
    ) {
        let felt = |at| {
            let counts = exposure.counts_for_own(at, &policy);
            counts.then(|| exposure.fade(signal, at, &policy)).flatten()
        };
        let next = exposure.next_change(now, &policy);
        prop_assert!(next.is_none_or(|next| next > now));
        let until = next.unwrap_or(now + Span::days(1_000));
        let between = now + Span(((until - now).0 as f64 * within) as i64);
        prop_assert_eq!(felt(between), felt(now));
        prop_assert_eq!(felt(until - Span(1)), felt(now));
    }

    #[test]
    fn every_change_by_age_is_announced(
        exposure in an_exposure(),
        signal in a_signal(),
        start in a_time(40),
        policy in a_policy(),
    ) {
        let felt = |at| {
            let counts = exposure.counts_for_own(at, &policy);
            counts.then(|| exposure.fade(signal, at, &policy)).flatten()
        };
        let mut announced = vec![start];
        while let Some(next) = exposure.next_change(announced[announced.len() - 1], &policy) {
            announced.push(next);
            prop_assert!(announced.len() < 200, "it never rests");
        }
        for at in (0..400).map(|step| start + Span(step * STEP)) {
            let last = announced.iter().rev().find(|change| **change <= at).unwrap();
            prop_assert_eq!(felt(at), felt(*last));
        }
    }

    #[test]
    fn a_self_report_concerns_what_overlaps_its_window(
        event in a_span(),
        from in a_time(60),
        length in prop::option::of(0..60_i64),
    ) {
        let until = length.map(|steps| from + Span(steps * STEP));
        let episode = Episode { status: InfectionStatus::Positive, from, until };
        let window = (from.0, until.map(|until| until.0));
        prop_assert_eq!(event.concerned_by(&episode), meet(edges(&event), window));
    }

    #[test]
    fn an_exposure_reaches_what_overlaps_its_carriers_infectiousness(
        source in a_span(),
        event in a_span(),
        policy in a_policy(),
    ) {
        let from = source.start.0 + policy.latent.0;
        let until = source.end.map(|end| end.0 + policy.latent.0 + policy.infectious.0);
        prop_assert_eq!(
            event.reached_from(&source, &policy),
            meet(edges(&event), (from, until))
        );
    }

    #[test]
    fn no_chain_is_longer_than_the_policy_allows(
        event in a_span(),
        policy in a_policy(),
    ) {
        let strongest = policy.positive_confirmed.max(policy.positive).max(policy.suspected);
        let mut best = Some(Signal { strength: strongest, hop: 0 });
        let mut hops = 0;
        while let Some(via) = (Exposure { event, best }).via(std::iter::empty(), &policy) {
            best = Some(via);
            hops += 1;
        }
        prop_assert_eq!(hops, policy.max_hops());
    }
}
