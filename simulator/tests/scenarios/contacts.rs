use crate::given::{CONTACTS, build, file};
use corona_core::time::Span;

/// At 10:00: 5–3 and 3–8 in one window, 1–2 apart; after half past, 5–3 again.
const LINES: &str = "36100 8 3 A B\n36020 5 3\n36060\t1\t2\n37820,3,5\n\n";

#[test]
fn people_connected_within_a_window_are_one_gathering() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "tij.dat", LINES.as_bytes());
    let (population, script) = build(CONTACTS, Some(&data)).unwrap();
    let names: Vec<String> =
        population.people.iter().map(|person| person.name.to_string()).collect();
    assert_eq!(names, ["1", "2", "3", "5", "8"]);
    assert!(script.reports.is_empty() && population.ties.is_empty());
    let [trio, pair, again] = &population.gatherings[..] else { panic!("three gatherings") };
    assert_eq!(trio.start.to_string(), "2020-03-01 10:00");
    assert_eq!(trio.end - trio.start, Span::seconds(100));
    assert_eq!(trio.organizer, 2, "of the first two, the smaller number");
    let guests: Vec<_> = (population.guests(trio).iter())
        .map(|guest| (guest.person, guest.arrives - trio.start))
        .collect();
    assert_eq!(guests, [(3, Span::ZERO), (4, Span::seconds(80))]);
    assert_eq!((pair.organizer, population.guests(pair).get(0).unwrap().person), (0, 1));
    assert_eq!(again.start.to_string(), "2020-03-01 10:30");
    assert_eq!((again.organizer, again.size()), (2, 2));
}

#[test]
fn small_components_and_what_begins_outside_the_run_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "tij.dat", LINES.as_bytes());
    let (population, _) = build(&format!("{CONTACTS}min_people = 3\n"), Some(&data)).unwrap();
    assert_eq!((population.gatherings.len(), population.people.len()), (1, 3));
    let late = CONTACTS.replace("2020-03-01", "2020-03-01 10:15");
    let (population, _) = build(&late, Some(&data)).unwrap();
    assert_eq!(population.gatherings.len(), 1);
    assert_eq!(population.people.len(), 2);
    assert_eq!(population.notes, ["2 of 3 gatherings begin outside the run"]);
    let brief = CONTACTS.replace("20 days", "1 h");
    let message = build(&brief, Some(&data)).unwrap_err().to_string();
    assert!(message.contains("its first gathering begins on 2020-03-01 10:00"), "{message}");
    assert!(message.contains("set start, duration"), "{message}");
}

#[test]
fn the_order_of_lines_is_of_no_consequence() {
    let folder = tempfile::tempdir().unwrap();
    let mut lines: Vec<&str> = LINES.lines().collect();
    let one = file(folder.path(), "one", lines.join("\n").as_bytes());
    lines.reverse();
    let other = file(folder.path(), "other", lines.join("\n").as_bytes());
    assert_eq!(build(CONTACTS, Some(&one)).unwrap(), build(CONTACTS, Some(&other)).unwrap());
}
