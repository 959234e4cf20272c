//! Every warning by a rival of the cascade.
//!
//! It repeats the record row by row.

use super::super::record::RunRecord;
use super::super::table::Table;
use crate::epidemic::RivalWarning;

pub(super) struct Row {
    seed: u64,
    warning: RivalWarning,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row> {
    let of_seed = |record| {
        let RunRecord { seed, epidemic, .. }: &RunRecord = record;
        let warnings = epidemic.iter().flat_map(|epidemic| &epidemic.rival_warnings);
        warnings.map(|warning| Row { seed: *seed, warning: *warning })
    };
    records.iter().flat_map(of_seed).collect()
}

pub(super) fn table(rows: &[Row]) -> Table<'_> {
    Table::of("rival_warnings", "One row per warning by a rival of the cascade, in order.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("time", "", "When.", |row| row.warning.time)
        .column("person", "", "Index of who was warned.", |row| row.warning.person)
        .column("index", "", "Index of who tested positive.", |row| row.warning.index)
        .column("renewed", "", "Whether the person was warned already.", |row| row.warning.renewed)
        .table()
}
