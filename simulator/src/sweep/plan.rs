//! Every run of a sweep before any has run: combinations × seeds, each with its name.
//!
//! It decides what a run is called: by a hash of all that decides its result, so that a
//! result can't be taken for another run's. It resolves every scenario for real, so that
//! nothing is left to fail in the middle of the night.

use super::combination::{Combination, spelled};
use super::error::SweepError;
use super::specification::Specification;
use crate::checkpoint::{InputFile, hex};
use crate::population::Population;
use crate::scenario::Scenario;
use crate::world::Polls;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Value;

/// How many characters of the hash name a run: enough for 10⁸ runs without two of a name.
const ID_LENGTH: usize = 16;

/// All runs of a sweep.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Swept keys, in alphabetical order.
    pub keys: Vec<String>,
    /// Combinations, in the order of the sweep's file.
    pub arms: Vec<Arm>,
    /// By key and combination: the value as a person writes it.
    pub(super) texts: Vec<Vec<Option<String>>>,
    /// Which polls are simulated, if the sweep's file says so.
    pub polls: Option<Polls>,
    /// Runs: all seeds of the first arm, then of the second, and so on.
    pub runs: Vec<PlannedRun>,
}

/// One combination of values.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The value of each swept key; what an entry of a list leaves out is the scenario's, and
    /// missing only if that has no such key.
    pub values: Vec<Option<Value>>,
    /// The scenario, with the first seed.
    pub scenario: Scenario,
    /// The data file it reads, if it reads one.
    pub data: Option<InputFile>,
    /// The power of the swept number that its line is held against in plots, if any.
    pub curve: Option<u8>,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedRun {
    /// Sixteen hexadecimal digits.
    pub id: String,
    /// Its combination, from 0.
    pub arm: usize,
    /// Its seed.
    pub seed: u64,
}

impl Arm {
    /// `policy.loss = 2, phones.adoption = 40 %`.
    #[must_use]
    pub fn told(&self, keys: &[String]) -> String {
        let told = keys.iter().zip(&self.values).map(|(key, value)| match value {
            Some(value) => format!("{key} = {}", spelled(value)),
            None => format!("{key} not given"),
        });
        told.collect::<Vec<_>>().join(", ")
    }
}

impl Plan {
    /// Plans a sweep of the scenario with this text. `data_of` finds the data file of a
    /// combination, counted from 0.
    ///
    /// # Errors
    /// A scenario that can't be, or two combinations that are the same.
    pub fn of(
        specification: &Specification,
        path: &Path,
        text: &str,
        mut data_of: impl FnMut(usize, &Scenario) -> Option<InputFile>,
    ) -> Result<Self, SweepError> {
        let keys = specification.keys();
        let mut arms = Vec::new();
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        let mut runs = Vec::new();
        for combination in specification.combinations() {
            let index = arms.len();
            let scenario = resolve(specification, &combination, path, text)?;
            let data = data_of(index, &scenario);
            let name = name_of(&scenario, data.as_ref(), specification.polls());
            let values = values(&keys, &combination, &scenario);
            let arm = Arm { values, scenario, data, curve: combination.curve() };
            if let Some(earlier) = names.insert(name.clone(), index) {
                let (one, other) = (told(&keys, &arms, earlier), arm.told(&keys));
                return Err(SweepError::SameTwice { one, other });
            }
            let seeds = (0..specification.seeds()).map(u64::from);
            runs.extend(seeds.map(|n| {
                let seed = arm.scenario.seed + n;
                PlannedRun { id: id_of(&name, seed), arm: index, seed }
            }));
            arms.push(arm);
        }
        let texts = (0..keys.len()).map(|place| {
            let values = arms.iter().map(|arm: &Arm| arm.values[place].as_ref().map(spelled));
            values.collect()
        });
        let polls = specification.polls();
        Ok(Self { texts: texts.collect(), keys, arms, polls, runs })
    }

    /// Builds a population of each kind that the sweep has, as running it would: of all that
    /// differ in a section that a population is made from.
    ///
    /// # Errors
    /// What is wrong with scenario or data.
    pub fn try_populations(&self, data: Option<&Path>) -> Result<(), SweepError> {
        let mut tried = Vec::new();
        for arm in &self.arms {
            let Scenario { population, phones, behaviour, start, duration, .. } = &arm.scenario;
            let kind = (population, phones, behaviour, start, duration, &arm.data);
            if !tried.contains(&kind) {
                Population::build(&arm.scenario, data)?;
                tried.push(kind);
            }
        }
        Ok(())
    }

