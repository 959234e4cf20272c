//! Arbitrary values of the domain. Times are small, so that they collide.

use corona_core::cascade::{EventSpan, Exposure, Fade, NegativeTestRule, Policy, Signal};
use corona_core::time::{Span, Timestamp};
use proptest::prelude::*;

/// Steps of six hours: whole days and their edges both come up.
pub(crate) const STEP: i64 = Span::DAY.0 / 4;

/// A time within `days` days from the epoch, mostly at a step, sometimes beside one.
pub(crate) fn a_time(days: i64) -> impl Strategy<Value = Timestamp> {
    (0..days * 4, prop::sample::select(vec![0, 0, 0, -1, 1]))
        .prop_map(|(step, beside)| Timestamp(step * STEP + beside))
}

pub(crate) fn a_signal() -> impl Strategy<Value = Signal> {
    (1_u8..=15)
        .prop_flat_map(|strength| (Just(strength), 0..=15 - strength))
        .prop_map(|(strength, hop)| Signal { strength, hop })
}

/// An event of up to three days within the first forty.
pub(crate) fn a_span() -> impl Strategy<Value = EventSpan> {
    (a_time(40), prop::option::weighted(0.9, 0..12_i64)).prop_map(|(start, length)| EventSpan {
        start,
        end: length.map(|steps| start + Span(steps * STEP)),
    })
}

pub(crate) fn an_exposure() -> impl Strategy<Value = Exposure> {
    (a_span(), prop::option::weighted(0.8, a_signal()))
        .prop_map(|(event, best)| Exposure { event, best })
}

fn a_negative_test_rule() -> impl Strategy<Value = NegativeTestRule> {
    let by_days = (0_u8..10, 0_u8..8, 0_u8..6).prop_map(|(weakens_from, weakens_by, later)| {
        NegativeTestRule::ByDays { weakens_from, weakens_by, clears_from: weakens_from + later }
    });
    prop_oneof![Just(NegativeTestRule::ClearsWhatIsOver), by_days]
}

fn a_fade() -> impl Strategy<Value = Fade> {
    prop_oneof![Just(Fade::None), (0_u8..12).prop_map(|from_day| Fade::PerDay { from_day })]
}

/// A policy that passes its own check.
pub(crate) fn a_policy() -> impl Strategy<Value = Policy> {
    let strengths = ([1_u8..=15, 1..=15, 1..=15], 1_u8..=6, 1_u8..=8, 0_u8..=7);
    let spans = (-14_i64..4, 0_i64..20, 0_i64..20);
    (strengths, spans, a_fade(), a_negative_test_rule()).prop_map(
        |((by_kind, loss, emit, more), (latent, infectious, own_span), fade, negative_test)| {
            let policy = Policy {
                positive_confirmed: by_kind[0],
                positive: by_kind[1],
                suspected: by_kind[2],
                loss,
                emit,
                high: emit + more,
                latent: Span::days(latent),
                infectious: Span::days(infectious),
                own_span: Span::days(own_span),
                fade,
                negative_test,
                ..Policy::graded()
            };
            assert_eq!(policy.check(), Ok(()));
            policy
        },
    )
}
