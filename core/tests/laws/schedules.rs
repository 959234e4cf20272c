//! Polls and the life of events: what happens by time alone.

use corona_core::events::{EventRules, PollRules, PollSchedule, Stage};
use corona_core::time::{Span, Timestamp};
use proptest::prelude::*;
use zeroize::Zeroizing;

fn poll_rules() -> impl Strategy<Value = PollRules> {
    (1..100_000_i64, 0..100_000_i64).prop_map(|(min, more)| PollRules {
        min: Span(min),
        max: Span(min + more),
        ..PollRules::default()
    })
}

/// When a participation began, and its seed: schedules themselves don't print.
fn an_origin() -> impl Strategy<Value = (Timestamp, [u8; 32])> {
    ((-1_000_000..1_000_000_i64).prop_map(Timestamp), any::<[u8; 32]>())
}

fn schedule((origin, key): (Timestamp, [u8; 32])) -> PollSchedule {
    PollSchedule::new(origin, Zeroizing::new(key))
}

fn event_rules() -> impl Strategy<Value = EventRules> {
    (0..100_i64, 0..100_i64).prop_map(|(maintain, archive)| EventRules {
        maintain: Span(maintain),
        archive: Span(archive),
        ..EventRules::default()
    })
}

proptest! {
    #[test]
    fn gaps_between_polls_keep_to_the_rules(
        keyed in an_origin(),
        rules in poll_rules(),
    ) {
        let (origin, schedule) = (keyed.0, schedule(keyed));
        let first = schedule.next_after(origin, &rules);
        prop_assert!(first > origin && first - origin <= rules.max);
        let mut at = first;
        for _ in 0..50 {
            let next = schedule.next_after(at, &rules);
            prop_assert!((rules.min..=rules.max).contains(&(next - at)), "{:?}", next - at);
            at = next;
        }
    }

    #[test]
    fn polls_do_not_depend_on_when_one_asks(
        keyed in an_origin(),
        rules in poll_rules(),
        asked in prop::collection::vec(0.0..40.0_f64, 1..10),
    ) {
        let (origin, schedule) = (keyed.0, schedule(keyed));
        let mut polls = vec![schedule.next_after(origin, &rules)];
        for _ in 0..100 {
            polls.push(schedule.next_after(polls[polls.len() - 1], &rules));
        }
        for periods in asked {
            let now = origin + Span((periods * rules.min.0 as f64) as i64);
            let next = polls.iter().find(|poll| **poll > now);
            prop_assert_eq!(Some(&schedule.next_after(now, &rules)), next);
        }
    }

    #[test]
    fn a_later_question_never_gets_an_earlier_poll(
        keyed in an_origin(),
        rules in poll_rules(),
        (a, b) in (-1_000_000..10_000_000_i64, 0..1_000_000_i64),
    ) {
        let (origin, schedule) = (keyed.0, schedule(keyed));
        let (early, late) = (origin + Span(a), origin + Span(a + b));
        let (first, second) =
            (schedule.next_after(early, &rules), schedule.next_after(late, &rules));
        prop_assert!(first <= second && first > early && second > late);
    }

    #[test]
    fn years_later_the_next_poll_is_still_near(
        keyed in an_origin(),
        rules in poll_rules(),
        years in 0..100_i64,
    ) {
        let (origin, schedule) = (keyed.0, schedule(keyed));
        let now = origin + Span::days(365 * years);
        prop_assert!(schedule.next_after(now, &rules) - now <= rules.max);
    }

    #[test]
    fn an_event_is_maintained_then_archived_then_erased(
        rules in event_rules(),
        end in prop::option::of(0..100_i64),
        now in 0..400_i64,
    ) {
        let stage = rules.stage(end.map(Timestamp), Timestamp(now));
        let age = end.map(|end| now - end);
        let (maintained, archived) = (rules.maintain.0, rules.maintain.0 + rules.archive.0);
        let expected = match age {
            None => Stage::Open,
            Some(age) if age > archived => Stage::Erased,
            Some(age) if age > maintained => Stage::Archived,
            Some(_) => Stage::Maintained,
        };
        prop_assert_eq!(stage, expected);
    }

    #[test]
    fn stages_change_when_announced_and_never_else(
        rules in event_rules(),
        end in 0..100_i64,
        start in 0..300_i64,
    ) {
        let end = Some(Timestamp(end));
        let stage = |at| rules.stage(end, at);
        let mut now = Timestamp(start);
        while let Some(next) = rules.next_change(end, now) {
            prop_assert!(next > now);
            prop_assert_eq!(stage(next - Span(1)), stage(now));
            prop_assert!(stage(next) > stage(now));
            now = next;
        }
        prop_assert_eq!(stage(now), Stage::Erased);
        prop_assert_eq!(rules.next_change(None, now), None);
    }
}
