//! What is left when a phone ends, in order or by the knife.

use crate::bench::{Bench, Phone, pause};
use corona_core::trace::Entry;
use corona_phone::host::RunOptions;
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

#[test]
fn a_phone_goes_on_where_it_stopped() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let bob = bench.start("Bob", RunOptions::default());
    let party = alice.host("Party");
    bob.check_in(alice.code(party));
    let before = (alice.event(true, party), bob.status());
    let (alice_home, bob_home) = (alice.home.clone(), bob.home.clone());
    alice.stop();
    bob.stop();
    let bob = bench.run(&bob_home, RunOptions::default());
    bob.report_positive();
    assert!(bob.event(false, 0).report_under_way, "nobody was there to hear it");
    assert_eq!(bob.status().joined[0].name, before.1.joined[0].name);
    let alice = bench.run(&alice_home, RunOptions::default());
    let after = alice.until("it can be reached again", |alice| {
        Some(alice.event(true, party)).filter(|event| event.reachable)
    });
    assert_eq!(after, before.0);
}

/// The folder of a phone as a kill leaves it: nothing of what is in memory.
fn copy(from: &Path, to: &Path) {
    DirBuilder::new().mode(0o700).create(to).unwrap();
    for name in ["phone.toml", "key", "salts", "records.db", "records.db-journal"] {
        std::fs::copy(from.join(name), to.join(name)).unwrap();
    }
}

#[test]
fn killed_between_store_and_acknowledgement_nothing_is_lost_and_nothing_double() {
    let bench = Bench::new();
    let clock = Some(bench.clock(1_800.0));
    let (hold, trace) = (bench.path("hold"), bench.path("trace.jsonl"));
    let held = bench.path("hold.held");
    let scaled = RunOptions { scaled_clock: clock, ..RunOptions::default() };
    let watched = RunOptions {
        hold: Some(hold.clone()),
        record_trace: Some(trace.clone()),
        ..scaled.clone()
    };
    let alice = bench.start("Alice", watched);
    let bob = bench.start("Bob", scaled.clone());
    let party = alice.host("Party");
    let joined = bob.check_in(alice.code(party));
    std::fs::write(&hold, b"").unwrap();
    bob.report_positive();
    bob.until("the phone is held", |_| held.exists().then_some(()));
    assert!(bob.event(false, joined).report_under_way, "it was acknowledged before");

    let (home, killed) = (bench.path("restarted"), alice.home.clone());
    copy(&killed, &home);
    Phone::forget(alice);
    bench.switchboard.cut(0);
    let trace_then = bench.path("trace-then.jsonl");
    std::fs::copy(&trace, &trace_then).unwrap();
    let again = RunOptions { record_trace: Some(trace_then.clone()), ..scaled };
    let alice = bench.run(&home, again);
    let event = alice.event(true, party);
    assert_eq!(event.reports.len(), 1, "what was stored is there");
    bob.until("the report is acknowledged", |bob| {
        (!bob.event(false, joined).report_under_way).then_some(())
    });
    let event = alice.event(true, party);
    assert_eq!((event.reports.len(), event.statistics.unwrap().positives.as_str()), (1, "1"));
    trace_is_whole(&trace_then);
}

/// Each input but the one that was under way at the kill has its decisions.
fn trace_is_whole(trace: &Path) {
    let text = std::fs::read_to_string(trace).unwrap();
    let entries = text.lines().filter(|line| !line.is_empty());
    let entries: Vec<Entry> = entries.map(|line| serde_json::from_str(line).unwrap()).collect();
    let is_did = |entry: &Entry| matches!(entry, Entry::Did(_));
    assert!(matches!(entries[0], Entry::Created { .. }));
    let begun = entries.iter().filter(|entry| !is_did(entry)).count();
    let done = entries.iter().filter(|entry| is_did(entry)).count();
    let restarts = entries.iter().filter(|entry| matches!(entry, Entry::Restored { .. })).count();
    // The phone goes on while we read, so that its newest input may be without, too.
    assert_eq!(restarts, 1);
    assert!(begun == done + 1 || begun == done + 2, "{begun} inputs, {done} decisions");
    pause();
}
