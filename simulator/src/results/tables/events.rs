//! Every hosted event.
//!
//! It repeats the record row by row and adds the organizer's name.

use super::super::record::{EventRecord, RunRecord};
use super::super::table::Table;

pub(super) struct Row<'a> {
    seed: u64,
    index: u64,
    organizer_name: Option<&'a str>,
    event: &'a EventRecord,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row<'_>> {
    records.iter().flat_map(rows_of_seed).collect()
}

fn rows_of_seed(record: &RunRecord) -> impl Iterator<Item = Row<'_>> {
    record.events.iter().zip(0..).map(|(event, index)| Row {
        seed: record.seed,
        index,
        organizer_name: record.people.get(event.organizer as usize).map(|p| p.name.as_str()),
        event,
    })
}

pub(super) fn table<'a>(rows: &'a [Row<'_>]) -> Table<'a> {
    Table::of("events", "One row per event that a phone hosted.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("event", "", "Index of the event, as in all other tables of the seed.", |row| row.index)
        .column("name", "", "As in the gathering.", |row| row.event.name.as_str())
        .column("start", "", "When it was created.", |row| row.event.start)
        .column("end", "", "When it closed; missing if still open at the end of the run.", |row| row.event.end)
        .column("organizer", "", "Index of the organizer.", |row| row.event.organizer)
        .column("organizer_name", "", "Their name.", |row| row.organizer_name)
        .column("attendees", "people", "People present, with or without phones, organizer included.", |row| row.event.attendees)
        .column("participants", "people", "Checked-in participants, organizer included.", |row| row.event.participants)
        .column("first_report", "", "First time another phone's signal was stored here, if any.", |row| row.event.first_report)
        .column("first_warned", "", "First time a guest learnt a signal from here, if any.", |row| row.event.first_warned)
        .column("organizer_offline_hours", "h", "How long the organizer's phone was off or its process down (suspended apps don't count) in the 24 h before first_warned, or after first_report if nobody was warned.", |row| row.event.organizer_offline.as_hours())
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn events_still_open_have_no_end() {
        let records = [sample::barbecue()];
        let csv = String::from_utf8(csv_bytes(&table(&rows(&records))).unwrap()).unwrap();
        let lines: Vec<_> = csv.lines().collect();
        assert_eq!(
            lines[1],
            "7,0,Barbecue,2020-04-12T00:00:00.000Z,2020-04-12T00:30:00.000Z,0,Alice,5,3,\
             2020-04-12T01:30:00.000Z,2020-04-12T03:00:00.000Z,0"
        );
        assert!(lines[4].starts_with("7,3,Open air,2020-04-12T22:00:00.000Z,,4,Olivier,"), "{csv}");
    }
}
