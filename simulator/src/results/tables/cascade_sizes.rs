//! How many people each self-report warned, and how heavy the tail is.
//!
//! It counts reports that can start a cascade (`Suspected` and `Positive`),
//! those that warned nobody included; leaving these out would flatter the mean.

use super::super::record::RunRecord;
use super::super::table::Table;
use corona_core::status::InfectionStatus;
use std::collections::{BTreeMap, BTreeSet};

/// The cascade of one self-report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CascadeSize {
    /// The run's seed.
    pub seed: u64,
    /// Index of the self-report.
    pub self_report: u64,
    /// Index of the person who reported.
    pub person: u32,
    /// What they reported.
    pub status: InfectionStatus,
    /// Distinct people warned.
    pub warned: u32,
    /// The farthest hop, 0 if nobody was warned.
    pub depth: u8,
    /// Of the warned, those whose infection goes back to who reported; unknown without an
    /// epidemic.
    pub causal: Option<u32>,
}

/// How many cascades were at least so large.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CascadeTail {
    /// People warned.
    pub size: u32,
    /// Cascades of this size or larger.
    pub cascades: u64,
    /// Their share of all cascades, 0–1.
    pub share: f64,
}

/// One row per `Suspected` or `Positive` self-report, seed by seed, in order.
#[must_use]
pub fn cascade_sizes(records: &[RunRecord]) -> Vec<CascadeSize> {
    records.iter().flat_map(sizes_of_seed).collect()
}

fn sizes_of_seed(record: &RunRecord) -> Vec<CascadeSize> {
    let mut depths = vec![0; record.self_reports.len()];
    for warning in &record.warnings {
        let root = warning.root.and_then(|root| depths.get_mut(root as usize));
        if let Some(depth) = root {
            *depth = warning.hop.max(*depth);
        }
    }
    let causal = causal(record);
    let reports = record.self_reports.iter().zip(depths).zip(0..);
    let starts_cascades = |status| match status {
        InfectionStatus::Suspected | InfectionStatus::Positive => true,
        InfectionStatus::Unknown | InfectionStatus::HighRisk | InfectionStatus::Negative => false,
    };
    reports
        .filter(|((report, _), _)| starts_cascades(report.status))
        .map(|((report, depth), self_report)| CascadeSize {
            seed: record.seed,
            self_report,
            person: report.person,
            status: report.status,
            warned: report.warned,
            depth,
            causal: causal.as_ref().and_then(|all| all.get(self_report as usize)).copied(),
        })
        .collect()
}

/// By self-report: how many of those it warned were infected by who reported, or by somebody
/// they had infected, and so on.
fn causal(record: &RunRecord) -> Option<Vec<u32>> {
    let epidemic = record.epidemic.as_ref()?;
    let infections = epidemic.infections.iter();
    let infector: BTreeMap<u32, u32> =
        infections.filter_map(|infection| Some((infection.person, infection.infector?))).collect();
    let warned: BTreeSet<(u32, u32)> = record
        .warnings
        .iter()
        .filter_map(|warning| Some((warning.root?, warning.person)))
        .collect();
    let mut causal = vec![0; record.self_reports.len()];
    for (root, person) in warned {
        let Some(report) = record.self_reports.get(root as usize) else { continue };
        // Nobody is infected twice, so that the chain ends.
        let chain = std::iter::successors(infector.get(&person), |source| infector.get(source));
        causal[root as usize] += u32::from(chain.into_iter().any(|one| *one == report.person));
    }
    Some(causal)
}

/// The complementary distribution: one row per size that occurs, ascending.
#[must_use]
pub fn cascade_tail(sizes: impl IntoIterator<Item = u32>) -> Vec<CascadeTail> {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for size in sizes {
        *counts.entry(size).or_default() += 1;
    }
    let all: u64 = counts.values().sum();
    let mut rest = all;
    let mut tail = Vec::new();
    for (size, count) in counts {
        tail.push(CascadeTail { size, cascades: rest, share: rest as f64 / all as f64 });
        rest -= count;
    }
    tail
}

pub(super) fn cascade_tails_by_seed(
    records: &[RunRecord],
    sizes: &[CascadeSize],
) -> Vec<(u64, CascadeTail)> {
    let mut rows = Vec::new();
    for record in records {
        let of_seed = sizes.iter().filter(|size| size.seed == record.seed);
        let tail = cascade_tail(of_seed.map(|size| size.warned));
        rows.extend(tail.into_iter().map(|tail| (record.seed, tail)));
    }
    rows
}

pub(super) fn table(rows: &[CascadeSize]) -> Table<'_> {
    Table::of(
        "cascade_sizes",
        "One row per self-report that can start a cascade (Suspected or Positive).",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.seed)
    .column("self_report", "", "Index of the self-report in the seed.", |row| row.self_report)
    .column("person", "", "Index of the person who reported.", |row| row.person)
    .column("status", "", "What they reported.", |row| row.status.word())
    .column(
        "warned",
        "people",
        "Distinct people warned with this report as root, 0 if none.",
        |row| row.warned,
    )
    .column("depth", "events", "Farthest hop at which it warned anybody, 0 if none.", |row| {
        row.depth
    })
    .column(
        "causal",
        "people",
        "Of these, infected by who reported or by somebody they had infected, and so on; missing \
         without an epidemic.",
        |row| row.causal,
    )
    .table()
}

pub(super) fn ccdf_table(rows: &[(u64, CascadeTail)]) -> Table<'_> {
    Table::of(
        "cascade_ccdf",
        "One row per seed and occurring cascade size: how many cascades were at least so large.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.0)
    .column("warned", "people", "Cascade size: distinct people warned by one self-report.", |row| {
        row.1.size
    })
    .column("cascades", "self-reports", "Self-reports that warned at least so many.", |row| {
        row.1.cascades
    })
    .column(
        "share",
        "1",
        "Their share of the seed's Suspected and Positive self-reports, 0 to 1.",
        |row| row.1.share,
    )
    .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn negative_reports_start_no_cascade_and_empty_cascades_count() {
        let sizes = cascade_sizes(&[sample::barbecue()]);
        let csv = String::from_utf8(csv_bytes(&table(&sizes)).unwrap()).unwrap();
        assert_eq!(
            csv,
            "seed,self_report,person,status,warned,depth,causal\n7,0,0,Positive,3,2,\n7,2,1,Suspected,0,0,\n"
        );
    }

    #[test]
    fn a_warning_is_causal_where_the_infection_goes_back_to_who_reported() {
        // Alice, who reports first, infected Bob and Frank; Eve is warned without an infection.
        let causal: Vec<_> =
            cascade_sizes(&[sample::outbreak()]).iter().map(|row| row.causal).collect();
        assert_eq!(causal, [Some(2), Some(0)]);
    }

    #[test]
    fn the_tail_counts_cascades_at_least_so_large() {
        let tail = cascade_tail([0, 3, 1, 0]);
        let rows: Vec<_> = tail.iter().map(|row| (row.size, row.cascades, row.share)).collect();
        assert_eq!(rows, [(0, 4, 1.0), (1, 2, 0.5), (3, 1, 0.25)]);
        assert!(cascade_tail([]).is_empty());
    }
}
