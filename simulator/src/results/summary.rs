//! The run's figures on one page of JSON, for scripts and comparisons.
//!
//! It decides which figures represent a run. Counts are totals over all seeds;
//! how much the seeds differ is told beside them by the figures of `seed_bands`.

use super::epidemic_summary::EpidemicSummary;
use super::inputs::{MachineCost, RunInputs};
use super::instant::Instant;
use super::quantile::{mean, quantile, sorted};
use super::record::{PersonRecord, RunRecord};
use super::seed_bands::{Band, bands, hop_band};
use super::seed_figures::{SeedFigures, seed_figures};
use super::tables::{Latency, cascade_sizes, hop_quantiles, latencies, phone_days, reach_by_hop};
use corona_core::status::InfectionStatus;
use serde::Serialize;
use std::collections::BTreeMap;

/// Names the meaning of the summary's fields; raised when one changes.
pub const SUMMARY_SCHEMA: &str = "corona-summary/1";

/// The contents of `summary.json`, in this order. Documented in `docs/results.md`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// [`SUMMARY_SCHEMA`].
    pub schema: &'static str,
    /// The scenario's name.
    pub scenario: String,
    /// What it is about.
    pub title: String,
    /// Version of corona-sim; not part of the digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Commit; not part of the digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// All seeds, in the order of the run.
    pub seeds: Vec<u64>,
    /// First instant of any seed's world, ISO 8601; `None` without records.
    pub start: Option<String>,
    /// Last instant of any seed's world, ISO 8601; `None` without records.
    pub end: Option<String>,
    /// People of all seeds, with or without the app.
    pub population: u64,
    /// People with the app.
    pub phones: u64,
    /// Hosted events.
    pub events: u64,
    /// Self-reports.
    pub self_reports: u64,
    /// Warnings, cautions included.
    pub warnings: u64,
    /// People warned at least once.
    pub people_warned: u64,
    /// People by the hop of their first warning.
    pub reach_by_hop: Vec<HopReach>,
    /// Hours from self-report to first warning, all seeds pooled.
    pub latency_by_hop: Vec<HopLatency>,
    /// The same for all hops together.
    pub latency_median_hours: Option<f64>,
    /// The epidemic, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epidemic: Option<EpidemicSummary>,
    /// Phones by status at the end.
    pub final_statuses: FinalStatuses,
    /// `Suspected` and `Positive` self-reports.
    pub cascades: u64,
    /// People warned by one of them, on average.
    pub cascade_size_mean: Option<f64>,
    /// People warned by the one that warned most.
    pub cascade_size_max: Option<u32>,
    /// Frame bytes per phone and 24 h; this and the next two are missing where polls were
    /// left out.
    pub bytes_per_phone_day: Option<f64>,
    /// Dials per phone and 24 h.
    pub dials_per_phone_day: Option<f64>,
    /// Wake-ups per phone and 24 h.
    pub wake_ups_per_phone_day: Option<f64>,
    /// Occurrences the simulator executed; like the traffic not part of the digest, for it
    /// depends on which polls were simulated.
    pub occurrences: u64,
    /// Polls that were left out because they would have changed nothing.
    pub elided_polls: u64,
    /// Scripted populations only: everybody, in the script's order.
    pub people: Option<Vec<PersonSummary>>,
    /// Several seeds only: mean and 5–95 % band of the main figures per seed.
    pub over_seeds: Option<BTreeMap<&'static str, Band>>,
    /// Several seeds only: all figures of each seed alone, for comparisons that pair seeds.
    /// Not part of the digest, for it tells nothing that the tables don't.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_seed: Option<Vec<SeedFigures>>,
    /// What the run cost; not part of the digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub machine: Option<MachineCost>,
}

/// People first warned at one hop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HopReach {
    /// Events travelled.
    pub hop: u8,
    /// People first warned at it.
    pub people: u64,
    /// Of these, by becoming `HighRisk`.
    pub high_risk: u64,
    /// Of these, by a caution only.
    pub caution: u64,
    /// Several seeds only: `people` per seed.
    pub over_seeds: Option<Band>,
}

/// Latency of first warnings at one hop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HopLatency {
    /// Events travelled.
    pub hop: u8,
    /// First warnings counted.
    pub n: u64,
    /// Tenth percentile in hours.
    pub p10_hours: f64,
    /// Median in hours.
    pub median_hours: f64,
    /// Ninetieth percentile in hours.
    pub p90_hours: f64,
    /// The slowest, in hours.
    pub max_hours: f64,
}

/// Phones by final status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize)]
#[expect(missing_docs, reason = "each field is the status it is named after")]
pub struct FinalStatuses {
    pub unknown: u64,
    pub high_risk: u64,
    pub suspected: u64,
    pub positive: u64,
    pub negative: u64,
}

/// One scripted person at the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonSummary {
    /// The run's seed.
    pub seed: u64,
    /// As in the script.
    pub name: String,
    /// Final status.
    pub status: &'static str,
    /// Hop of the strongest exposure that holds, if any.
    pub hop: Option<u8>,
    /// Its strength, if any.
    pub strength: Option<u8>,
}

