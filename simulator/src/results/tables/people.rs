//! Everybody at the end of the run.
//!
//! It repeats the record row by row, with names in place of types.

use super::super::record::{PersonRecord, RunRecord};
use super::super::table::Table;

pub(super) struct Row<'a> {
    seed: u64,
    index: u64,
    person: &'a PersonRecord,
}

pub(super) fn rows(records: &[RunRecord]) -> Vec<Row<'_>> {
    let of_seed = |record| {
        let RunRecord { seed, people, .. }: &RunRecord = record;
        people.iter().zip(0..).map(|(person, index)| Row { seed: *seed, index, person })
    };
    records.iter().flat_map(of_seed).collect()
}

pub(super) fn table<'a>(rows: &'a [Row<'_>]) -> Table<'a> {
    Table::of("people", "One row per seed and person: their state at the end of the run.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("person", "", "Index of the person, as in all other tables of the seed.", |row| {
            row.index
        })
        .column("name", "", "As in the population.", |row| row.person.name.as_str())
        .column("has_phone", "", "Whether they carried a phone with the app.", |row| {
            row.person.has_phone
        })
        .column("status", "", "Final status; Unknown without a phone.", |row| {
            row.person.status.word()
        })
        .column(
            "hop",
            "events",
            "Hop of the strongest exposure that holds at the end, if any.",
            |row| row.person.hop,
        )
        .column("strength", "1", "Its strength after fading, 1 to 15.", |row| row.person.strength)
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn people_end_with_their_status_and_strongest_exposure() {
        let records = [sample::barbecue()];
        let csv = String::from_utf8(csv_bytes(&table(&rows(&records))).unwrap()).unwrap();
        assert_eq!(
            csv,
            "seed,person,name,has_phone,status,hop,strength\n\
             7,0,Alice,true,Negative,,\n\
             7,1,Bob,true,Suspected,,\n\
             7,2,<Eve>,true,HighRisk,1,12\n\
             7,3,Frank,true,HighRisk,1,9\n\
             7,4,Olivier,false,Unknown,,\n"
        );
    }
}
