//! How the own status went, written down with what it follows from.

use crate::bench::{Bench, open, put};
use corona_core::node::EventRef;
use corona_core::status::InfectionStatus;
use corona_core::storage::RecordKey;
use corona_core::time::{Span, Timestamp};
use corona_phone::disk::{StatusTurn, Step};
use std::io;

fn turn(day: i64, status: InfectionStatus, event: Option<EventRef>) -> StatusTurn {
    StatusTurn { at: Timestamp(0) + Span::days(day), status, event }
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
        store.commit_all(&changes, &[], Some(warned)).unwrap_err();
        drop(store);
        let opened = open(&folder);
        assert_eq!((opened.records.len(), opened.store.course().len()), (durable, durable));
        assert!(opened.store.course().iter().all(|turn| *turn == warned));
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
        turn(99, InfectionStatus::Suspected, None),
    ];
    let kept = [&turns[..1], &turns[..2], &turns[..3], &turns[1..4], &turns[4..]];
    for (turn, kept) in turns.iter().zip(kept) {
        store.commit_all(&[], &[], Some(*turn)).unwrap();
        assert_eq!(store.course(), kept);
        drop(store);
        store = open(&folder).store;
        assert_eq!(store.course(), kept);
    }
}
