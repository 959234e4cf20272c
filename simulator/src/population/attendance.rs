//! Populations from tables of who attended which event.
//!
//! Knows the two tables and their columns; decides which events are kept and what
//! happens to repeated lines. Every event lasts from the stated opening to the
//! stated closing time on its date; the first person listed organizes.

use super::build::{keep_those_in_run, keep_those_who_meet};
use super::csv_table::CsvTable;
use super::data_file;
use super::draft::{Draft, Meeting};
use crate::scenario::units::moment;
use crate::scenario::{AttendancePopulation, Duplicates, Scenario, ScenarioError};
use corona_core::time::Timestamp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Reads both tables.
pub(super) fn build(
    scenario: &Scenario,
    keys: &AttendancePopulation,
    attendance: &Path,
) -> Result<Draft, ScenarioError> {
    let events_file = events_path(scenario, keys, attendance);
    let events = read_events(&events_file)?;
    let wanted = |event: &Event| {
        keys.from.is_none_or(|from| event.date >= from)
            && keys.until.is_none_or(|until| event.date <= until)
    };
    let selected: Vec<bool> = events.list.iter().map(wanted).collect();
    let mut rows = read_attendance(attendance, &events, &events_file, &selected)?;
    let merged = remove_repeated(attendance, keys.duplicates, &mut rows, &events)?;

    let mut draft = Draft { people: rows.people, ..Draft::default() };
    if merged > 0 {
        draft.notes.push(format!("{merged} repeated attendances were merged"));
    }
    for rows in rows.list.chunk_by(|a, b| a.event == b.event) {
        let event = &events.list[rows[0].event];
        let start = event.date + keys.opens.since_midnight();
        let end = event.date + keys.closes.since_midnight();
        let present = rows.iter().map(|row| (row.person, start)).collect();
        if rows.len() >= keys.min_people as usize {
            draft.meetings.push(Meeting { name: event.id.as_str().into(), start, end, present });
        }
    }
    keep_those_in_run(scenario, attendance, &mut draft)?;
    keep_those_who_meet(&mut draft);
    draft.note_overlaps();
    Ok(draft)
}

/// As written, or else beside the attendance file.
pub(super) fn events_path(
    scenario: &Scenario,
    keys: &AttendancePopulation,
    attendance: &Path,
) -> PathBuf {
    match &keys.events {
        Some(relative) => scenario.source.folder().join(relative),
        None => {
            let compressed = attendance.with_file_name("events.csv.gz");
            let plain = attendance.with_file_name("events.csv");
            if plain.exists() && !compressed.exists() { plain } else { compressed }
        }
    }
}

struct Event {
    id: String,
    date: Timestamp,
}

struct Events {
    list: Vec<Event>,
    by_id: BTreeMap<String, usize>,
}

fn read_events(file: &Path) -> Result<Events, ScenarioError> {
    let text = data_file::read(file)?;
    let mut table = CsvTable::open(file, &text)?;
    let (id_column, date_column) = (table.column("event_id")?, table.column("date")?);
    let mut events = Events { list: Vec::new(), by_id: BTreeMap::new() };
    while let Some(line) = table.next()? {
        let (id, date) = (table.value(id_column), table.value(date_column));
        let date = moment::parse(date)
            .map_err(|problem| ScenarioError::in_data(file, Some(line), "", problem))?;
        if events.by_id.insert(id.to_owned(), events.list.len()).is_some() {
            let problem = "an earlier line has this event_id: remove one";
            return Err(ScenarioError::in_data(file, Some(line), id, problem));
        }
        events.list.push(Event { id: id.to_owned(), date });
    }
    Ok(events)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    event: usize,
    person: u32,
    line: u64,
}

struct Rows {
    people: Vec<String>,
    list: Vec<Row>,
}

fn read_attendance(
    file: &Path,
    events: &Events,
    events_file: &Path,
    selected: &[bool],
) -> Result<Rows, ScenarioError> {
    let text = data_file::read(file)?;
    let mut table = CsvTable::open(file, &text)?;
    let (event_column, person_column) = (table.column("event_id")?, table.column("person_id")?);
    let mut indexes: BTreeMap<String, u32> = BTreeMap::new();
    let mut rows = Rows { people: Vec::new(), list: Vec::new() };
    while let Some(line) = table.next()? {
        let (event_id, person_id) = (table.value(event_column), table.value(person_column));
        let event = *events.by_id.get(event_id).ok_or_else(|| {
            let problem = format!("no such event_id in {}: add it there", events_file.display());
            ScenarioError::in_data(file, Some(line), format!("{event_id:?}"), problem)
        })?;
        if person_id.is_empty() {
            let problem = "the line has no person_id: complete or remove it";
            return Err(ScenarioError::in_data(file, Some(line), "", problem));
        }
        if !selected[event] {
            continue;
        }
        let person = match indexes.get(person_id) {
            Some(person) => *person,
            None => {
                let person = rows.people.len() as u32;
                indexes.insert(person_id.to_owned(), person);
                rows.people.push(person_id.to_owned());
                person
            }
        };
        rows.list.push(Row { event, person, line });
    }
    Ok(rows)
}

/// Leaves each person once at each event, with the rows by event and then line;
/// returns how many rows that removed.
fn remove_repeated(
    file: &Path,
    duplicates: Duplicates,
    rows: &mut Rows,
    events: &Events,
) -> Result<usize, ScenarioError> {
    rows.list.sort_unstable();
    let same = |a: &Row, b: &Row| a.event == b.event && a.person == b.person;
    let repeated = rows.list.windows(2).find(|pair| same(&pair[0], &pair[1]));
    if let (Duplicates::Refuse, Some(pair)) = (duplicates, repeated) {
        let value = format!(
            "person {:?} at event {:?}",
            rows.people[pair[1].person as usize], events.list[pair[1].event].id
        );
        let problem = format!(
            "listed on line {} already: remove one, or set population.duplicates = \"merge\"",
            pair[0].line
        );
        return Err(ScenarioError::in_data(file, Some(pair[1].line), value, problem));
    }
    let before = rows.list.len();
    rows.list.dedup_by(|later, earlier| same(later, earlier));
    rows.list.sort_unstable_by_key(|row| (row.event, row.line));
    Ok(before - rows.list.len())
}
