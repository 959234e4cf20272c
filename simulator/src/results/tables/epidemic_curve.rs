//! The days of an epidemic.
//!
//! It repeats the record row by row.

use super::super::record::RunRecord;
use super::super::table::Table;
use crate::epidemic::EpidemicDay;
use corona_core::time::{Span, Timestamp};

pub(super) struct Row {
    seed: u64,
    begins: Timestamp,
    day: EpidemicDay,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row> {
    let of_seed = |record| {
        let RunRecord { seed, start, epidemic, .. }: &RunRecord = record;
        let days = epidemic.iter().flat_map(|epidemic| &epidemic.days);
        days.map(|day| Row {
            seed: *seed,
            begins: *start + Span::days(i64::from(day.day)),
            day: *day,
        })
    };
    records.iter().flat_map(of_seed).collect()
}

pub(super) fn table(rows: &[Row]) -> Table<'_> {
    Table::of(
        "epidemic_curve",
        "One row per seed and whole day of the world; all but infections at the day's end.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.seed)
    .column("day", "d", "0 for the first day.", |row| row.day.day)
    .column("begins", "", "When the day begins.", |row| row.begins)
    .column("infections", "people", "Infected in its course, from outside included.", |row| {
        row.day.infections
    })
    .column("infectious", "people", "Who infect others.", |row| row.day.infectious)
    .column("isolated", "people", "At home because ill or tested positive.", |row| row.day.isolated)
    .column("quarantined", "people", "At home because warned, and not isolated.", |row| {
        row.day.quarantined
    })
    .column(
        "wrongly_quarantined",
        "people",
        "Of these, who are neither incubating nor infectious.",
        |row| row.day.wrongly_quarantined,
    )
    .column("distancing", "people", "Who only keep a distance.", |row| row.day.distancing)
    .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn every_day_has_its_counts() {
        let rows = rows(&[sample::outbreak()]);
        let csv = String::from_utf8(csv_bytes(&table(&rows)).unwrap()).unwrap();
        assert_eq!(
            csv,
            "seed,day,begins,infections,infectious,isolated,quarantined,wrongly_quarantined,\
             distancing\n7,0,2020-04-12T00:00:00.000Z,3,1,1,2,1,0\n"
        );
    }
}