impl Summary {
    /// The figures of a run; `machine` is `None` where only the digest is wanted.
    #[must_use]
    pub fn of(inputs: &RunInputs, records: &[RunRecord], machine: Option<MachineCost>) -> Self {
        let latencies = latencies(records);
        let sizes: Vec<u32> = cascade_sizes(records).iter().map(|size| size.warned).collect();
        let reach = hop_reach(records);
        let total = |count: fn(&RunRecord) -> u64| records.iter().map(count).sum::<u64>();
        let phone_days: f64 = records.iter().map(phone_days).sum();
        let elided_polls = total(|record| record.elided_polls);
        let is_known = phone_days > 0.0 && elided_polls == 0;
        let per_phone_day = |count: u64| is_known.then(|| count as f64 / phone_days);
        let several = records.len() > 1;
        Self {
            schema: SUMMARY_SCHEMA,
            scenario: inputs.name.clone(),
            title: inputs.about.clone(),
            version: Some(inputs.version.clone()),
            commit: Some(inputs.commit.clone()),
            seeds: records.iter().map(|record| record.seed).collect(),
            start: records.iter().map(|r| r.start).min().map(|time| Instant(time).to_string()),
            end: records.iter().map(|r| r.end).max().map(|time| Instant(time).to_string()),
            population: total(|record| record.people.len() as u64),
            phones: total(|record| with_phones(record).count() as u64),
            events: total(|record| record.events.len() as u64),
            self_reports: total(|record| record.self_reports.len() as u64),
            warnings: total(|record| record.warnings.len() as u64),
            people_warned: reach.iter().map(|hop| hop.people).sum(),
            reach_by_hop: reach,
            latency_by_hop: hop_latencies(&latencies),
            latency_median_hours: median_latency(&latencies),
            epidemic: EpidemicSummary::of(records),
            final_statuses: final_statuses(records),
            cascades: sizes.len() as u64,
            cascade_size_mean: mean(&sizes.iter().copied().map(f64::from).collect::<Vec<_>>()),
            cascade_size_max: sizes.iter().copied().max(),
            bytes_per_phone_day: per_phone_day(total(|r| r.days.iter().map(|d| d.bytes).sum())),
            dials_per_phone_day: per_phone_day(total(|r| r.days.iter().map(|d| d.dials).sum())),
            wake_ups_per_phone_day: per_phone_day(total(|record| {
                record.days.iter().map(|day| day.wake_ups).sum()
            })),
            occurrences: total(|record| record.occurrences),
            elided_polls,
            people: inputs.scripted.then(|| people(records)),
            over_seeds: several.then(|| bands(inputs, records)),
            by_seed: several.then(|| seed_figures(inputs, records)),
            machine,
        }
    }

