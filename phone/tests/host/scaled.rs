//! Clocks on which two weeks pass in seconds.

use crate::bench::{Bench, Phone, pause};
use corona_core::time::Timestamp;
use corona_phone::api::{Ask, Outcome, StatusChangeShown};
use corona_phone::clock::{ScaledClock, SystemClock};
use corona_phone::host::RunOptions;
use corona_transport_tor::Clock;
use std::time::Duration;

#[test]
fn a_scaled_clock_never_runs_backwards() {
    let bench = Bench::new();
    let file = bench.clock(3_600.0);
    let clock = ScaledClock::open(&file).unwrap();
    let mut last = clock.now();
    let description = |rate: &str, shows: &str, at: i64| {
        format!("rate = {rate}\nshows = {shows}\nat = {at}\nstretch = 5\n")
    };
    let real = SystemClock.now().as_millis();
    let texts = [
        description("1", "2020-04-12T18:00:00Z", real),
        "half a file".to_owned(),
        description("1000000", "2021-01-01T00:00:00Z", real),
        description("0.001", "2019-01-01T00:00:00Z", real),
        String::new(),
    ];
    for text in texts {
        std::fs::write(&file, text).unwrap();
        clock.refresh();
        for _ in 0..3 {
            pause();
            let now = clock.now();
            assert!(now >= last, "{now} after {last}");
            last = now;
        }
    }
    assert!(last >= Timestamp::from_civil_date(2021, 1, 1).unwrap());
}

#[test]
fn waiting_is_stretched_and_waking_goes_by_the_rate() {
    let bench = Bench::new();
    let file = bench.path("clock.toml");
    let real = SystemClock.now().as_millis();
    let text = format!("rate = 0.001\nshows = 2020-04-12T18:00:00Z\nat = {real}\nstretch = 60\n");
    std::fs::write(&file, text).unwrap();
    let clock = ScaledClock::open(&file).unwrap();
    let later = clock.now() + corona_core::time::Span::minutes(2);
    let near = |wait: Duration, expected: u64| {
        assert!(
            wait.abs_diff(Duration::from_millis(expected)) < Duration::from_millis(500),
            "{wait:?}"
        );
    };
    near(clock.wait(later), 2_000);
    assert!(clock.until(later) > Duration::from_secs(100_000));
    assert_eq!(clock.wait(Timestamp(0)), Duration::ZERO);
}

#[test]
fn an_event_is_over_and_erased_within_seconds() {
    let bench = Bench::new();
    let file = bench.clock(2.0 * 86_400.0);
    let options = RunOptions { scaled_clock: Some(file.clone()), ..RunOptions::default() };
    let alice = bench.start("Alice", options);
    let reply = alice.reply(&Ask::Status);
    let shown = reply.scaled_clock.expect("every output says that it is a test");
    assert!(shown.rate == 172_800.0 && shown.shows.starts_with("2020-04-"), "{shown:?}");
    alice.host("Barbecue");
    // What an observer of the folder sees of an event: that a salt is in use for it.
    let salts = alice.home.join("salts");
    let held = || {
        let salts = std::fs::read(&salts).unwrap();
        salts.chunks(32).filter(|salt| salt.iter().any(|byte| *byte != 0)).count()
    };
    assert_eq!(held(), 2, "the person's and the event's");
    let real = SystemClock.now().as_millis();
    let later = format!("rate = 86400\nshows = 2020-06-20T00:00:00Z\nat = {real}\nstretch = 1\n");
    std::fs::write(&file, later).unwrap();
    alice.until("nothing is left of it", |alice| alice.status().hosted.is_empty().then_some(()));
    assert_eq!(held(), 1, "the event's salt is still there");
    alice.stop();
}

fn history(phone: &Phone) -> Vec<StatusChangeShown> {
    match phone.ask(&Ask::History) {
        Outcome::History { changes } => changes,
        other => panic!("{other:?}"),
    }
}

/// The sentences that wait for an app about its owner's status.
fn told(phone: &Phone) -> Vec<String> {
    match phone.ask(&Ask::PendingUpdates { limit: 1_000 }) {
        Outcome::Updates { updates } => {
            let turns = updates.into_iter().filter(|update| update.what == "status-changed");
            turns.map(|update| update.text).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_high_risk_is_told_once_and_remembered_when_it_has_faded() {
    for is_off_meanwhile in [false, true] {
        let bench = Bench::new();
        let file = bench.clock(60.0);
        let options = || RunOptions {
            scaled_clock: Some(file.clone()),
            keep_updates: true,
            ..RunOptions::default()
        };
        let (alice, bob) = (bench.start("Alice", options()), bench.start("Bob", options()));
        let party = alice.host("Party");
        bob.check_in(alice.code(party));
        bob.report_positive();
        let report = alice.until("the report is here", |alice| {
            alice.event(true, party).reports.first().map(|report| report.slot)
        });
        let decide = Ask::Decide { event: party, slot: report, confirm: true };
        assert_eq!(alice.ask(&decide), Outcome::Done);
        bob.stop();
        let warned = history(&alice);
        let [turn] = warned.as_slice() else { panic!("{warned:?}") };
        assert_eq!((turn.to.as_str(), turn.cause.as_str()), ("high-risk", "inferred"));
        assert_eq!((turn.event, turn.hosted), (Some(party), Some(true)));
        assert_eq!(turn.text, "inferred from Party");
        let first = "your status went from Unknown to HighRisk";
        assert_eq!(told(&alice), [first]);

        let home = alice.home.clone();
        alice.stop();
        let mut alice = bench.run(&home, options());
        assert_eq!(alice.status().since.as_ref(), Some(&turn.at));
        assert_eq!(history(&alice), warned);
        assert_eq!(told(&alice), [first], "a restart is no turn");

        let real = SystemClock.now().as_millis();
        let later = format!("rate = 60\nshows = 2020-05-05T00:00:00Z\nat = {real}\nstretch = 60\n");
        if is_off_meanwhile {
            alice.stop();
            std::fs::write(&file, later).unwrap();
            alice = bench.run(&home, options());
        } else {
            std::fs::write(&file, later).unwrap();
        }
        alice.until("it has faded", |alice| (alice.status().status == "unknown").then_some(()));
        let faded = history(&alice);
        assert_eq!((&faded[..1], faded.len()), (&warned[..], 2));
        assert_eq!((faded[1].to.as_str(), faded[1].cause.as_str()), ("unknown", "inferred"));
        assert_eq!(told(&alice), [first, "your status went from HighRisk to Unknown"]);
        assert_eq!(alice.status().since.as_ref(), Some(&faded[1].at));
        alice.stop();
    }
}
