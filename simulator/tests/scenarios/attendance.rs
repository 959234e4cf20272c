use crate::given::{ATTENDANCE, build, file, gzip};
use corona_simulator::population::Gathering;
use std::path::{Path, PathBuf};

const EVENTS: &str =
    "event_id,date,town\na,2020-03-03,X\nb,2020-03-02,Y\nc,2020-03-09,Z\nd,2020-05-01,Z\n";
const ROWS: &str = "event_id,person_id\na,Ann\nb,Ann\na,Bea\nb,Cleo\nc,Bea\nd,Dot\nd,Ann\n";

fn tables(folder: &Path, events: &str, rows: &str) -> PathBuf {
    file(folder, "events.csv.gz", &gzip(events.as_bytes()));
    file(folder, "attendance.csv", rows.as_bytes())
}

#[test]
fn tables_become_gatherings_of_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let data = tables(folder.path(), EVENTS, ROWS);
    let (population, _) = build(ATTENDANCE, Some(&data)).unwrap();
    let names: Vec<String> =
        population.people.iter().map(|person| person.name.to_string()).collect();
    assert_eq!(names, ["Ann", "Bea", "Cleo"], "Dot attends outside the run only");
    let [b, a] = &population.gatherings[..] else { panic!("c is too small, d outside the run") };
    assert_eq!((&b.name, b.start.to_string().as_str()), (&"b".into(), "2020-03-02 09:00"));
    assert_eq!(b.end.to_string(), "2020-03-02 19:00");
    let first_guest = |g: &Gathering| population.guests(g).get(0).unwrap().person;
    assert_eq!((a.organizer, first_guest(a)), (0, 1));
    assert_eq!((b.organizer, first_guest(b)), (0, 2));
    assert_eq!(population.notes, ["1 of 3 gatherings begin outside the run"]);
}

#[test]
fn events_are_filtered_by_date_and_size() {
    let folder = tempfile::tempdir().unwrap();
    let data = tables(folder.path(), EVENTS, ROWS);
    let kept = |keys: &str| {
        let (population, _) = build(&format!("{ATTENDANCE}{keys}"), Some(&data)).unwrap();
        population.gatherings.iter().map(|gathering| gathering.name.to_string()).collect::<String>()
    };
    assert_eq!(kept("min_people = 1\n"), "bac");
    assert_eq!(kept("from = \"2020-03-03\"\n"), "a");
    assert_eq!(kept("until = \"2020-03-02\"\n"), "b");
    assert_eq!(kept("from = \"2020-03-02\"\nuntil = \"2020-03-03\"\n"), "ba");
}

#[test]
fn a_person_twice_at_one_event_is_refused_or_merged() {
    let folder = tempfile::tempdir().unwrap();
    let data = tables(folder.path(), EVENTS, &format!("{ROWS}a,Ann\n"));
    let message = build(ATTENDANCE, Some(&data)).unwrap_err().to_string();
    for part in ["attendance.csv:9", "\"Ann\" at event \"a\"", "line 2", "\"merge\""] {
        assert!(message.contains(part), "{part:?} not in: {message}");
    }
    let (population, _) =
        build(&format!("{ATTENDANCE}duplicates = \"merge\"\n"), Some(&data)).unwrap();
    assert_eq!(population.gatherings[1].size(), 2);
    assert!(population.notes.contains(&"1 repeated attendances were merged".to_owned()));
}

#[test]
fn a_person_at_two_events_at_once_is_taken_as_it_is_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let events = "event_id,date\na,2020-03-03\nb,2020-03-03\nc,2020-03-04\n";
    let rows = "event_id,person_id\na,Ann\na,Bea\nb,Bea\nb,Cleo\nc,Ann\nc,Cleo\n";
    let data = tables(folder.path(), events, rows);
    let (population, _) = build(ATTENDANCE, Some(&data)).unwrap();
    assert_eq!(population.gatherings.len(), 3);
    let [note] = &population.notes[..] else { panic!("{:?}", population.notes) };
    for part in ["at once: 1, first", "\"Bea\" at \"a\" and \"b\" on 2020-03-03 09:00", "at both"] {
        assert!(note.contains(part), "{part:?} not in: {note}");
    }
}

#[test]
fn tables_that_don_t_fit_are_refused_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |events: &str, rows: &str| {
        let data = tables(folder.path(), events, rows);
        build(ATTENDANCE, Some(&data)).unwrap_err().to_string()
    };
    let cases = [
        (
            refused(EVENTS, &format!("{ROWS}x,Ann\n")),
            vec!["attendance.csv:9: \"x\"", "no such event_id", "events.csv.gz"],
        ),
        (refused(EVENTS, &format!("{ROWS}a,\n")), vec!["attendance.csv:9", "no person_id"]),
        (
            refused(EVENTS, &format!("{ROWS}a\n")),
            vec!["attendance.csv:9", "1 columns instead of 2"],
        ),
        (
            refused(EVENTS, "event,person\na,Ann\n"),
            vec!["attendance.csv:1", "event,person", "no column \"event_id\""],
        ),
        (
            refused(&EVENTS.replace("2020-03-09", "9.3.2020"), ROWS),
            vec!["events.csv.gz:4", "\"9.3.2020\"", "is no date"],
        ),
        (
            refused(&format!("{EVENTS}a,2020-03-04,X\n"), ROWS),
            vec!["events.csv.gz:6", "an earlier line has this event_id"],
        ),
    ];
    for (message, expected) in cases {
        for part in expected {
            assert!(message.contains(part), "{part:?} not in: {message}");
        }
    }
}

#[test]
fn paths_of_a_scenario_start_from_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    tables(folder.path(), EVENTS, ROWS);
    file(folder.path(), "plain.csv", EVENTS.as_bytes());
    let text = format!("{ATTENDANCE}attendance = \"attendance.csv\"\nevents = \"plain.csv\"\n");
    let path = file(folder.path(), "mine.toml", text.as_bytes());
    let scenario = corona_simulator::scenario::Scenario::read(&path, &[]).unwrap();
    let (population, _) = corona_simulator::population::Population::build(&scenario, None).unwrap();
    assert_eq!(population.gatherings.len(), 2);
}
