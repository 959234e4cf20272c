//! Scenarios and files that several tests start from.

use corona_simulator::population::{Population, Script};
use corona_simulator::scenario::{Scenario, ScenarioError};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Shortest scenario of each kind.
pub(crate) const TOWN: &str = "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"20 days\"\n\
    [population]\nkind = \"town\"\n";
pub(crate) const SCRIPT: &str = "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"20 days\"\n\
    [population]\nkind = \"script\"\npeople = [\"Alice\", \"Bob\", \"Claire\"]\n";
pub(crate) const CONTACTS: &str = "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"20 days\"\n\
    [population]\nkind = \"contacts\"\n";
pub(crate) const RESIDENTS: &str = "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"20 days\"\n\
    [population]\nkind = \"residents\"\n";
pub(crate) const ATTENDANCE: &str = "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"20 days\"\n\
    [population]\nkind = \"attendance\"\n";

pub(crate) fn load(text: &str, sets: &[(&str, &str)]) -> Result<Scenario, ScenarioError> {
    let sets: Vec<(String, String)> =
        sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Scenario::load(Path::new("x.toml"), text, &sets)
}

pub(crate) fn build(
    text: &str,
    data: Option<&Path>,
) -> Result<(Population, Script), ScenarioError> {
    Population::build(&load(text, &[])?, data)
}

/// The message of a refused text.
pub(crate) fn refusal(text: &str, sets: &[(&str, &str)]) -> String {
    load(text, sets).map(|_| ()).unwrap_err().to_string()
}

pub(crate) fn file(folder: &Path, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The folder of the scenarios that come with the simulator.
pub(crate) fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(name)
}
