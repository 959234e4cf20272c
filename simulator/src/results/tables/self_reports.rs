//! Every self-report, negative ones included.
//!
//! It repeats the record row by row; which reports start cascades is decided in
//! `cascade_sizes`.

use super::super::record::{RunRecord, SelfReportRecord};
use super::super::table::Table;

pub(super) struct Row<'a> {
    seed: u64,
    index: u64,
    name: Option<&'a str>,
    report: &'a SelfReportRecord,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row<'_>> {
    records.iter().flat_map(rows_of_seed).collect()
}

fn rows_of_seed(record: &RunRecord) -> impl Iterator<Item = Row<'_>> {
    record.self_reports.iter().zip(0..).map(|(report, index)| Row {
        seed: record.seed,
        index,
        name: record.people.get(report.person as usize).map(|person| person.name.as_str()),
        report,
    })
}

pub(super) fn table<'a>(rows: &'a [Row<'_>]) -> Table<'a> {
    Table::of("self_reports", "One row per self-report, in order.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column(
            "self_report",
            "",
            "Index of the self-report, as in all other tables of the seed.",
            |row| row.index,
        )
        .column("time", "", "When the person told their phone.", |row| row.report.time)
        .column("person", "", "Index of the person.", |row| row.report.person)
        .column("name", "", "Their name.", |row| row.name)
        .column("status", "", "Suspected, Positive or Negative.", |row| row.report.status.word())
        .column(
            "warned",
            "people",
            "Distinct people ever warned with this report as root.",
            |row| row.report.warned,
        )
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn self_reports_keep_their_order_and_names() {
        let records = [sample::barbecue()];
        let csv = String::from_utf8(csv_bytes(&table(&rows(&records))).unwrap()).unwrap();
        assert_eq!(
            csv,
            "seed,self_report,time,person,name,status,warned\n\
             7,0,2020-04-12T01:00:00.000Z,0,Alice,Positive,3\n\
             7,1,2020-04-12T20:00:00.000Z,0,Alice,Negative,0\n\
             7,2,2020-04-12T21:00:00.000Z,1,Bob,Suspected,0\n"
        );
    }
}
