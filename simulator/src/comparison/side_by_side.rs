//! What is different between two folders.
//!
//! It pairs combinations by their values and runs by their seeds, and decides nothing about
//! which figures matter.

use super::error::ComparisonError;
use super::side::{DATA, Side, SideArm};
use crate::results::{Figures, Pairs, Spread};
use crate::sweep::{Figure, pairs, side_by_side};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Two folders side by side.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Comparison {
    /// Names the meaning of the fields; raised when one changes.
    pub schema: &'static str,
    /// The first folder.
    pub a: Origin,
    /// The second.
    pub b: Origin,
    /// Keys in which the resolved scenarios differ, but the seed.
    pub keys: Vec<KeyComparison>,
    /// Combinations that both have; a run is one without parameters.
    pub arms: Vec<ArmComparison>,
    /// Combinations of the first alone.
    pub only_a: Vec<String>,
    /// Combinations of the second alone.
    pub only_b: Vec<String>,
}

/// Which folder it was.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Origin {
    /// As given.
    pub path: String,
    /// The scenario's name.
    pub scenario: String,
    /// Version and commit of corona-sim.
    pub program: String,
    /// Seeds of its first combination.
    pub seeds: Vec<u64>,
}

/// One key of the scenario.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct KeyComparison {
    /// Dotted.
    pub key: String,
    /// Its value in the first, if it is there.
    pub a: Option<String>,
    /// In the second.
    pub b: Option<String>,
}

/// One combination.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct ArmComparison {
    /// `policy.loss = 2`; empty for runs.
    pub parameters: String,
    /// Every figure that either has.
    pub figures: Vec<FigureComparison>,
}

/// One figure.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct FigureComparison {
    /// Dotted name, as in `summary.json`.
    pub figure: String,
    /// Its unit, as far as the name tells.
    pub unit: &'static str,
    /// Over the seeds of the first; `None` if no seed has it.
    pub a: Option<Spread>,
    /// Over those of the second.
    pub b: Option<Spread>,
    /// What the second has more than the first, in the seeds of both.
    pub difference: Pairs,
}

impl Comparison {
    /// Compares two folders.
    ///
    /// # Errors
    /// One is a sweep and the other a run, or they have no combination in common.
    pub fn of(a: &Side, b: &Side) -> Result<Self, ComparisonError> {
        match (a.is_sweep, b.is_sweep) {
            (true, false) => return Err(mixed(a, b)),
            (false, true) => return Err(mixed(b, a)),
            (true, true) | (false, false) => {}
        }
        let common: Vec<(&SideArm, &SideArm)> =
            a.arms.iter().filter_map(|arm| Some((arm, twin(b, arm)?))).collect();
        let Some((first, its_twin)) = common.first() else {
            let label = |side: &Side| side.arms.first().map(|arm| arm.label.clone());
            return Err(ComparisonError::NothingInCommon {
                a: a.path.clone(),
                b: b.path.clone(),
                first_a: label(a).unwrap_or_default(),
                first_b: label(b).unwrap_or_default(),
            });
        };
        let lacking = |one: &Side, other: &Side| {
            let arms = one.arms.iter().filter(|arm| twin(other, arm).is_none());
            arms.map(|arm| arm.label.clone()).collect()
        };
        Ok(Self {
            schema: "corona-comparison/1",
            a: origin(a),
            b: origin(b),
            keys: keys(first, its_twin),
            arms: common.iter().map(|(one, other)| arm(one, other)).collect(),
            only_a: lacking(a, b),
            only_b: lacking(b, a),
        })
    }
}

fn mixed(sweep: &Side, run: &Side) -> ComparisonError {
    ComparisonError::Mixed { sweep: sweep.path.clone(), run: run.path.clone() }
}

fn twin<'a>(side: &'a Side, arm: &SideArm) -> Option<&'a SideArm> {
    side.arms.iter().find(|other| other.label == arm.label)
}

fn origin(side: &Side) -> Origin {
    let seeds = side.arms.first().map(|arm| arm.seeds.keys().copied().collect());
    Origin {
        path: side.path.display().to_string(),
        scenario: side.scenario.clone(),
        program: side.program.clone(),
        seeds: seeds.unwrap_or_default(),
    }
}

fn keys(one: &SideArm, other: &SideArm) -> Vec<KeyComparison> {
    let all: BTreeSet<&String> = one.keys.keys().chain(other.keys.keys()).collect();
    let both = all.into_iter().map(|key| KeyComparison {
        key: key.clone(),
        a: one.keys.get(key).cloned(),
        b: other.keys.get(key).cloned(),
    });
    // Earlier versions wrote no hash of the data: unknown is not different.
    let unknown = |key: &KeyComparison| key.key == DATA && (key.a.is_none() || key.b.is_none());
    both.filter(|key| key.a != key.b && !unknown(key)).collect()
}

fn arm(one: &SideArm, other: &SideArm) -> ArmComparison {
    // Side by side with the other's, so that a count that one lacks is nothing there.
    let runs: Vec<Figures> = one.seeds.values().chain(other.seeds.values()).cloned().collect();
    let figure = |found: Figure| {
        let (of_one, of_other) = found.values.split_at(one.seeds.len());
        let of_one: BTreeMap<u64, Option<f64>> =
            one.seeds.keys().copied().zip(of_one.iter().copied()).collect();
        let of_other: BTreeMap<u64, Option<f64>> =
            other.seeds.keys().copied().zip(of_other.iter().copied()).collect();
        FigureComparison {
            figure: found.name,
            unit: found.unit,
            a: Spread::of(of_one.values().copied().flatten()),
            b: Spread::of(of_other.values().copied().flatten()),
            difference: pairs(&of_one, &of_other),
        }
    };
    let figures = side_by_side(&runs).into_iter().map(figure).collect();
    ArmComparison { parameters: one.label.clone(), figures }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::FigureValue;
    use std::path::PathBuf;

    fn side(seeds: &[(u64, u64)], loss: &str) -> Side {
        let figures = |count: u64| {
            Figures::from([("people_warned".to_owned(), Some(FigureValue::Count(count)))])
        };
        let arm = SideArm {
            label: String::new(),
            seeds: seeds.iter().map(|(seed, count)| (*seed, figures(*count))).collect(),
            keys: BTreeMap::from([
                ("policy.loss".to_owned(), loss.to_owned()),
                ("name".to_owned(), "town".to_owned()),
            ]),
        };
        Side {
            path: PathBuf::from("run"),
            scenario: "town".to_owned(),
            program: "1 (c)".to_owned(),
            is_sweep: false,
            arms: vec![arm],
        }
    }

    #[test]
    fn equal_seeds_are_paired_and_differing_keys_are_told() {
        let (a, b) = (side(&[(1, 10), (2, 20)], "1"), side(&[(2, 25), (3, 90)], "2"));
        let found = Comparison::of(&a, &b).unwrap();
        let warned = &found.arms[0].figures[0];
        assert_eq!((warned.difference.n, warned.difference.spread.unwrap().median), (1, 5.0));
        assert_eq!(warned.b.unwrap().median, 57.5);
        let keys: Vec<_> = found.keys.iter().map(|key| key.key.as_str()).collect();
        assert_eq!(keys, ["policy.loss"]);
    }

    #[test]
    fn a_run_and_a_sweep_are_not_compared() {
        let (a, mut b) = (side(&[(1, 1)], "1"), side(&[(1, 1)], "1"));
        b.is_sweep = true;
        assert!(matches!(Comparison::of(&a, &b), Err(ComparisonError::Mixed { .. })));
    }
}
