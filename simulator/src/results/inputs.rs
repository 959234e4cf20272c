//! What the results need to know of a run besides its records.
//!
//! Everything here is passed in: the results read no clock, no environment and
//! no scenario file, so the same inputs and records give the same bytes.

use crate::engine::Engine;
use serde::{Deserialize, Serialize};

/// Where a run came from and how to repeat it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunInputs {
    /// The scenario's name.
    pub name: String,
    /// What the scenario is about, in the words of its author; may be empty.
    pub about: String,
    /// The scenario file as given, byte for byte.
    pub scenario_text: String,
    /// The same with every default written out, as TOML.
    pub resolved_text: String,
    /// The same as data, for the manifest: policy and network above all.
    pub resolved: serde_json::Value,
    /// The scenario's path as the user gave it.
    pub scenario_path: String,
    /// SHA-256 of the data file that the population was read from, in hexadecimal.
    pub data_sha256: Option<String>,
    /// Command-line arguments, without the program's own name.
    pub arguments: Vec<String>,
    /// Version of corona-sim.
    pub version: String,
    /// Commit it was built from, or `unknown`.
    pub commit: String,
    /// Compiler it was built with, or `unknown`.
    pub rustc: String,
    /// Whether people were named in a script: then results list each of them.
    pub scripted: bool,
    /// How worlds were computed. What phones knew doesn't depend on it.
    pub engine: Engine,
}

/// What the run cost the machine; differs from run to run and stays out of the digest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MachineCost {
    /// Seconds from start to end.
    pub wall_seconds: f64,
    /// Processor seconds of all threads, if the system tells.
    pub cpu_seconds: Option<f64>,
    /// Largest resident memory in bytes, if the system tells.
    pub peak_rss_bytes: Option<u64>,
    /// Threads used.
    pub threads: u32,
}
