//! One of two folders: its figures by seed, and its scenario with every default.
//!
//! It knows how runs and sweeps write these; what is different is for the comparison.

use super::error::ComparisonError;
use crate::results::{Figures, SeedFigures};
use crate::sweep::SweepFolder;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Stands among the keys for what a population's data file holds.
pub(super) const DATA: &str = "data (SHA-256)";

/// A folder of results.
#[derive(Clone, Debug)]
pub struct Side {
    /// As given.
    pub path: PathBuf,
    /// The scenario's name.
    pub scenario: String,
    /// Version and commit of corona-sim that wrote it.
    pub program: String,
    /// Whether it is a sweep.
    pub is_sweep: bool,
    /// A run is one combination without parameters.
    pub arms: Vec<SideArm>,
}

/// One combination of parameters.
#[derive(Clone, Debug)]
pub struct SideArm {
    /// `policy.loss = 2`; empty for a run.
    pub label: String,
    /// Figures by seed.
    pub seeds: BTreeMap<u64, Figures>,
    /// The resolved scenario but its seed: dotted key and value; and the hash of its data file.
    pub keys: BTreeMap<String, String>,
}

impl Side {
    /// Reads a folder.
    ///
    /// # Errors
    /// It is neither a run nor a sweep, or not complete.
    pub fn read(path: &Path) -> Result<Self, ComparisonError> {
        if SweepFolder::is_one(path) { Self::sweep(path) } else { Self::run(path) }
    }

    fn run(path: &Path) -> Result<Self, ComparisonError> {
        let manifest: Option<Value> =
            fs::read(path.join("manifest.json")).ok().and_then(|m| serde_json::from_slice(&m).ok());
        let word = |value: &Value, field: &str| value[field].as_str().unwrap_or("").to_owned();
        let manifest = manifest.filter(|found| word(found, "schema").starts_with("corona-run/"));
        let Some(manifest) = manifest else {
            return Err(ComparisonError::Nothing { path: path.to_owned() });
        };
        if manifest["complete"] != true {
            let problem = "the results are not complete".to_owned();
            return Err(ComparisonError::Damaged { path: path.to_owned(), problem });
        }
        let file = path.join("summary.json");
        let summary: Value = read_json(&file)?;
        let seeds = by_seed(&summary).ok_or_else(|| {
            let problem = "lacks by_seed, the figures of each seed alone".to_owned();
            ComparisonError::Damaged { path: file, problem }
        })?;
        let resolved: toml::Value = {
            let file = path.join("resolved.toml");
            let damaged =
                |problem: String| ComparisonError::Damaged { path: file.clone(), problem };
            let text = fs::read_to_string(&file).map_err(|error| damaged(error.to_string()))?;
            toml::from_str(&text).map_err(|error| damaged(error.message().to_owned()))?
        };
        let mut keys = keys(&resolved);
        note_data(&mut keys, manifest["data_sha256"].as_str());
        let arm = SideArm { label: String::new(), seeds, keys };
        Ok(Self {
            path: path.to_owned(),
            scenario: word(&manifest, "scenario"),
            program: format!("{} ({})", word(&manifest, "version"), word(&manifest, "commit")),
            is_sweep: false,
            arms: vec![arm],
        })
    }

    fn sweep(path: &Path) -> Result<Self, ComparisonError> {
        let folder = SweepFolder::open(path)?;
        let found = folder.all_figures()?;
        let plan = folder.plan();
        let mut arms: Vec<SideArm> = plan
            .arms
            .iter()
            .map(|arm| {
                let resolved = toml::from_str(&arm.scenario.resolved());
                let mut keys = keys(&resolved.unwrap_or(toml::Value::Boolean(false)));
                note_data(&mut keys, arm.data.as_ref().map(|file| file.sha256.as_str()));
                SideArm { label: arm.told(&plan.keys), seeds: BTreeMap::new(), keys }
            })
            .collect();
        for (run, figures) in plan.runs.iter().zip(found) {
            arms[run.arm].seeds.insert(run.seed, figures);
        }
        let manifest = folder.manifest();
        Ok(Self {
            path: path.to_owned(),
            scenario: manifest.scenario.clone(),
            program: manifest.program.told(),
            is_sweep: true,
            arms,
        })
    }
}

/// Other data are other people, whatever the keys say.
fn note_data(keys: &mut BTreeMap<String, String>, sha256: Option<&str>) {
    keys.extend(sha256.map(|sha256| (DATA.to_owned(), sha256.to_owned())));
}

fn read_json<T: DeserializeOwned>(path: &Path) -> Result<T, ComparisonError> {
    let damaged = |problem: String| ComparisonError::Damaged { path: path.to_owned(), problem };
    let bytes = fs::read(path).map_err(|error| damaged(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))
}

/// The figures of each seed in a summary: of one seed they are the summary itself.
fn by_seed(summary: &Value) -> Option<BTreeMap<u64, Figures>> {
    let seeds = summary["seeds"].as_array()?;
    if let [only] = seeds.as_slice() {
        let found = SeedFigures::of_summary(only.as_u64()?, summary);
        return Some(BTreeMap::from([(found.seed, found.figures)]));
    }
    let found: Vec<SeedFigures> = serde_json::from_value(summary["by_seed"].clone()).ok()?;
    Some(found.into_iter().map(|one| (one.seed, one.figures)).collect())
}

fn keys(resolved: &toml::Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk("", resolved, &mut found);
    found.remove("seed");
    found
}

fn walk(name: &str, value: &toml::Value, found: &mut BTreeMap<String, String>) {
    let below = |part: &str| {
        if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") }
    };
    if let Some(table) = value.as_table() {
        table.iter().for_each(|(key, value)| walk(&below(key), value, found));
    } else if let Some(list) = value.as_array().filter(|list| list.iter().any(|v| v.is_table())) {
        let items = list.iter().enumerate();
        items.for_each(|(n, value)| walk(&below(&n.to_string()), value, found));
    } else {
        found.insert(name.to_owned(), crate::sweep::spelled(value));
    }
}