    /// How many runs each combination has.
    #[must_use]
    pub fn seeds(&self) -> usize {
        self.runs.len() / self.arms.len().max(1)
    }

    /// What a run is about: `policy.loss = 2, seed 7`.
    #[must_use]
    pub fn told(&self, run: &PlannedRun) -> String {
        format!("{}, seed {}", self.arms[run.arm].told(&self.keys), run.seed)
    }

    /// The combination to compare others with: the first in which the named keys have the
    /// named values.
    ///
    /// # Errors
    /// There is none.
    pub fn reference(&self, named: &[(String, String)]) -> Result<usize, SweepError> {
        let mut left: Vec<usize> = (0..self.arms.len()).collect();
        for (key, value) in named {
            let Some(column) = self.keys.iter().position(|known| known == key) else {
                let keys = self.keys.join(", ");
                return Err(SweepError::UnknownKey { key: key.clone(), keys });
            };
            let written = |arm: usize| self.arms[arm].values[column].as_ref().map(spelled);
            let known: Vec<String> = (0..self.arms.len()).filter_map(written).collect();
            left.retain(|arm| written(*arm).as_ref() == Some(value));
            if left.is_empty() {
                let values = distinct(known).join(", ");
                let (key, value) = (key.clone(), value.clone());
                return Err(SweepError::UnknownValue { key, value, values });
            }
        }
        Ok(left.first().copied().unwrap_or(0))
    }
}

fn told(keys: &[String], arms: &[Arm], index: usize) -> String {
    arms.get(index).map(|arm| arm.told(keys)).unwrap_or_default()
}

fn distinct(values: Vec<String>) -> Vec<String> {
    let mut seen = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen
}

fn resolve(
    specification: &Specification,
    combination: &Combination,
    path: &Path,
    text: &str,
) -> Result<Scenario, SweepError> {
    let sets = [specification.set(), combination.sets()].concat();
    let scenario = Scenario::load(path, text, &sets);
    let mut scenario = scenario.map_err(|error| specification.error(combination, error))?;
    scenario.seed = specification.first_seed().unwrap_or(scenario.seed);
    let last = i64::try_from(scenario.seed).ok();
    if last.and_then(|seed| seed.checked_add(specification.seeds().into())).is_none() {
        return Err(SweepError::SeedTooLarge { seed: scenario.seed });
    }
    Ok(scenario)
}

fn values(keys: &[String], combination: &Combination, scenario: &Scenario) -> Vec<Option<Value>> {
    // `resolved` writes what `load` reads, so this is always a table.
    let resolved: Value = toml::from_str(&scenario.resolved()).unwrap_or(Value::Boolean(false));
    let written = |key: &String| {
        let own = combination.value(key).cloned();
        own.or_else(|| key.split('.').try_fold(&resolved, step).cloned())
    };
    keys.iter().map(written).collect()
}

fn step<'a>(value: &'a Value, part: &str) -> Option<&'a Value> {
    match part.parse::<usize>() {
        Ok(index) if value.is_array() => value.get(index),
        Ok(_) | Err(_) => value.get(part),
    }
}

/// Names a combination by all that decides its results but the seed.
fn name_of(scenario: &Scenario, data: Option<&InputFile>, polls: Option<Polls>) -> String {
    let resolved = Scenario { seed: 0, ..scenario.clone() }.resolved();
    let data = data.map_or("", |data| data.sha256.as_str());
    // Where polls are left out, traffic is unknown: those are other figures.
    let polls = match polls {
        Some(Polls::Telling) => "polls telling\n",
        Some(Polls::Every) => "polls every\n",
        None => "",
    };
    hex(&Sha256::digest(format!("{resolved}\ndata {data}\n{polls}").as_bytes()))
}

fn id_of(name: &str, seed: u64) -> String {
    let mut id = hex(&Sha256::digest(format!("{name} {seed}").as_bytes()));
    id.truncate(ID_LENGTH);
    id
}
