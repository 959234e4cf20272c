//! Statuses over time: phones by status at each day's end, and every change.
//!
//! It repeats the record row by row; why a status changed is the protocol's.

use super::super::record::{RunRecord, StatusChangeRecord};
use super::super::table::Table;
use corona_core::time::{Span, Timestamp};

pub(super) struct Day {
    seed: u64,
    day: u32,
    begins: Timestamp,
    statuses: [u32; 5],
}

pub(super) fn days(records: &[RunRecord]) -> Vec<Day> {
    let of_seed = |record| {
        let RunRecord { seed, start, days, .. }: &RunRecord = record;
        days.iter().map(|day| Day {
            seed: *seed,
            day: day.day,
            begins: *start + Span::days(i64::from(day.day)),
            statuses: day.statuses,
        })
    };
    records.iter().flat_map(of_seed).collect()
}

pub(super) fn over_time_table(rows: &[Day]) -> Table<'_> {
    Table::of(
        "statuses_over_time",
        "One row per seed and day of the world: phones by status at the day's end.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.seed)
    .column("day", "d", "0 for the first day.", |row| row.day)
    .column("begins", "", "When the day begins.", |row| row.begins)
    .column("unknown", "phones", "Nothing meaningful can be said.", |row| row.statuses[0])
    .column("high_risk", "phones", "Inferred from events.", |row| row.statuses[1])
    .column("suspected", "phones", "Self-reported symptoms.", |row| row.statuses[2])
    .column("positive", "phones", "Self-reported positive test.", |row| row.statuses[3])
    .column("negative", "phones", "Self-reported negative test.", |row| row.statuses[4])
    .table()
}

pub(super) struct Change<'a> {
    seed: u64,
    name: Option<&'a str>,
    change: &'a StatusChangeRecord,
}

pub(super) fn changes(records: &[RunRecord]) -> Vec<Change<'_>> {
    records.iter().flat_map(changes_of_seed).collect()
}

fn changes_of_seed(record: &RunRecord) -> impl Iterator<Item = Change<'_>> {
    record.status_changes.iter().map(|change| Change {
        seed: record.seed,
        name: record.people.get(change.person as usize).map(|person| person.name.as_str()),
        change,
    })
}

pub(super) fn changes_table<'a>(rows: &'a [Change<'_>]) -> Table<'a> {
    Table::of("status_changes", "One row per change of a person's status, in order.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("time", "", "When it changed.", |row| row.change.time)
        .column("person", "", "Index of the person.", |row| row.change.person)
        .column("name", "", "Their name.", |row| row.name)
        .column("from", "", "Status before.", |row| row.change.from.word())
        .column("to", "", "Status after.", |row| row.change.to.word())
        .column("hop", "events", "Hop of the exposure, if it became HighRisk.", |row| {
            row.change.hop
        })
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    fn text(table: &Table<'_>) -> String {
        String::from_utf8(csv_bytes(table).unwrap()).unwrap()
    }

    #[test]
    fn each_day_counts_the_phones_of_every_status() {
        assert_eq!(
            text(&over_time_table(&days(&[sample::barbecue()]))),
            "seed,day,begins,unknown,high_risk,suspected,positive,negative\n\
             7,0,2020-04-12T00:00:00.000Z,1,1,1,0,1\n\
             7,1,2020-04-13T00:00:00.000Z,0,2,1,0,1\n"
        );
    }

    #[test]
    fn changes_say_from_what_to_what() {
        let records = [sample::barbecue()];
        let csv = text(&changes_table(&changes(&records)));
        assert!(csv.contains("\n7,2020-04-12T07:30:00.000Z,2,<Eve>,Unknown,HighRisk,1\n"), "{csv}");
    }
}
