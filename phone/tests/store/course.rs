//! How the own status went, written down with what it follows from.

use crate::bench::{Bench, open, put};
use corona_core::cascade::Signal;
use corona_core::node::{EventRef, Update};
use corona_core::status::InfectionStatus;
use corona_core::storage::{RecordKey, Store};
use corona_core::time::{Span, Timestamp};
use corona_phone::disk::{Announcement, Course, StatusTurn, Step, TellingStore};
use std::io;

fn day(day: i64) -> Timestamp {
    Timestamp(0) + Span::days(day)
}

fn turn(on: i64, status: InfectionStatus, event: Option<EventRef>) -> StatusTurn {
    StatusTurn { at: day(on), status, event }
}

#[test]
fn a_turn_is_durable_with_its_change_or_not_at_all() {
    for (at, durable) in [(Step::Written, 0), (Step::Committed, 1)] {
        let bench = Bench::new();
        let folder = bench.phone();
        let mut store = open(&folder).store;
        store.watch(Box::new(
            move |step| {
                if step == at { Err(io::Error::other("killed")) } else { Ok(()) }
            },
        ));
        let changes = [put(RecordKey::Participation(3), b"warned")];
        let warned = turn(1, InfectionStatus::HighRisk, Some(EventRef::Joined(3)));
        let course = store.course().after(Some(warned), &[], warned.at);
        store.commit_all(&changes, &[], course).unwrap_err();
        drop(store);
        let opened = open(&folder);
        let turns = opened.store.course().turns();
        assert_eq!((opened.records.len(), turns.len()), (durable, durable));
        assert!(turns.iter().all(|turn| *turn == warned));
    }
}

#[test]
fn turns_go_after_thirty_days_but_never_the_one_that_holds() {
    let bench = Bench::new();
    let folder = bench.phone();
    let mut store = open(&folder).store;
    let turns = [
        turn(1, InfectionStatus::HighRisk, Some(EventRef::Hosted(0))),
        turn(9, InfectionStatus::Unknown, None),
        turn(20, InfectionStatus::Positive, None),
        turn(39, InfectionStatus::Negative, None),
    ];
    let kept = [&turns[..1], &turns[..2], &turns[..3], &turns[1..4]];
    for (turn, kept) in turns.iter().zip(kept) {
        let course = store.course().after(Some(*turn), &[], turn.at);
        store.commit_all(&[], &[], course).unwrap();
        assert_eq!(store.course().turns(), kept);
        drop(store);
        store = open(&folder).store;
        assert_eq!((store.course().turns(), store.course().status()), (kept, turn.status));
    }
    // Whatever else is stored: no turn has to come for it.
    let mut store = TellingStore::new(store, None, false);
    store.commit(&[put(RecordKey::Person, b"x")], day(99)).unwrap();
    drop(store);
    assert_eq!(open(&folder).store.course().turns(), &turns[3..]);
}

#[test]
fn a_turn_names_no_event_of_which_nothing_is_left() {
    let (joined, hosted) = (EventRef::Joined(0), EventRef::Hosted(0));
    let course = Course::default();
    let course = course.after(Some(turn(1, InfectionStatus::HighRisk, Some(joined))), &[], day(1));
    assert_eq!(course.after(None, &[hosted, EventRef::Joined(1)], day(2)), course);
    let later = course.after(None, &[joined], day(2));
    assert_eq!(later.turns(), [turn(1, InfectionStatus::HighRisk, None)]);
}

#[test]
fn a_clock_that_is_set_back_turns_no_order_around() {
    let first = turn(5, InfectionStatus::HighRisk, None);
    let course = Course::default().after(Some(first), &[], day(5));
    let course = course.after(Some(turn(3, InfectionStatus::Unknown, None)), &[], day(3));
    assert_eq!(course.turns(), [first, turn(5, InfectionStatus::Unknown, None)]);
}

fn words(update: &Update, at: Timestamp) -> Announcement {
    Announcement { what: format!("{update:?}"), text: String::new(), number: None, at }
}

fn told(store: &TellingStore) -> Vec<String> {
    let pending = store.disk().pending(usize::MAX).unwrap();
    pending.into_iter().map(|update| update.announced.what).collect()
}

fn turned(from: InfectionStatus, to: InfectionStatus) -> Update {
    Update::StatusChanged { from, to }
}

fn risk(event: EventRef) -> Update {
    let signal = Some(Signal { strength: 9, hop: 1 });
    Update::RiskChanged { signal, event: Some(event), high: true }
}

#[test]
fn a_status_that_is_inferred_anew_is_not_told_again() {
    use InfectionStatus::{HighRisk, Suspected, Unknown};
    let bench = Bench::new();
    let folder = bench.phone();
    let mut store = TellingStore::new(open(&folder).store, Some(words), true);
    let event = EventRef::Joined(3);
    let changes = [put(RecordKey::Participation(3), b"warned")];
    store.commit_with_updates(&changes, &[risk(event), turned(Unknown, HighRisk)], day(1)).unwrap();
    let warned = [format!("{:?}", risk(event)), format!("{:?}", turned(Unknown, HighRisk))];
    assert_eq!(told(&store), warned);
    drop(store);

    // A start: the node knows nothing of what was told.
    let mut store = TellingStore::new(open(&folder).store, Some(words), false);
    store.keep_word(&[risk(event), turned(Unknown, HighRisk)], day(2)).unwrap();
    store.catch_up(HighRisk, day(2)).unwrap();
    assert_eq!(told(&store), warned);

    // Symptoms that run out over a risk that still holds: no word of the risk, but its event.
    store.keep_word(&[turned(HighRisk, Suspected)], day(3)).unwrap();
    store.keep_word(&[turned(Suspected, HighRisk)], day(9)).unwrap();
    let last = store.disk().course().turns().last();
    assert_eq!(last, Some(&turn(9, HighRisk, Some(event))));
    drop(store);

    // It faded while the phone was off.
    let mut store = TellingStore::new(open(&folder).store, Some(words), false);
    store.catch_up(Unknown, day(20)).unwrap();
    assert_eq!(told(&store).last(), Some(&format!("{:?}", turned(HighRisk, Unknown))));
    assert_eq!(store.disk().course().turns().len(), 4);
}

#[test]
fn what_a_status_was_before_anything_was_written_down_is_no_news() {
    use InfectionStatus::{HighRisk, Negative, Unknown};
    let bench = Bench::new();
    let mut store = TellingStore::new(open(&bench.phone()).store, Some(words), false);
    store.keep_word(&[turned(Unknown, HighRisk)], day(1)).unwrap();
    store.catch_up(HighRisk, day(1)).unwrap();
    assert_eq!((told(&store).len(), store.disk().course().status()), (0, HighRisk));
    store.keep_word(&[turned(HighRisk, Negative)], day(2)).unwrap();
    assert_eq!(told(&store), [format!("{:?}", turned(HighRisk, Negative))]);
}
