//! A process killed between an input and its `did`: what its successor finds decides.

use crate::bench::{Bench, parse};
use crate::disk::Kill;
use crate::story::positive;
use corona_core::node::{Answer, Command};
use corona_core::status::InfectionStatus::Positive;
use corona_core::time::{Span, Timestamp};
use corona_simulator::replay::{Problem, Trace, TraceError, replay};

/// Alice hosts, Bob comes and reports; Bob's process is killed at his n-th commit from the
/// report on. Gives the traces, and whether he was killed.
fn killed(n: u32, kill: Kill) -> (Vec<(String, String)>, bool) {
    let start = Timestamp::from_civil_date(2020, 4, 16).unwrap();
    let mut bench = Bench::new(&["Alice", "Bob"], start);
    let wish = Command::CreateEvent { name: "party".to_owned(), banner: None };
    let Some(Answer::Hosted(event)) = bench.command(0, wish) else { panic!("no party") };
    bench.run_for(Span::minutes(5));
    bench.check_in(0, event, 1);
    bench.run_for(Span::hours(2));
    bench.command(0, Command::CloseEvent { event });
    bench.disk(1).fuse = Some((n, kill));
    if bench.command(1, positive(start)).is_none() && kill == Kill::Before {
        bench.command(1, positive(start));
    }
    bench.run_for(Span::hours(12));
    let struck = bench.disk(1).fuse.is_none();
    (bench.files(), struck)
}

#[test]
fn a_kill_at_any_commit_of_a_report_is_replayed() {
    for kill in [Kill::Before, Kill::After] {
        let mut kills = 0;
        while let (files, true) = killed(kills, kill) {
            let replayed =
                replay(&parse(&files)).unwrap_or_else(|error| panic!("{kills} {kill:?}: {error}"));
            assert_eq!((replayed.restarts, replayed.unfinished), (1, 1), "{kills} {kill:?}");
            assert_eq!(replayed.people[1].status, Positive, "{kills} {kill:?}");
            assert!(replayed.reports > 0);
            kills += 1;
        }
        assert!(kills >= 2, "the report and its acknowledgement are stored: {kills}");
    }
}

#[test]
fn a_store_that_is_neither_as_before_nor_as_after_is_noticed() {
    let (mut files, _) = killed(1, Kill::After);
    let bob = &mut files[1].1;
    let at = bob.find(r#""store":""#).unwrap() + r#""store":""#.len();
    let digit = if bob.as_bytes()[at] == b'0' { "1" } else { "0" };
    bob.replace_range(at..=at, digit);
    let error = replay(&parse(&files)).unwrap_err();
    assert!(matches!(error.differences[0].problem, Problem::Store { .. }), "{error}");
    assert!(error.to_string().contains("bob.jsonl"), "{error}");
}

#[test]
fn only_a_process_that_died_may_leave_a_torn_line() {
    let (files, _) = killed(1, Kill::After);
    let restored = files[1].1.find(r#"{"restored""#).unwrap();
    let mut torn = files.clone();
    torn[1].1.insert_str(restored, "{\"took\":{\"at\":15\n\n");
    assert_eq!(replay(&parse(&torn)).unwrap(), replay(&parse(&files)).unwrap());
    let mut at_the_end = files.clone();
    at_the_end[1].1.push_str("{\"took\":{\"at\":15");
    assert!(replay(&parse(&at_the_end)).is_ok());
    let mut between = files[1].1.clone();
    let third = between.match_indices('\n').nth(3).unwrap().0 + 1;
    between.insert_str(third, "{\"took\":{\"at\":15\n");
    let refused = Trace::parse("bob.jsonl".to_owned(), between.as_bytes()).err().unwrap();
    assert!(matches!(refused, TraceError::Line { line: 5, .. }), "{refused}");
}

#[test]
fn a_process_that_goes_on_has_done_what_it_took() {
    let (files, _) = killed(1, Kill::After);
    let without: Vec<&str> =
        files[1].1.lines().enumerate().filter(|(i, _)| *i != 3).map(|(_, line)| line).collect();
    let text = without.join("\n");
    let refused = Trace::parse("bob.jsonl".to_owned(), text.as_bytes()).err().unwrap();
    assert!(refused.to_string().contains("another input before the last one was done"));
    let empty = Trace::parse("bob.jsonl".to_owned(), b"\n").err().unwrap();
    assert_eq!(empty, TraceError::Empty { file: "bob.jsonl".to_owned() });
}
