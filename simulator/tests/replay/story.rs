//! The whitepaper's cascade, recorded and replayed.

use crate::bench::Bench;
use corona_core::node::{Answer, Command};
use corona_core::status::InfectionStatus::{self, HighRisk, Positive, Unknown};
use corona_core::time::{Span, Timestamp};
use corona_simulator::replay::{Replayed, replay};

const PEOPLE: [&str; 8] = ["Alice", "Bob", "Claire", "Dave", "Eve", "Frank", "Olivier", "Peter"];

/// Name, first and last hour from March 19 on, who hosts, who comes.
const EVENTS: [(&str, i64, i64, usize, &[usize]); 4] = [
    ("Swing Festival", 42, 108, 7, &[0, 6]),
    ("Team Building", 418, 426, 2, &[0, 1, 3]),
    ("Barbecue", 591, 598, 1, &[0, 4]),
    ("Theater", 667, 670, 5, &[4]),
];

pub(crate) fn positive(infectious_from: Timestamp) -> Command {
    Command::ReportInfection {
        status: Positive,
        infectious_from: Some(infectious_from),
        note: String::new(),
    }
}

fn whitepaper() -> Bench {
    let start = Timestamp::from_civil_date(2020, 3, 19).unwrap();
    let mut bench = Bench::new(&PEOPLE, start);
    for (name, first, last, host, guests) in EVENTS {
        bench.run_until(start + Span::hours(first));
        let wish = Command::CreateEvent { name: name.to_owned(), banner: None };
        let Some(Answer::Hosted(event)) = bench.command(host, wish) else { panic!("no {name}") };
        bench.run_for(Span::minutes(5));
        guests.iter().for_each(|guest| bench.check_in(host, event, *guest));
        bench.run_until(start + Span::hours(last));
        bench.command(host, Command::CloseEvent { event });
    }
    bench.run_until(Timestamp::from_civil_date(2020, 4, 20).unwrap());
    bench.command(0, positive(Timestamp::from_civil_date(2020, 4, 6).unwrap()));
    bench.run_for(Span::days(2));
    bench
}

fn ends(replayed: &Replayed) -> Vec<(&str, InfectionStatus, Option<u8>)> {
    replayed.people.iter().map(|one| (one.name.as_str(), one.status, one.hop)).collect()
}

#[test]
fn the_recorded_cascade_takes_the_same_decisions_again() {
    let traces = whitepaper().traces();
    let replayed = replay(&traces).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        ends(&replayed),
        [
            ("Alice", Positive, None),
            ("Bob", HighRisk, Some(1)),
            ("Claire", Unknown, None),
            ("Dave", Unknown, None),
            ("Eve", HighRisk, Some(1)),
            ("Frank", HighRisk, Some(2)),
            ("Olivier", Unknown, None),
            ("Peter", Unknown, None),
        ]
    );
    let steps: usize = traces.iter().map(|trace| trace.steps.len()).sum();
    assert_eq!((replayed.phones, replayed.steps, replayed.unfinished), (8, steps, 0));
    assert_eq!((replayed.check_ins, replayed.status_changes), (8, 4));
    assert_eq!(replayed.frames, replayed.frames_sent);
    assert!(replayed.reports >= 2, "Alice to Bob, Eve to Frank: {}", replayed.reports);
    assert!(replayed.delay_max_ms > replayed.delay_median_ms);
    // Whose trace is named first does not matter, for only makers are waited for.
    let backwards: Vec<_> = traces.iter().rev().cloned().collect();
    let again = replay(&backwards).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        Replayed { people: Vec::new(), ..again },
        Replayed { people: Vec::new(), ..replayed }
    );
}