    /// The bytes of `summary.json`: indented by two spaces, fields in the order above.
    #[must_use]
    pub fn json(&self) -> String {
        // Strings, numbers and maps with string keys always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// What the digest sees of it: the same without `version`, `commit`, `machine` and
    /// `by_seed`, and without traffic, so that the digest tells whether what phones knew differs, not
    /// builds or which polls were simulated.
    #[must_use]
    pub fn json_for_digest(&self) -> String {
        let mut seen = Self { version: None, commit: None, machine: None, ..self.clone() };
        (seen.occurrences, seen.elided_polls, seen.by_seed) = (0, 0, None);
        seen.bytes_per_phone_day = None;
        seen.dials_per_phone_day = None;
        seen.wake_ups_per_phone_day = None;
        if let Some(bands) = &mut seen.over_seeds {
            bands.retain(|figure, _| !figure.ends_with("_per_phone_day"));
        }
        seen.json()
    }
}

fn with_phones(record: &RunRecord) -> impl Iterator<Item = &PersonRecord> {
    record.people.iter().filter(|person| person.has_phone)
}

fn hop_reach(records: &[RunRecord]) -> Vec<HopReach> {
    let rows = reach_by_hop(records);
    let farthest = rows.iter().map(|row| row.hop).max().unwrap_or(0);
    let of_hop = |hop| {
        let rows: Vec<_> = rows.iter().filter(|row| row.hop == hop).collect();
        HopReach {
            hop,
            people: rows.iter().map(|row| row.people()).sum(),
            high_risk: rows.iter().map(|row| row.high_risk).sum(),
            caution: rows.iter().map(|row| row.caution).sum(),
            over_seeds: (records.len() > 1).then(|| hop_band(&rows)),
        }
    };
    (1..=farthest).map(of_hop).collect()
}

fn hop_latencies(latencies: &[Latency<'_>]) -> Vec<HopLatency> {
    let quantiles = hop_quantiles(latencies).into_iter();
    quantiles
        .map(|hop| HopLatency {
            hop: hop.hop,
            n: hop.n,
            p10_hours: hop.p10,
            median_hours: hop.p50,
            p90_hours: hop.p90,
            max_hours: hop.max,
        })
        .collect()
}

fn median_latency(latencies: &[Latency<'_>]) -> Option<f64> {
    let firsts = latencies.iter().filter(|latency| latency.first);
    quantile(&sorted(firsts.map(|latency| latency.hours)), 0.5)
}

fn final_statuses(records: &[RunRecord]) -> FinalStatuses {
    let mut counts = FinalStatuses::default();
    for person in records.iter().flat_map(with_phones) {
        *match person.status {
            InfectionStatus::Unknown => &mut counts.unknown,
            InfectionStatus::HighRisk => &mut counts.high_risk,
            InfectionStatus::Suspected => &mut counts.suspected,
            InfectionStatus::Positive => &mut counts.positive,
            InfectionStatus::Negative => &mut counts.negative,
        } += 1;
    }
    counts
}

fn people(records: &[RunRecord]) -> Vec<PersonSummary> {
    let of_seed = |record: &RunRecord| {
        let seed = record.seed;
        let summary = move |person: &PersonRecord| PersonSummary {
            seed,
            name: person.name.clone(),
            status: person.status.word(),
            hop: person.hop,
            strength: person.strength,
        };
        record.people.iter().map(summary).collect::<Vec<_>>()
    };
    records.iter().flat_map(of_seed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;

    fn json(records: &[RunRecord], scripted: bool) -> serde_json::Value {
        let inputs = RunInputs { scripted, ..sample::inputs() };
        let summary = Summary::of(&inputs, records, Some(sample::machine()));
        serde_json::from_str(&summary.json()).unwrap()
    }

    #[test]
    fn the_figures_of_the_barbecue_are_what_a_hand_counts() {
        let json = json(&[sample::barbecue()], true);
        assert_eq!(json["phones"], 4);
        assert_eq!(json["population"], 5);
        assert_eq!(json["warnings"], 4);
        assert_eq!(json["people_warned"], 3);
        assert_eq!(json["reach_by_hop"][0]["people"], 2);
        assert_eq!(json["latency_by_hop"][0]["median_hours"], 4.25);
        assert_eq!(json["latency_median_hours"], 6.5);
        assert_eq!(json["cascade_size_mean"], 1.5);
        assert_eq!(json["cascade_size_max"], 3);
        assert_eq!(json["bytes_per_phone_day"], 5120.0 / 6.0);
        assert_eq!(json["dials_per_phone_day"], 2.0);
        assert_eq!(json["final_statuses"]["high_risk"], 2);
        assert_eq!(json["final_statuses"]["unknown"], 0);
        assert_eq!(json["start"], "2020-04-12T00:00:00.000Z");
        assert_eq!(json["machine"]["threads"], 2);
        assert_eq!(json["over_seeds"], serde_json::Value::Null);
    }

    #[test]
    fn scripted_people_are_listed_with_null_where_nothing_holds() {
        let scripted = json(&[sample::barbecue()], true);
        let eve = serde_json::json!(
            { "seed": 7, "name": "<Eve>", "status": "HighRisk", "hop": 1, "strength": 12 }
        );
        assert_eq!(scripted["people"][2], eve);
        assert!(scripted["people"][0]["hop"].is_null());
        assert!(json(&[sample::barbecue()], false)["people"].is_null());
    }

    #[test]
    fn several_seeds_add_up_and_keep_their_bands() {
        let json = json(&[sample::barbecue(), sample::empty_run()], false);
        assert_eq!(json["seeds"], serde_json::json!([7, 0]));
        assert_eq!(json["warnings"], 4);
        assert_eq!(json["over_seeds"]["warnings"]["mean"], 2.0);
        assert_eq!(json["reach_by_hop"][0]["over_seeds"]["mean"], 1.0);
    }

    #[test]
    fn a_run_of_nothing_has_null_where_there_is_no_figure() {
        for records in [vec![], vec![sample::empty_run()]] {
            let json = json(&records, true);
            assert!(json["bytes_per_phone_day"].is_null());
            assert!(json["cascade_size_max"].is_null());
            assert_eq!(json["reach_by_hop"], serde_json::json!([]));
        }
    }

    #[test]
    fn the_digest_sees_neither_build_nor_machine() {
        let summary = |version: &str, machine| {
            let inputs = RunInputs { version: version.to_owned(), ..sample::inputs() };
            Summary::of(&inputs, &[sample::barbecue()], machine).json_for_digest()
        };
        let text = summary("1", None);
        assert_eq!(text, summary("2", Some(sample::machine())));
        assert!(!text.contains("machine") && !text.contains("commit"));
    }

    #[test]
    fn the_documentation_names_every_field_of_the_summary() {
        let docs = include_str!("../../../docs/results.md");
        let json = json(&[sample::outbreak(), sample::empty_run()], true);
        for field in json.as_object().unwrap().keys() {
            assert!(docs.contains(&format!("| `{field}` |")), "docs/results.md lacks {field}");
        }
        for field in json["epidemic"].as_object().unwrap().keys() {
            let field = format!("`epidemic.{field}`");
            assert!(docs.contains(&format!("| {field} |")), "docs/results.md lacks {field}");
        }
    }
}
