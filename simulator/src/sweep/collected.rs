//! The figures of all runs of a sweep side by side.
//!
//! It knows no figure by name. It decides what a figure is that only some runs have: a count
//! that a run doesn't mention (people at a hop that nobody reached) is 0, a measure (how long
//! that took) is missing; and a figure that no run has is none.

use super::error::SweepError;
use super::folder::SweepFolder;
use super::plan::Plan;
use crate::results::{FigureValue, Figures, Pairs, Spread, by_figure_name};
use std::collections::BTreeMap;

/// All figures of all runs.
#[derive(Clone, Debug)]
pub struct Collected<'a> {
    /// The plan of the runs.
    pub plan: &'a Plan,
    /// Figures, in the order in which they are shown.
    pub figures: Vec<Figure>,
}

/// One figure of all runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Dotted name, as in `summary.json`.
    pub name: String,
    /// `h`, `B` or nothing, as far as the name tells.
    pub unit: &'static str,
    /// Whether it is a count in every run.
    pub is_count: bool,
    /// Its value in each run of the plan.
    pub values: Vec<Option<f64>>,
}

impl<'a> Collected<'a> {
    /// Reads all runs of a sweep.
    ///
    /// # Errors
    /// [`SweepError::Incomplete`] names the runs that are missing.
    pub fn read(folder: &'a SweepFolder) -> Result<Self, SweepError> {
        let found = folder.all_figures()?;
        Ok(Self { plan: folder.plan(), figures: side_by_side(&found) })
    }

    /// A figure by its name.
    #[must_use]
    pub fn figure(&self, name: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.name == name)
    }

    /// How a figure is spread over the seeds of a combination, and in how many it exists.
    #[must_use]
    pub fn arm(&self, figure: &Figure, arm: usize) -> (u64, Option<Spread>) {
        let values: Vec<f64> = self.by_seed(figure, arm).into_values().flatten().collect();
        (values.len() as u64, Spread::of(values))
    }

    /// A figure's values in the runs of a combination, by seed.
    #[must_use]
    pub fn by_seed(&self, figure: &Figure, arm: usize) -> BTreeMap<u64, Option<f64>> {
        // A plan has all runs of a combination in a row.
        let seeds = self.plan.seeds();
        let runs = self.plan.runs.iter().zip(&figure.values).skip(arm * seeds).take(seeds);
        runs.map(|(run, value)| (run.seed, *value)).collect()
    }

    /// What a combination has more of a figure than the reference, seed by seed.
    #[must_use]
    pub fn difference(&self, figure: &Figure, arm: usize, reference: usize) -> Pairs {
        let (of_arm, of_reference) = (self.by_seed(figure, arm), self.by_seed(figure, reference));
        pairs(&of_reference, &of_arm)
    }
}

/// What `other` has more than `one`, in the seeds that have both.
pub(crate) fn pairs(one: &BTreeMap<u64, Option<f64>>, other: &BTreeMap<u64, Option<f64>>) -> Pairs {
    let differences = other.iter().filter_map(|(seed, value)| {
        let before = one.get(seed).copied().flatten()?;
        Some((*value)? - before)
    });
    Pairs::of(&differences.collect::<Vec<_>>())
}

/// Puts the figures of runs side by side, in the order of the runs.
pub(crate) fn side_by_side(runs: &[Figures]) -> Vec<Figure> {
    let mut is_count: BTreeMap<&str, bool> = BTreeMap::new();
    for (name, value) in runs.iter().flatten() {
        if let Some(value) = value {
            let count = matches!(value, FigureValue::Count(_));
            is_count.entry(name).and_modify(|all| *all &= count).or_insert(count);
        }
    }
    let mut figures: Vec<Figure> = is_count
        .into_iter()
        .map(|(name, is_count)| {
            let value = |figures: &Figures| match figures.get(name) {
                Some(value) => value.map(FigureValue::as_f64),
                // A list has no row for what never happened: nobody was warned at that hop.
                None => (is_count && name.contains("_by_hop.")).then_some(0.0),
            };
            let values = runs.iter().map(value).collect();
            Figure { name: name.to_owned(), unit: unit(name), is_count, values }
        })
        .collect();
    figures.sort_by(|one, other| by_figure_name(&one.name, &other.name));
    figures
}

/// Units are the end of a name, or what is counted per phone and day.
fn unit(name: &str) -> &'static str {
    let last = name.rsplit('.').next().unwrap_or(name);
    if last.ends_with("_hours") {
        "h"
    } else if last.ends_with("_days") {
        "d"
    } else if last.starts_with("bytes") {
        "B"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(figures: &[(&str, Option<FigureValue>)]) -> Figures {
        figures.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
    }

    #[test]
    fn a_count_that_a_run_does_not_mention_is_nothing_and_a_measure_is_missing() {
        let count = Some(FigureValue::Count(3));
        let measure = Some(FigureValue::Measure(1.5));
        let runs = [
            run(&[
                ("reach_by_hop.2.people", count),
                ("latency.2.median_hours", measure),
                ("no", None),
            ]),
            run(&[("no", None)]),
        ];
        let figures = side_by_side(&runs);
        assert_eq!(figures.len(), 2, "a figure that no run has is none");
        assert_eq!((figures[0].name.as_str(), figures[0].unit), ("latency.2.median_hours", "h"));
        assert_eq!(figures[0].values, [Some(1.5), None]);
        assert_eq!(figures[1].values, [Some(3.0), Some(0.0)]);
    }

    #[test]
    fn only_seeds_that_both_have_are_paired() {
        let one = BTreeMap::from([(1, Some(1.0)), (2, Some(5.0)), (3, None)]);
        let other = BTreeMap::from([(2, Some(7.0)), (3, Some(1.0)), (4, Some(9.0))]);
        let pairs = pairs(&one, &other);
        assert_eq!((pairs.n, pairs.spread.unwrap().median), (1, 2.0));
    }
}
