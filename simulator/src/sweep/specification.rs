//! A sweep's file: which scenario, which keys with which values, which seeds.
//!
//! ```toml
//! scenario = "../town.toml"            # as seen from this file
//! data = "tij.dat.gz"                  # only for populations that are read from one
//! seeds = { first = 1, count = 20 }    # first: the scenario's own; count: 1
//! polls = "telling"                    # or "every"; default: by size, as `corona-sim run`
//! [set]                                # keys that are the same in all runs
//! "population.people" = 2000
//! [grid]                               # every value with every other
//! "policy.loss" = [1, 2, 5]
//! [[list]]                             # or only these; with a grid, each with all of it
//! curve = 2                            # beside its line: the square of the swept number
//! "phones.adoption" = "40 %"
//! ```
//! It knows the file; whether there are such keys is for the scenario to say.

use super::combination::{Combination, Listed, spelled};
use crate::scenario::{Objection, ScenarioError, Source, read_toml};
use crate::world::Polls;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Seeds of one combination at most.
const MOST_SEEDS: i64 = 100_000;
/// Runs of a sweep at most.
const MOST_RUNS: usize = 1_000_000;

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Specification {
    scenario: PathBuf,
    data: Option<PathBuf>,
    first_seed: Option<u64>,
    seeds: u32,
    polls: Option<Polls>,
    set: Vec<(String, Value)>,
    grid: Vec<(String, Vec<Value>)>,
    list: Vec<Listed>,
    source: Source,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    scenario: PathBuf,
    data: Option<PathBuf>,
    #[serde(default)]
    seeds: Seeds,
    polls: Option<Polls>,
    #[serde(default)]
    set: Table,
    #[serde(default)]
    grid: Table,
    #[serde(default)]
    list: Vec<Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seeds {
    first: Option<i64>,
    #[serde(default = "one")]
    count: i64,
}

impl Default for Seeds {
    fn default() -> Self {
        Self { first: None, count: one() }
    }
}

const fn one() -> i64 {
    1
}

impl Specification {
    /// Reads the text of a sweep's file at `path`.
    ///
    /// # Errors
    /// The first key that is unknown, has no values, or is there twice.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ScenarioError> {
        let (file, source): (File, Source) = read_toml(path, text)?;
        Self::of(file, source.clone()).map_err(|objection| source.error(objection))
    }

    /// Reads the text that arguments were turned into: errors name keys, and no lines of it.
    ///
    /// # Errors
    /// As [`Specification::parse`].
    pub fn typed(text: &str) -> Result<Self, ScenarioError> {
        let path = Path::new("command line");
        let source = Source::of_path(path);
        let (file, _): (File, Source) = read_toml(path, text)?;
        Self::of(file, source.clone()).map_err(|objection| source.error(objection))
    }

    fn of(file: File, source: Source) -> Result<Self, Objection> {
        let first = file.seeds.first.map(|first| {
            u64::try_from(first)
                .map_err(|_| Objection::new("seeds.first", first, "write a whole number from 0 on"))
        });
        let first_seed = first.transpose()?;
        let seeds = u32::try_from(file.seeds.count).ok().filter(|count| *count > 0);
        let seeds = seeds.filter(|count| i64::from(*count) <= MOST_SEEDS).ok_or_else(|| {
            let remedy = format!("write a whole number from 1 to {MOST_SEEDS}");
            Objection::new("seeds.count", file.seeds.count, remedy)
        })?;
        let last = i64::try_from(first_seed.unwrap_or(0)).ok();
        if last.and_then(|first| first.checked_add(i64::from(seeds))).is_none() {
            let problem = "counting up from it passes the largest seed: write a smaller one";
            return Err(Objection::new("seeds.first", file.seeds.first.unwrap_or(0), problem));
        }
        let specification = Self {
            scenario: source.folder().join(&file.scenario),
            data: file.data.map(|data| source.folder().join(data)),
            first_seed,
            seeds,
            polls: file.polls,
            set: leaves(file.set),
            grid: grid(file.grid)?,
            list: listed(file.list)?,
            source,
        };
        specification.check()?;
        Ok(specification)
    }

    fn check(&self) -> Result<(), Objection> {
        if self.grid.is_empty() && self.list.is_empty() {
            let problem = "no key is swept: give some key its values there, \
                           e.g. \"policy.loss\" = [1, 2], or write a [[list]]";
            return Err(Objection::new("grid", "", problem));
        }
        for (index, (row, _)) in self.list.iter().enumerate() {
            if row.is_empty() {
                let problem = "names no key: write e.g. \"policy.loss\" = 2, or remove it";
                return Err(Objection::new(format!("list[{index}]"), "", problem));
            }
        }
        for key in self.keys() {
            let in_grid = self.grid.iter().any(|(other, _)| *other == key);
            let in_list = self.list.iter().any(|(row, _)| row.contains_key(&key));
            let is_set = self.set.iter().any(|(other, _)| *other == key);
            let place = if in_grid { format!("grid.{key}") } else { format!("list[0].{key}") };
            if key == "seed" {
                let problem =
                    "seeds are paired, not swept: write seeds = { first = 1, count = 20 }";
                return Err(Objection::new(place, "", problem));
            }
            if (in_grid && in_list) || is_set {
                let other = if is_set { "[set]" } else { "[[list]]" };
                let problem = format!("is given in {other} as well: leave one of them out");
                return Err(Objection::new(place, "", problem));
            }
        }
        let sizes = self.grid.iter().map(|(_, values)| values.len());
        let combinations = sizes.fold(self.list.len().max(1), usize::saturating_mul);
        if combinations.saturating_mul(self.seeds as usize) > MOST_RUNS {
            let problem = format!("more than {MOST_RUNS} runs: sweep fewer values or seeds");
            return Err(Objection::new("grid", "", problem));
        }
        Ok(())
    }

    /// The scenario's file.
    #[must_use]
    pub fn scenario(&self) -> &Path {
        &self.scenario
    }
    /// The data file of its population, if the sweep names one.
    #[must_use]
    pub fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }
    /// The first seed, unless it is the scenario's own.
    #[must_use]
    pub fn first_seed(&self) -> Option<u64> {
        self.first_seed
    }
    /// How many seeds each combination is run with, 1 to 100,000.
    #[must_use]
    pub fn seeds(&self) -> u32 {
        self.seeds
    }

    /// Which polls are simulated, if the sweep says so.
    #[must_use]
    pub fn polls(&self) -> Option<Polls> {
        self.polls
    }

    /// All swept keys, in alphabetical order.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let in_lists = self.list.iter().flat_map(|(row, _)| row.keys());
        let mut keys: Vec<String> =
            self.grid.iter().map(|(key, _)| key).chain(in_lists).cloned().collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// Keys that are the same in all runs, with their values as overrides write them.
    #[must_use]
    pub fn set(&self) -> Vec<(String, String)> {
        self.set.iter().map(|(key, value)| (key.clone(), value.to_string())).collect()
    }

    /// Every combination of values, in the order of the list, then of the grid, where the last
    /// key in alphabetical order changes fastest.
    #[must_use]
    pub fn combinations(&self) -> Vec<Combination> {
        let mut combinations = match self.list.as_slice() {
            [] => vec![Combination::default()],
            rows => rows.iter().enumerate().map(|(n, row)| Combination::listed(n, row)).collect(),
        };
        for (key, values) in &self.grid {
            let with_each = combinations
                .iter()
                .flat_map(|combination| values.iter().map(|value| combination.with(key, value)));
            combinations = with_each.collect();
        }
        combinations
    }

    /// Says where in the file the values stand that a scenario refuses.
    #[must_use]
    pub fn error(&self, combination: &Combination, error: ScenarioError) -> ScenarioError {
        let place = match (combination.place_of(&error), error.place.set_text()) {
            (Some(key), _) => self.source.place(key),
            (None, Some(text)) => {
                let key = text.split_once('=').map_or(text, |(key, _)| key);
                self.source.place(&format!("set.{key}"))
            }
            (None, None) => return error,
        };
        ScenarioError { place, ..error }
    }
}

