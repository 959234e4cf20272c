//! What a phone costs on a day on which nothing is due but what comes again and again, and
//! that docs/idle-cost.md says so.
//!
//! `CORONA_BLESS=1` writes its table anew, as `cargo xtask bless corona-simulator` does.

mod cost;
mod day;

use corona_core::node::PhoneConditions;
use cost::Cost;
use day::Day;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Live participations of a row.
const PARTICIPATIONS: [u32; 3] = [0, 5, 20];
/// Days that a row is the mean of: each with keys, delays and failures of its own.
const DAYS: u64 = 10;

const HEADER: &str = "| polls | participations | guests | wake-ups | woken by the network | dials | bytes sent | bytes received |";

/// Under what a row's phone lives, in the words of the table.
const CONDITIONS: [(&str, PhoneConditions); 3] = [
    ("as ever", PhoneConditions { metered: false, battery_saver: false, heeded: true }),
    ("wait: metered", PhoneConditions { metered: true, battery_saver: false, heeded: true }),
    ("wait: battery saver", PhoneConditions { metered: false, battery_saver: true, heeded: true }),
];

struct Row {
    polls: &'static str,
    conditions: PhoneConditions,
    participations: u32,
    guests: u32,
    /// Of all its days.
    cost: Cost,
}

fn cost(conditions: PhoneConditions, participations: u32, guests: u32) -> Cost {
    let days = (0..DAYS).map(|seed| Day::new(seed, participations, guests).live(conditions));
    days.fold(Cost::default(), |sum, day| sum + day)
}

/// Rows of the table, computed once.
fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = Vec::new();
        for guests in [0, 10] {
            for (polls, conditions) in CONDITIONS {
                for participations in PARTICIPATIONS {
                    let cost = cost(conditions, participations, guests);
                    rows.push(Row { polls, conditions, participations, guests, cost });
                }
            }
        }
        rows
    })
}

/// Right-aligned figures, so that columns can be compared.
fn table() -> String {
    let mut table = format!("{HEADER}\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for Row { polls, participations, guests, cost, .. } in rows() {
        let mean = |sum: u64| format!("{:.1}", sum as f64 / DAYS as f64);
        let whole = |sum: u64| format!("{:.0}", sum as f64 / DAYS as f64);
        let Cost { wake_ups, by_network, dials, sent, received, .. } = *cost;
        table += &format!(
            "| {polls} | {participations} | {guests} | {} | {} | {} | {} | {} |\n",
            mean(wake_ups),
            mean(by_network),
            mean(dials),
            whole(sent),
            whole(received),
        );
    }
    table
}

#[test]
fn an_idle_day_costs_what_the_documents_say() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/idle-cost.md");
    let text = std::fs::read_to_string(&file).expect("docs/idle-cost.md");
    let begin = text.find(HEADER).expect("docs/idle-cost.md holds the table's first line");
    let end = text[begin..].find("\n\n").map_or(text.len(), |length| begin + length + 1);
    let table = table();
    if std::env::var_os("CORONA_BLESS").is_some() {
        let anew = format!("{}{table}{}", &text[..begin], &text[end..]);
        std::fs::write(&file, anew).expect("docs/idle-cost.md can be written");
        return;
    }
    assert_eq!(&text[begin..end], table, "CORONA_BLESS=1 writes what is so now:\n{table}");
}

#[test]
fn a_phone_whose_polls_wait_wakes_for_nobody_but_its_guests() {
    for Row { conditions, participations, guests, cost, .. } in rows() {
        if !conditions.polls_wait() {
            continue;
        }
        assert_eq!(cost.dials, 0, "{participations} events");
        // A guest's link on which nothing comes any more must be closed by somebody.
        assert_eq!(cost.wake_ups, cost.hang_ups, "{participations} events");
        assert_eq!(*guests == 0, *cost == Cost::default(), "{guests} guests");
    }
}

#[test]
fn no_wake_up_is_for_nothing() {
    for row in rows() {
        assert_eq!(row.cost.for_nothing, 0, "{}, {} events", row.polls, row.participations);
    }
}

#[test]
fn each_participation_is_polled_some_five_times_a_day() {
    let ever = rows().iter().filter(|row| !row.conditions.polls_wait() && row.participations > 0);
    for Row { participations, cost, .. } in ever {
        let polls = cost.dials as f64 / (DAYS * u64::from(*participations)) as f64;
        assert!((4.0..=8.0).contains(&polls), "every three to six hours: {polls}");
    }
}

#[test]
fn the_switch_turned_off_costs_what_no_condition_costs() {
    let unheeded = PhoneConditions { metered: true, battery_saver: true, heeded: false };
    let free = PhoneConditions::default();
    let cost = |conditions| Day::new(0, 5, 0).live(conditions);
    assert_eq!(cost(unheeded), cost(free));
}
