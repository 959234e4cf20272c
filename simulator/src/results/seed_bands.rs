//! How much the main figures differ from seed to seed.
//!
//! It takes each figure from the summary of one seed alone, so a band and the
//! figure it belongs to can't be computed differently.

use super::inputs::RunInputs;
use super::quantile::{mean, quantile, sorted};
use super::record::RunRecord;
use super::summary::Summary;
use super::tables::Reach;
use serde::Serialize;
use std::collections::BTreeMap;

/// Mean and 5–95 % band of one figure over the seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Seeds in which the figure exists (a run without warnings has no latency).
    pub seeds: u64,
    /// Arithmetic mean; `None` if no seed has the figure.
    pub mean: Option<f64>,
    /// Fifth percentile.
    pub p5: Option<f64>,
    /// Ninety-fifth percentile.
    pub p95: Option<f64>,
}

impl Band {
    /// The band of some seeds' values.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let values = sorted(values);
        let (p5, p95) = (quantile(&values, 0.05), quantile(&values, 0.95));
        Self { seeds: values.len() as u64, mean: mean(&values), p5, p95 }
    }
}

/// The band of people first warned at a hop, given that hop's row of every seed.
pub(super) fn hop_band(rows: &[&Reach]) -> Band {
    Band::of(rows.iter().map(|row| row.people() as f64))
}

/// The bands of all main figures, by the name of the summary's field.
pub(super) fn bands(inputs: &RunInputs, records: &[RunRecord]) -> BTreeMap<&'static str, Band> {
    let mut values: BTreeMap<&'static str, Vec<f64>> = BTreeMap::new();
    for record in records {
        for (figure, value) in figures(&Summary::of(inputs, std::slice::from_ref(record), None)) {
            values.entry(figure).or_default().extend(value);
        }
    }
    values.into_iter().map(|(figure, values)| (figure, Band::of(values))).collect()
}

fn figures(summary: &Summary) -> Vec<(&'static str, Option<f64>)> {
    let count = |count: u64| Some(count as f64);
    let mut figures = vec![
        ("phones", count(summary.phones)),
        ("events", count(summary.events)),
        ("self_reports", count(summary.self_reports)),
        ("warnings", count(summary.warnings)),
        ("people_warned", count(summary.people_warned)),
        ("latency_median_hours", summary.latency_median_hours),
        ("cascade_size_mean", summary.cascade_size_mean),
        ("cascade_size_max", summary.cascade_size_max.map(f64::from)),
        ("bytes_per_phone_day", summary.bytes_per_phone_day),
        ("dials_per_phone_day", summary.dials_per_phone_day),
        ("wake_ups_per_phone_day", summary.wake_ups_per_phone_day),
    ];
    figures.extend(summary.epidemic.iter().flat_map(|epidemic| epidemic.figures()));
    figures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;

    #[test]
    fn a_band_tells_mean_and_percentiles_of_the_seeds() {
        let band = Band::of((0..=100).map(f64::from));
        assert_eq!((band.seeds, band.mean), (101, Some(50.0)));
        assert_eq!((band.p5, band.p95), (Some(5.0), Some(95.0)));
    }

    #[test]
    fn a_figure_that_a_seed_lacks_is_left_out_of_its_band() {
        let bands = bands(&sample::inputs(), &[sample::barbecue(), sample::empty_run()]);
        assert_eq!(bands["latency_median_hours"].seeds, 1);
        assert_eq!(bands["latency_median_hours"].mean, Some(6.5));
        assert_eq!(bands["warnings"].seeds, 2);
        assert_eq!(bands["warnings"].mean, Some(2.0));
    }
}
