//! Runs what is missing, side by side, each result kept as soon as it is there.
//!
//! It decides which runs are a shard's: every N-th, so that shards are equally long. Worlds
//! share nothing, so neither threads nor shards nor interruptions change a result.

use super::error::SweepError;
use super::folder::SweepFolder;
use super::plan::{Arm, PlannedRun};
use crate::engine::EngineChoices;
use crate::replicates::{Replicates, RunError};
use crate::results::{RunInputs, SeedFigures};
use crate::scenario::{PopulationSection, Scenario};
use crate::signature_scheme::SignatureScheme;
use crate::world::Polls;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Part `index` of `of` parts of a sweep, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shard {
    index: usize,
    of: usize,
}

/// What is to be done of a sweep.
pub struct Execution<'a> {
    /// The sweep.
    pub folder: &'a SweepFolder,
    /// Which part of it.
    pub shard: Shard,
    /// Runs at once, 1 or more.
    pub threads: usize,
    /// Called with the number of missing runs before the first begins.
    pub begun: &'a (dyn Fn(usize) + Sync),
    /// Called whenever a run is over.
    pub run_over: &'a (dyn Fn() + Sync),
}

/// What was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Executed {
    /// Runs of this shard.
    pub planned: usize,
    /// Of these, runs that were there before.
    pub present: usize,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { index: 1, of: 1 };

    fn holds(self, place: usize) -> bool {
        place % self.of == self.index - 1
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let number = |part: &str| part.trim().parse::<usize>().ok();
        let shard =
            parts.and_then(|(index, of)| Some(Self { index: number(index)?, of: number(of)? }));
        let shard = shard.filter(|shard| (1..=shard.of).contains(&shard.index));
        shard.ok_or_else(|| "write i/N, with i from 1 to N, e.g. 1/3".to_owned())
    }
}

impl Execution<'_> {
    /// Runs what is missing. What others finish meanwhile is skipped.
    ///
    /// # Errors
    /// The first run that can't be simulated or kept; those before it are kept.
    pub fn run(&self) -> Result<Executed, SweepError> {
        self.folder.prepare_runs()?;
        let plan = self.folder.plan();
        let ours = plan.runs.iter().enumerate().filter(|(place, _)| self.shard.holds(*place));
        let ours: Vec<&PlannedRun> = ours.map(|(_, run)| run).collect();
        let mut missing = Vec::new();
        for run in &ours {
            if self.folder.figures(run)?.is_none() {
                missing.push(*run);
            }
        }
        self.check_data(&missing)?;
        (self.begun)(missing.len());
        let (next, failed) = (AtomicUsize::new(0), Mutex::new(None));
        let work = || {
            while let Some(run) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Err(error) = self.run_one(run) {
                    // Nobody begins another run; those that are going on are kept.
                    next.store(missing.len(), Ordering::Relaxed);
                    failed.lock().unwrap_or_else(|held| held.into_inner()).get_or_insert(error);
                }
            }
        };
        std::thread::scope(|scope| {
            (0..self.threads.min(missing.len())).for_each(|_| drop(scope.spawn(work)));
        });
        match failed.into_inner().unwrap_or_else(|held| held.into_inner()) {
            Some(error) => Err(error),
            None => Ok(Executed { planned: ours.len(), present: ours.len() - missing.len() }),
        }
    }

    fn run_one(&self, run: &PlannedRun) -> Result<(), SweepError> {
        if self.folder.figures(run)?.is_none() {
            let plan = self.folder.plan();
            let found = simulate(&plan.arms[run.arm], run.seed, plan.polls).map_err(|error| {
                let (id, about) = (run.id.clone(), plan.told(run));
                SweepError::Run { id, about, problem: error.to_string() }
            })?;
            self.folder.finish(run, found)?;
        }
        (self.run_over)();
        Ok(())
    }

    /// Data files must be what they were when the sweep was planned.
    fn check_data(&self, missing: &[&PlannedRun]) -> Result<(), SweepError> {
        let plan = self.folder.plan();
        let arms: BTreeSet<usize> = missing.iter().map(|run| run.arm).collect();
        let mut checked: Vec<&Path> = Vec::new();
        for data in arms.into_iter().filter_map(|arm| plan.arms[arm].data.as_ref()) {
            if !checked.contains(&data.path.as_path()) {
                data.check(self.folder.path())?;
                checked.push(&data.path);
            }
        }
        Ok(())
    }
}

fn simulate(arm: &Arm, seed: u64, polls: Option<Polls>) -> Result<SeedFigures, RunError> {
    let scenario = Scenario { seed, ..arm.scenario.clone() };
    let replicates = Replicates {
        data: arm.data.as_ref().map(|data| data.path.as_path()),
        seeds: 1,
        threads: 1,
        check: false,
        // Figures are the same with either scheme, and a sweep signs a great deal.
        engine: EngineChoices {
            signatures: Some(SignatureScheme::StandIn),
            polls,
            ..EngineChoices::default()
        },
        checkpoints: None,
        tell: None,
        note: &|_| (),
        day_over: &|| {},
    };
    let mut outcomes = replicates.run(&scenario)?;
    let outcome = outcomes.pop().expect("one seed has one outcome");
    // Only whether people are named reaches the figures.
    let inputs = RunInputs {
        name: scenario.name.clone(),
        about: scenario.about.clone(),
        scenario_text: String::new(),
        resolved_text: String::new(),
        resolved: serde_json::Value::Null,
        scenario_path: String::new(),
        data_sha256: None,
        arguments: Vec::new(),
        version: String::new(),
        commit: String::new(),
        rustc: String::new(),
        scripted: matches!(scenario.population, PopulationSection::Script(_)),
        engine: outcome.engine,
    };
    Ok(SeedFigures::of(&inputs, &outcome.record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_runs_between_them() {
        let shards: Vec<Shard> = ["1/3", "2/3", "3/3"].map(|text| text.parse().unwrap()).to_vec();
        for place in 0..10 {
            assert_eq!(shards.iter().filter(|shard| shard.holds(place)).count(), 1, "{place}");
        }
        assert!((0..10).all(|place| Shard::WHOLE.holds(place)));
    }

    #[test]
    fn a_part_beyond_the_last_is_refused() {
        for text in ["4/3", "0/3", "1/0", "1", "a/b", "-1/3"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