/// Every key below a table whose value is no table.
fn leaves(table: Table) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for (key, value) in table {
        match value {
            Value::Table(below) => {
                let below = leaves(below).into_iter();
                found.extend(below.map(|(rest, value)| (format!("{key}.{rest}"), value)));
            }
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Array(_) => found.push((key, value)),
        }
    }
    found
}

/// Entries of the list; `curve` is no key of a scenario.
fn listed(rows: Vec<Table>) -> Result<Vec<Listed>, Objection> {
    let row = |(index, mut row): (usize, Table)| {
        let curve = row.remove("curve").map(|value| {
            let power = value.as_integer().and_then(|power| u8::try_from(power).ok());
            power.filter(|power| (1..=9).contains(power)).ok_or_else(|| {
                let field = format!("list[{index}].curve");
                Objection::new(field, spelled(&value), "write the power of a curve, 1 to 9")
            })
        });
        Ok((leaves(row).into_iter().collect(), curve.transpose()?))
    };
    rows.into_iter().enumerate().map(row).collect()
}

fn grid(table: Table) -> Result<Vec<(String, Vec<Value>)>, Objection> {
    let mut keys = Vec::new();
    for (key, value) in leaves(table) {
        let field = format!("grid.{key}");
        match value {
            Value::Array(values) if values.is_empty() => {
                return Err(Objection::new(field, "[]", "no values: write some, or leave it out"));
            }
            Value::Array(values) => keys.push((key, values)),
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Table(_) => {
                let value = spelled(&value);
                return Err(Objection::new(field, value, "write a list of values, e.g. [1, 2]"));
            }
        }
    }
    keys.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(keys)
}
