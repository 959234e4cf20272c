//! How long after the self-report at the root of a chain its warnings came.
//!
//! It knows which warning was a person's first from a root. Quantiles count only
//! those: a later, nearer warning about the same report would make the network
//! look slower than it was.

use super::super::quantile::{quantile, sorted};
use super::super::record::RunRecord;
use super::super::table::Table;
use std::collections::BTreeSet;

/// One warning whose root is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latency<'a> {
    /// The run's seed.
    pub seed: u64,
    /// Events travelled.
    pub hop: u8,
    /// From self-report, or the event's begin if that is later, to warning, in hours of world time.
    pub hours: f64,
    /// Index of the event that warned.
    pub event: u32,
    /// Its name, if the record knows the event.
    pub event_name: Option<&'a str>,
    /// Index of the self-report.
    pub self_report: u32,
    /// Index of the warned person.
    pub person: u32,
    /// `HighRisk` rather than a caution.
    pub high_risk: bool,
    /// Whether it is the person's first warning from this self-report.
    pub first: bool,
}

/// How long the first warnings at one hop took, in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LatencyQuantiles {
    /// Events travelled.
    pub hop: u8,
    /// Number of first warnings.
    pub n: u64,
    /// Tenth percentile.
    pub p10: f64,
    /// Median.
    pub p50: f64,
    /// Ninetieth percentile.
    pub p90: f64,
    /// The slowest.
    pub max: f64,
}

/// Every warning with a known root, seed by seed, in the order in which they happened.
#[must_use]
pub fn latencies(records: &[RunRecord]) -> Vec<Latency<'_>> {
    records.iter().flat_map(latencies_of_seed).collect()
}

fn latencies_of_seed(record: &RunRecord) -> Vec<Latency<'_>> {
    let mut seen = BTreeSet::new();
    let latency = |warning: &super::super::record::WarningRecord| {
        let self_report = warning.root?;
        let root = record.self_reports.get(self_report as usize)?;
        // Somebody who reported and went out again warns events that did not exist yet.
        let event = record.events.get(warning.event as usize);
        let possible = event.map_or(root.time, |event| root.time.max(event.start));
        Some(Latency {
            seed: record.seed,
            hop: warning.hop,
            hours: (warning.time - possible).as_hours(),
            event: warning.event,
            event_name: record.events.get(warning.event as usize).map(|event| event.name.as_str()),
            self_report,
            person: warning.person,
            high_risk: warning.high_risk,
            first: seen.insert((self_report, warning.person)),
        })
    };
    record.warnings.iter().filter_map(latency).collect()
}

/// Quantiles of the first warnings, one per hop that has any, by ascending hop.
#[must_use]
pub fn hop_quantiles(latencies: &[Latency<'_>]) -> Vec<LatencyQuantiles> {
    let hops: BTreeSet<u8> = latencies.iter().map(|latency| latency.hop).collect();
    hops.into_iter().filter_map(|hop| quantiles_of_hop(latencies, hop)).collect()
}

fn quantiles_of_hop(latencies: &[Latency<'_>], hop: u8) -> Option<LatencyQuantiles> {
    let firsts = latencies.iter().filter(|latency| latency.first && latency.hop == hop);
    let hours = sorted(firsts.map(|latency| latency.hours));
    Some(LatencyQuantiles {
        hop,
        n: hours.len() as u64,
        p10: quantile(&hours, 0.1)?,
        p50: quantile(&hours, 0.5)?,
        p90: quantile(&hours, 0.9)?,
        max: quantile(&hours, 1.0)?,
    })
}

pub(super) fn quantiles_by_seed(
    records: &[RunRecord],
    latencies: &[Latency<'_>],
) -> Vec<(u64, LatencyQuantiles)> {
    let mut rows = Vec::new();
    for record in records {
        let of_seed: Vec<_> = latencies.iter().filter(|l| l.seed == record.seed).copied().collect();
        rows.extend(hop_quantiles(&of_seed).into_iter().map(|quantiles| (record.seed, quantiles)));
    }
    rows
}

pub(super) fn table<'a>(rows: &'a [Latency<'_>]) -> Table<'a> {
    Table::of("latency_by_hop", "One row per warning whose root self-report is known.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("hop", "events", "Events the warning travelled, 1 or more.", |row| row.hop)
        .column("latency_hours", "h", "World time from the self-report, or from the event's begin if that is later, to the warning.", |row| {
            row.hours
        })
        .column("event", "", "Index of the event that warned.", |row| row.event)
        .column("event_name", "", "Its name.", |row| row.event_name)
        .column("self_report", "", "Index of the self-report at the root.", |row| row.self_report)
        .column("person", "", "Index of the warned person.", |row| row.person)
        .column("high_risk", "", "Whether it made them HighRisk; otherwise a caution.", |row| {
            row.high_risk
        })
        .column(
            "first",
            "",
            "Whether it is this person's first warning from this self-report.",
            |row| row.first,
        )
        .table()
}

pub(super) fn quantiles_table(rows: &[(u64, LatencyQuantiles)]) -> Table<'_> {
    Table::of(
        "latency_quantiles",
        "One row per seed and hop: latencies of people's first warnings from a self-report.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.0)
    .column("hop", "events", "Events the warning travelled, 1 or more.", |row| row.1.hop)
    .column("n", "warnings", "First warnings counted.", |row| row.1.n)
    .column("p10_hours", "h", "Tenth percentile.", |row| row.1.p10)
    .column("p50_hours", "h", "Median.", |row| row.1.p50)
    .column("p90_hours", "h", "Ninetieth percentile.", |row| row.1.p90)
    .column("max_hours", "h", "The slowest.", |row| row.1.max)
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
    fn latency_runs_from_the_root_self_report_to_the_warning() {
        assert_eq!(
            text(&table(&latencies(&[sample::barbecue()]))),
            "seed,hop,latency_hours,event,event_name,self_report,person,high_risk,first\n\
             7,1,2,0,Barbecue,0,1,true,true\n\
             7,1,6.5,0,Barbecue,0,2,true,true\n\
             7,2,12,1,Theater,0,3,false,true\n\
             7,1,30,0,Barbecue,0,3,true,false\n"
        );
    }

    #[test]
    fn quantiles_count_only_first_warnings() {
        let records = [sample::barbecue()];
        let rows = quantiles_by_seed(&records, &latencies(&records));
        assert_eq!(
            text(&quantiles_table(&rows)),
            "seed,hop,n,p10_hours,p50_hours,p90_hours,max_hours\n\
             7,1,2,2.45,4.25,6.05,6.5\n7,2,1,12,12,12,12\n"
        );
    }

    #[test]
    fn warnings_without_a_known_root_have_no_latency() {
        let mut record = sample::barbecue();
        for warning in &mut record.warnings {
            warning.root = None;
        }
        record.warnings[0].root = Some(99);
        assert!(latencies(&[record]).is_empty());
    }
}
