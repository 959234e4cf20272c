//! What was planned, by which build: how a sweep's folder is known.
//!
//! It decides nothing that the plan doesn't; who opens a folder plans anew from the files in
//! it, and the hash here tells whether that is the same plan.

use super::error::SweepError;
use crate::checkpoint::InputFile;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file that makes a folder a sweep's.
pub(super) const MANIFEST: &str = "manifest.json";
/// Names the meaning of the manifest's fields; raised when one changes.
pub const SWEEP_SCHEMA: &str = "corona-sweep/1";

/// Which program this is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Program {
    /// Version of corona-sim.
    pub version: String,
    /// Commit it was built from, or `unknown`.
    pub commit: String,
    /// Compiler it was built with, or `unknown`.
    pub rustc: String,
}

/// The contents of a sweep's `manifest.json`, in this order. Documented in `docs/sweeps.md`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SweepManifest {
    /// [`SWEEP_SCHEMA`].
    pub schema: String,
    /// The scenario's name.
    pub scenario: String,
    /// Its path, as the sweep names it.
    pub scenario_path: String,
    /// The sweep's file as given; `null` if it was typed as arguments.
    pub sweep_path: Option<String>,
    /// Swept keys.
    pub keys: Vec<String>,
    /// How many combinations.
    pub arms: usize,
    /// How many seeds each.
    pub seeds: usize,
    /// How many runs.
    pub runs: usize,
    /// Command-line arguments.
    pub arguments: Vec<String>,
    /// Who planned it, and must run it.
    #[serde(flatten)]
    pub program: Program,
    /// SHA-256 of `plan.csv`.
    pub plan: String,
    /// The data file of each combination, if they read any.
    pub data: Vec<Option<InputFile>>,
}

/// The part that every version of the program can read.
#[derive(Deserialize)]
struct Schema {
    schema: String,
}

impl Program {
    /// `0.1.0 (abcdef)`.
    #[must_use]
    pub fn told(&self) -> String {
        format!("{} ({})", self.version, self.commit)
    }
}

impl SweepManifest {
    /// Whether these are the bytes of a sweep's manifest, of any version.
    pub(super) fn is_ours(bytes: &[u8]) -> bool {
        let read: Result<Schema, _> = serde_json::from_slice(bytes);
        read.is_ok_and(|read| read.schema.starts_with("corona-sweep/"))
    }

    pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Self, SweepError> {
        let refused = |problem: String| SweepError::Manifest { path: path.to_owned(), problem };
        let schema: Schema =
            serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))?;
        if schema.schema != SWEEP_SCHEMA {
            return Err(refused(format!("schema {:?} instead of {SWEEP_SCHEMA:?}", schema.schema)));
        }
        serde_json::from_slice(bytes).map_err(|error| refused(error.to_string()))
    }

    pub(super) fn json(&self) -> String {
        // Strings, numbers and lists always serialise.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documentation_names_every_field_of_the_manifest() {
        let docs = include_str!("../../../docs/sweeps.md");
        let section = docs.split("## manifest.json").nth(1).unwrap();
        let manifest = SweepManifest {
            schema: SWEEP_SCHEMA.to_owned(),
            scenario: String::new(),
            scenario_path: String::new(),
            sweep_path: None,
            keys: Vec::new(),
            arms: 0,
            seeds: 0,
            runs: 0,
            arguments: Vec::new(),
            program: Program {
                version: String::new(),
                commit: String::new(),
                rustc: String::new(),
            },
            plan: String::new(),
            data: Vec::new(),
        };
        let json: serde_json::Value = serde_json::from_str(&manifest.json()).unwrap();
        for field in json.as_object().unwrap().keys() {
            assert!(section.contains(&format!("| `{field}` |")), "docs/sweeps.md lacks {field}");
        }
        let read = SweepManifest::parse(Path::new("m"), manifest.json().as_bytes()).unwrap();
        assert_eq!(read, manifest);
    }
}
