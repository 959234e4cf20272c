//! How many people a cascade reached, by the number of events it travelled.
//!
//! It counts each person of a seed once, at the hop of their first warning; what
//! later warnings told them is left to the table of warnings.

use super::super::record::RunRecord;
use super::super::table::Table;
use std::collections::BTreeMap;

/// People first warned at one hop of one seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The run's seed.
    pub seed: u64,
    /// Events travelled.
    pub hop: u8,
    /// Of these people, those whose first warning made them `HighRisk`.
    pub high_risk: u64,
    /// Those whose first warning was a caution only.
    pub caution: u64,
}

impl Reach {
    /// Everybody first warned at this hop.
    #[must_use]
    pub const fn people(&self) -> u64 {
        self.high_risk + self.caution
    }
}

/// One row per seed and hop, from 1 to the farthest hop of any seed (so that all
/// seeds have the same rows, with zeros where nobody was reached).
#[must_use]
pub fn reach_by_hop(records: &[RunRecord]) -> Vec<Reach> {
    let warnings = records.iter().flat_map(|record| &record.warnings);
    let farthest = warnings.map(|warning| warning.hop).max().unwrap_or(0);
    records.iter().flat_map(|record| reach_of_seed(record, farthest)).collect()
}

fn reach_of_seed(record: &RunRecord, farthest: u8) -> Vec<Reach> {
    let seed = record.seed;
    let mut hops: BTreeMap<u8, Reach> =
        (1..=farthest).map(|hop| (hop, Reach { seed, hop, high_risk: 0, caution: 0 })).collect();
    let mut warned = vec![false; record.people.len()];
    for warning in &record.warnings {
        let Some(known) = warned.get_mut(warning.person as usize) else { continue };
        let Some(reach) = hops.get_mut(&warning.hop) else { continue };
        if !std::mem::replace(known, true) {
            *if warning.high_risk { &mut reach.high_risk } else { &mut reach.caution } += 1;
        }
    }
    hops.into_values().collect()
}

pub(super) fn table(rows: &[Reach]) -> Table<'_> {
    Table::of(
        "reach_by_hop",
        "One row per seed and hop: people by the hop of their first warning.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.seed)
    .column("hop", "events", "Events the warning travelled, 1 or more.", |row| row.hop)
    .column(
        "people",
        "people",
        "People whose first warning of the run came at this hop.",
        Reach::people,
    )
    .column("high_risk", "people", "Of these, people whom that warning made HighRisk.", |row| {
        row.high_risk
    })
    .column("caution", "people", "Of these, people for whom it was a caution only.", |row| {
        row.caution
    })
    .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn people_count_once_at_the_hop_of_their_first_warning() {
        let rows = reach_by_hop(&[sample::barbecue()]);
        let csv = String::from_utf8(csv_bytes(&table(&rows)).unwrap()).unwrap();
        assert_eq!(csv, "seed,hop,people,high_risk,caution\n7,1,2,2,0\n7,2,1,0,1\n");
    }

    #[test]
    fn a_seed_without_warnings_has_zeros_where_another_reached_people() {
        let rows = reach_by_hop(&[sample::barbecue(), sample::empty_run()]);
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[3], Reach { seed: 0, hop: 2, high_risk: 0, caution: 0 });
        assert!(reach_by_hop(&[sample::empty_run()]).is_empty());
    }
}
