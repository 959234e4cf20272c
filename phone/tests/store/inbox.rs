//! Word for an app that may die before it has heard.

use crate::bench::{Bench, open, put};
use corona_core::storage::{RecordKey, Store};
use corona_core::time::Timestamp;
use corona_phone::disk::{Announcement, Step};
use std::io;

fn announcement(number: u32) -> Announcement {
    Announcement {
        what: "guest-admitted".to_owned(),
        text: format!("guest {number} has checked in"),
        number: Some(number),
        at: Timestamp(i64::from(number)),
    }
}

#[test]
fn what_was_announced_stays_until_it_is_acknowledged() {
    let bench = Bench::new();
    let folder = bench.phone();
    let mut store = open(&folder).store;
    store.commit_and_announce(&[], &[announcement(0), announcement(1)]).unwrap();
    store.commit_and_announce(&[put(RecordKey::Person, b"x")], &[announcement(2)]).unwrap();
    drop(store);
    let mut store = open(&folder).store;
    let pending = store.pending(9).unwrap();
    let announced: Vec<_> = pending.iter().map(|update| update.announced.clone()).collect();
    assert_eq!(announced, [0, 1, 2].map(announcement));
    assert_eq!(store.pending(2).unwrap(), pending[..2]);
    store.acknowledge(pending[1].sequence).unwrap();
    drop(store);
    let mut store = open(&folder).store;
    assert_eq!(store.pending(9).unwrap(), pending[2..]);
    store.acknowledge(pending[2].sequence).unwrap();
    assert!(store.pending(9).unwrap().is_empty());
    drop(store);
    let mut store = open(&folder).store;
    store.commit_and_announce(&[], &[announcement(3)]).unwrap();
    let next = store.pending(9).unwrap()[0].sequence;
    assert!(next > pending[2].sequence, "a sequence is used once");
}

#[test]
fn word_of_a_change_is_durable_with_the_change_or_not_at_all() {
    for (at, durable) in [(Step::Written, false), (Step::Committed, true)] {
        let bench = Bench::new();
        let folder = bench.phone();
        let mut store = open(&folder).store;
        store.watch(Box::new(
            move |step| {
                if step == at { Err(io::Error::other("killed")) } else { Ok(()) }
            },
        ));
        let changes = [put(RecordKey::Guest(0, 0), b"guest")];
        store.commit_and_announce(&changes, &[announcement(0)]).unwrap_err();
        drop(store);
        let opened = open(&folder);
        let told = opened.store.pending(9).unwrap().len();
        assert_eq!((opened.records.len(), told), (usize::from(durable), usize::from(durable)));
    }
}

#[test]
fn an_app_that_never_comes_back_does_not_fill_the_disk() {
    let bench = Bench::new();
    let folder = bench.phone();
    let mut store = open(&folder).store;
    for round in 0..30 {
        store
            .commit_and_announce(
                &[],
                &(0..50).map(|number| announcement(50 * round + number)).collect::<Vec<_>>(),
            )
            .unwrap();
    }
    let pending = store.pending(usize::MAX).unwrap();
    let first = pending[0].announced.number;
    assert_eq!((pending.len(), first, pending[0].sequence), (1000, Some(500), 501));
    store.commit(&[put(RecordKey::Person, b"x")], Timestamp(0)).unwrap();
    assert_eq!(store.pending(usize::MAX).unwrap().len(), 1000);
}
