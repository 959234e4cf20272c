//! The figures of each seed alone.
//!
//! It takes them from the summary of that seed's record, as the bands do, so the run of one
//! seed and the same seed among others can't be told differently.

use super::figure_value::{Figures, flatten};
use super::inputs::RunInputs;
use super::record::RunRecord;
use super::summary::Summary;
use serde::{Deserialize, Serialize};

/// One seed's figures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SeedFigures {
    /// The seed.
    pub seed: u64,
    /// Its figures, by dotted name.
    pub figures: Figures,
}

impl SeedFigures {
    /// The figures of one record; `inputs` say only whether people are named.
    #[must_use]
    pub fn of(inputs: &RunInputs, record: &RunRecord) -> Self {
        let summary = Summary::of(inputs, std::slice::from_ref(record), None);
        // Strings, numbers and maps with string keys always serialise.
        let summary = serde_json::to_value(&summary).unwrap_or_default();
        Self { seed: record.seed, figures: flatten(&summary) }
    }

    /// The figures of a summary that was written by a run of one seed.
    #[must_use]
    pub fn of_summary(seed: u64, summary: &serde_json::Value) -> Self {
        Self { seed, figures: flatten(summary) }
    }
}

pub(super) fn seed_figures(inputs: &RunInputs, records: &[RunRecord]) -> Vec<SeedFigures> {
    records.iter().map(|record| SeedFigures::of(inputs, record)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;

    #[test]
    fn a_seed_among_others_has_the_figures_of_its_own_run() {
        let (inputs, records) = (sample::inputs(), [sample::barbecue(), sample::empty_run()]);
        let several = Summary::of(&inputs, &records, None).by_seed.unwrap();
        let alone = Summary::of(&inputs, &records[..1], Some(sample::machine()));
        assert!(alone.by_seed.is_none());
        let written: serde_json::Value = serde_json::from_str(&alone.json()).unwrap();
        assert_eq!(several[0], SeedFigures::of_summary(7, &written));
        assert_eq!(several[1].seed, 0);
    }

    #[test]
    fn the_digest_does_not_see_them() {
        let records = [sample::barbecue(), sample::empty_run()];
        let summary = Summary::of(&sample::inputs(), &records, None);
        assert!(summary.json().contains("by_seed"));
        assert!(!summary.json_for_digest().contains("by_seed"));
    }
}
