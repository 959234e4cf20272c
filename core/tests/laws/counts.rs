//! Statistics: sums over attendees, and how little coarse answers say.

use super::arbitrary::a_signal;
use corona_core::cascade::{EventSpan, Policy, Signal};
use corona_core::events::{Contribution, Range, Statistics, Tally};
use corona_core::time::Timestamp;
use proptest::prelude::*;

const EVENT: EventSpan = EventSpan { start: Timestamp(0), end: None };

fn a_contribution() -> impl Strategy<Value = Contribution> {
    prop_oneof![
        2 => Just(Contribution::None),
        2 => Just(Contribution::Negative),
        2 => a_signal().prop_map(Contribution::HighRisk),
        1 => Just(Contribution::Suspected(Signal { strength: 10, hop: 0 })),
        1 => Just(Contribution::Positive(Signal { strength: 12, hop: 0 })),
        1 => Just(Contribution::Positive(Signal { strength: 15, hop: 0 })),
    ]
}

/// What each attendee contributes, organizer first.
fn an_event(attendees: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Contribution>> {
    prop::collection::vec(a_contribution(), attendees)
}

fn tally(contributions: &[Contribution]) -> Tally {
    let mut tally = Tally::of(contributions.len() as u32);
    contributions.iter().for_each(|contribution| tally.add(*contribution));
    tally
}

/// Counted one by one.
fn count(others: &[Contribution], kind: fn(&Contribution) -> bool) -> u32 {
    others.iter().filter(|contribution| kind(contribution)).count() as u32
}
fn negative(contribution: &Contribution) -> bool {
    matches!(contribution, Contribution::Negative)
}
fn suspected(contribution: &Contribution) -> bool {
    matches!(contribution, Contribution::Suspected(_))
}
fn positive(contribution: &Contribution) -> bool {
    matches!(contribution, Contribution::Positive(_))
}
fn best(others: &[Contribution]) -> Option<Signal> {
    others.iter().filter_map(Contribution::signal).max()
}

fn without(contributions: &[Contribution], at: usize) -> Vec<Contribution> {
    let mut others = contributions.to_vec();
    others.remove(at);
    others
}

fn answer(contributions: &[Contribution], own: Contribution, policy: &Policy) -> Statistics {
    tally(contributions).answer(own, EVENT, 1, policy)
}

/// All that protocol §6 lets a coarse answer say: a band for each count.
#[derive(PartialEq, Eq, Debug)]
struct Allowed {
    attendees: (&'static str, u32),
    counts: [Option<u32>; 3],
    best: Option<Signal>,
}

fn allowed(attendees: usize, others: &[Contribution]) -> Allowed {
    let fives = |count: u32| (count + 2) / 5;
    let attendees = attendees as u32;
    let counts = [count(others, negative), count(others, suspected), count(others, positive)];
    Allowed {
        attendees: match attendees {
            2..=5 => ("level", 0),
            6..=9 => ("few", 0),
            10..=19 => ("some", 0),
            _ => ("fives", fives(attendees)),
        },
        counts: counts.map(|count| match (attendees, count) {
            (0..=5, _) => None,
            (6..=19, 0) => Some(0),
            (6..=19, 1..=5) => Some(1),
            (6..=19, _) => Some(6),
            (_, count) => Some(fives(count)),
        }),
        best: best(others),
    }
}

fn holds(range: Range, count: u32) -> bool {
    (range.low..=range.high).contains(&count)
}

proptest! {
    #[test]
    fn a_tally_forgets_order_and_what_is_removed(
        mut contributions in an_event(0..30),
        at in any::<prop::sample::Index>(),
        another in a_contribution(),
    ) {
        let before = tally(&contributions);
        let mut after = before.clone();
        after.add(another);
        after.remove(another);
        prop_assert_eq!(&after, &before);
        contributions.reverse();
        prop_assert_eq!(&tally(&contributions), &before);
        if !contributions.is_empty() {
            let at = at.index(contributions.len());
            let mut moved = before;
            moved.remove(contributions[at]);
            moved.add(another);
            contributions[at] = another;
            prop_assert_eq!(moved, tally(&contributions));
        }
    }

    #[test]
    fn an_exact_answer_counts_the_others(contributions in an_event(1..30)) {
        for (at, own) in contributions.iter().enumerate() {
            let others = without(&contributions, at);
            let answer = answer(&contributions, *own, &Policy::whitepaper());
            prop_assert_eq!(answer.attendees, Range::exactly(contributions.len() as u32));
            prop_assert_eq!(answer.negatives, Range::exactly(count(&others, negative)));
            prop_assert_eq!(answer.suspected, Range::exactly(count(&others, suspected)));
            prop_assert_eq!(answer.positives, Range::exactly(count(&others, positive)));
            let signals: Vec<Signal> = others.iter().filter_map(Contribution::signal).collect();
            let total: u32 = answer.signals.iter().map(|(_, count)| count).sum();
            prop_assert_eq!(total as usize, signals.len());
            for (signal, count) in &answer.signals {
                let holders = signals.iter().filter(|held| *held == signal).count();
                prop_assert_eq!(*count as usize, holders);
            }
            prop_assert!(answer.signals.is_sorted_by(|(a, _), (b, _)| a > b));
        }
    }

    #[test]
    fn the_best_signal_survives_coarsening(contributions in an_event(1..30)) {
        for (at, own) in contributions.iter().enumerate() {
            let best = best(&without(&contributions, at));
            prop_assert_eq!(tally(&contributions).best_without(*own), best);
            for policy in [Policy::whitepaper(), Policy::graded()] {
                prop_assert_eq!(answer(&contributions, *own, &policy).best(), best);
            }
        }
    }

    #[test]
    fn an_answer_is_true(contributions in an_event(1..60)) {
        for (at, own) in contributions.iter().enumerate() {
            let others = without(&contributions, at);
            for policy in [Policy::whitepaper(), Policy::graded()] {
                let answer = answer(&contributions, *own, &policy);
                prop_assert!(holds(answer.attendees, contributions.len() as u32));
                prop_assert!(holds(answer.negatives, count(&others, negative)));
                prop_assert!(holds(answer.suspected, count(&others, suspected)));
                prop_assert!(holds(answer.positives, count(&others, positive)));
            }
        }
    }

    #[test]
    fn up_to_five_attendees_learn_the_best_signal_and_nothing_else(
        mut one in an_event(2..6),
        mut other in an_event(2..6),
        best in prop::option::of(a_signal()),
    ) {
        // Two events that agree in nothing but the best signal of the others.
        for event in [&mut one, &mut other] {
            event[0] = best.map_or(Contribution::None, Contribution::HighRisk);
            for contribution in &mut event[1..] {
                if contribution.signal() > best {
                    *contribution = Contribution::Negative;
                }
            }
        }
        let answers = [&one, &other].map(|event| {
            answer(event, event[1], &Policy::graded())
        });
        prop_assert_eq!(&answers[0], &answers[1]);
        prop_assert_eq!(answers[0].best(), best);
    }

    #[test]
    fn a_coarse_answer_says_no_more_than_its_bands(
        event in an_event(2..50),
        changes in prop::collection::vec((any::<prop::sample::Index>(), a_contribution()), 1..3),
        leaves in 0_usize..3,
    ) {
        let mut changed = event.clone();
        for (at, contribution) in changes {
            let at = at.index(changed.len());
            if at > 0 {
                changed[at] = contribution;
            }
        }
        changed.truncate((changed.len() - leaves.min(changed.len() - 1)).max(2));
        let bands = |event: &[Contribution]| allowed(event.len(), &event[1..]);
        if bands(&event) == bands(&changed) {
            let answers = [&event, &changed].map(|e| answer(e, event[0], &Policy::graded()));
            prop_assert_eq!(&answers[0], &answers[1]);
        }
    }
}

#[test]
fn bands_hide_every_count_they_cover() {
    // Every pair of counts of one band, at every size: the answers must be equal.
    let positive = Contribution::Positive(Signal { strength: 12, hop: 0 });
    let event = |attendees: usize, positives: usize| {
        let mut event = vec![Contribution::None; attendees];
        event[1..=positives].fill(positive);
        event
    };
    for attendees in 2..30_usize {
        for a in 1..attendees {
            for b in a..attendees {
                let (one, other) = (event(attendees, a), event(attendees, b));
                let same_band = allowed(attendees, &one[1..]) == allowed(attendees, &other[1..]);
                let answer = |e: &[Contribution]| answer(e, Contribution::None, &Policy::graded());
                assert_eq!(same_band, answer(&one) == answer(&other), "{attendees}: {a}, {b}");
            }
        }
    }
}
