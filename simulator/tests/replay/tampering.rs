//! A trace that was changed does not pass.

use crate::bench::{Bench, parse};
use corona_core::node::{Answer, Command};
use corona_core::time::{Span, Timestamp};
use corona_simulator::replay::{Difference, Problem, replay};

/// Alice hosts; Bob checks in and later asks.
pub(crate) fn party() -> Vec<(String, String)> {
    let start = Timestamp::from_civil_date(2020, 4, 16).unwrap();
    let mut bench = Bench::new(&["Alice", "Bob"], start);
    let wish = Command::CreateEvent { name: "party".to_owned(), banner: None };
    let Some(Answer::Hosted(event)) = bench.command(0, wish) else { panic!("no party") };
    bench.run_for(Span::minutes(5));
    bench.check_in(0, event, 1);
    bench.run_for(Span::hours(2));
    bench.command(0, Command::CloseEvent { event });
    bench.run_for(Span::hours(12));
    bench.command(1, crate::story::positive(start));
    bench.run_for(Span::hours(1));
    bench.files()
}

/// The steps of one trace as pairs of lines, and what the replay says once `change` is made.
fn changed(who: usize, change: impl FnOnce(&mut Vec<[String; 2]>)) -> Vec<Difference> {
    let mut files = party();
    assert!(replay(&parse(&files)).is_ok());
    let lines: Vec<&str> = files[who].1.lines().collect();
    let mut steps: Vec<[String; 2]> =
        lines.chunks(2).map(|pair| [pair[0].to_owned(), pair[1].to_owned()]).collect();
    change(&mut steps);
    files[who].1 = steps.concat().join("\n");
    replay(&parse(&files)).expect_err("the change goes unnoticed").differences
}

fn find(steps: &[[String; 2]], part: &str) -> usize {
    let found = steps.iter().position(|step| step[0].contains(part) || step[1].contains(part));
    found.unwrap_or_else(|| panic!("no step holds {part}"))
}

/// Replaces the hexadecimal digit after `part`.
fn another_digit(text: &mut String, part: &str) {
    let at = text.find(part).unwrap() + part.len();
    let digit = if text.as_bytes()[at] == b'0' { "1" } else { "0" };
    text.replace_range(at..=at, digit);
}

#[test]
fn another_seed_makes_other_keys() {
    let differences = changed(1, |steps| another_digit(&mut steps[0][0], r#""seed":""#));
    let first = &differences[0];
    assert_eq!((first.name.as_str(), first.line), ("Bob", 2));
    let Problem::Decision { part, recorded, replayed } = &first.problem else {
        panic!("{first}");
    };
    assert!(part == "change 1" && recorded != replayed, "{first}");
    assert!(recorded.starts_with("put Person ") && replayed.starts_with("put Person "));
}

#[test]
fn a_decision_that_was_not_taken_is_named() {
    let mut line = 0;
    let differences = changed(1, |steps| {
        let reported = find(steps, "StatusChanged");
        line = 2 * reported + 2;
        steps[reported][1] = steps[reported][1].replace("to: Positive", "to: Negative");
    });
    let first = differences[0].to_string();
    assert_eq!(differences[0].line, line);
    assert!(first.contains("bob.jsonl") && first.contains("Bob"), "{first}");
    assert!(first.contains("recorded  StatusChanged { from: Unknown, to: Negative }"), "{first}");
    assert!(first.contains("replayed  StatusChanged { from: Unknown, to: Positive }"), "{first}");
}

#[test]
fn a_frame_that_was_not_heard_is_missed() {
    let differences = changed(1, |steps| {
        let frame = find(steps, r#"{"frame":"#);
        steps.remove(frame);
    });
    assert_eq!(differences[0].name, "Bob", "{}", differences[0]);
}

#[test]
fn a_frame_that_nobody_sent_is_refused() {
    let mut line = 0;
    let differences = changed(1, |steps| {
        let frame = find(steps, r#"{"frame":"#);
        line = 2 * frame + 1;
        another_digit(&mut steps[frame][0], r#""digest":""#);
    });
    assert_eq!(differences[0].line, line);
    assert!(matches!(differences[0].problem, Problem::Frame { .. }), "{}", differences[0]);
}

#[test]
fn a_frame_arrives_once() {
    let differences = changed(1, |steps| {
        let frame = find(steps, r#"{"frame":"#);
        let again = steps[frame].clone();
        steps.push(again);
    });
    assert!(matches!(differences[0].problem, Problem::Frame { .. }), "{}", differences[0]);
}

#[test]
fn an_answer_cannot_come_before_its_question() {
    let differences = changed(1, |steps| {
        let answer = find(steps, r#"{"frame":"#);
        let asked = find(steps, r#""check_in""#);
        let early = steps.remove(answer);
        steps.insert(asked, early);
    });
    let mut waits: Vec<&str> = differences.iter().map(|one| one.name.as_str()).collect();
    waits.sort_unstable();
    assert_eq!(waits, ["Alice", "Bob"], "each waits for the other");
    let frames = |one: &Difference| matches!(one.problem, Problem::Frame { .. });
    assert!(differences.iter().all(frames));
}

#[test]
fn another_time_is_another_decision() {
    let differences = changed(0, |steps| {
        let created = find(steps, "create_event");
        let (head, rest) = steps[created][0].split_once(",\"input\"").unwrap();
        let at: i64 = head.rsplit(':').next().unwrap().parse().unwrap();
        let later = head.replace(&at.to_string(), &(at + 1).to_string());
        steps[created][0] = format!("{later},\"input\"{rest}");
    });
    assert!(matches!(differences[0].problem, Problem::Decision { .. }), "{}", differences[0]);
}

#[test]
fn a_wake_up_before_its_time_is_noticed() {
    let differences = changed(1, |steps| {
        let asked = find(steps, r#""check_in""#);
        let at = &steps[asked][0][..steps[asked][0].find(",\"input\"").unwrap()];
        let wake = [
            format!("{at},\"input\":\"wake\"}}}}"),
            r#"{"did":{"changes":[],"requests":[],"updates":[]}}"#.to_owned(),
        ];
        steps.insert(asked, wake);
    });
    assert!(matches!(differences[0].problem, Problem::NotDue { .. }), "{}", differences[0]);
}

#[test]
fn a_code_that_nobody_showed_admits_nobody() {
    let differences = changed(0, |steps| {
        let shown = find(steps, "show_code");
        steps.truncate(shown);
    });
    let first = differences[0].to_string();
    assert!(
        first.contains("bob.jsonl") && first.contains("a check-in code was scanned"),
        "{first}"
    );
}
