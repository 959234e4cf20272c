//! Every warning, as its owner's phone gave it.
//!
//! It repeats the record row by row and adds the names that indices stand for.

use super::super::record::{RunRecord, WarningRecord};
use super::super::table::Table;

pub(super) struct Row<'a> {
    seed: u64,
    name: Option<&'a str>,
    event_name: Option<&'a str>,
    warning: &'a WarningRecord,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row<'_>> {
    records.iter().flat_map(rows_of_seed).collect()
}

fn rows_of_seed(record: &RunRecord) -> impl Iterator<Item = Row<'_>> {
    record.warnings.iter().map(|warning| Row {
        seed: record.seed,
        name: record.people.get(warning.person as usize).map(|person| person.name.as_str()),
        event_name: record.events.get(warning.event as usize).map(|event| event.name.as_str()),
        warning,
    })
}

pub(super) fn table<'a>(rows: &'a [Row<'_>]) -> Table<'a> {
    Table::of(
        "warnings",
        "One row per time somebody became HighRisk or took a caution, in order.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.seed)
    .column("time", "", "When the phone warned.", |row| row.warning.time)
    .column("person", "", "Index of the person.", |row| row.warning.person)
    .column("name", "", "Their name.", |row| row.name)
    .column("hop", "events", "Events the warning travelled, 1 or more.", |row| row.warning.hop)
    .column("strength", "1", "Strength after fading, 1 to 15.", |row| row.warning.strength)
    .column("event", "", "Index of the exposure's event.", |row| row.warning.event)
    .column("event_name", "", "Its name.", |row| row.event_name)
    .column("self_report", "", "Index of the self-report at the root, if known.", |row| {
        row.warning.root
    })
    .column("high_risk", "", "Whether it made them HighRisk; otherwise a caution.", |row| {
        row.warning.high_risk
    })
    .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn indices_come_with_the_names_they_stand_for() {
        let records = [sample::barbecue()];
        let csv = String::from_utf8(csv_bytes(&table(&rows(&records))).unwrap()).unwrap();
        assert_eq!(
            csv.lines().nth(3),
            Some("7,2020-04-12T13:00:00.000Z,3,Frank,2,5,1,Theater,0,false")
        );
        assert_eq!(csv.lines().count(), 5);
    }

    #[test]
    fn an_index_nobody_has_leaves_the_name_out() {
        let mut record = sample::barbecue();
        record.warnings.truncate(1);
        record.warnings[0].person = 99;
        record.warnings[0].root = None;
        let records = [record];
        let csv = String::from_utf8(csv_bytes(&table(&rows(&records))).unwrap()).unwrap();
        assert!(csv.ends_with("7,2020-04-12T03:00:00.000Z,99,,1,14,0,Barbecue,,true\n"), "{csv}");
    }
}
