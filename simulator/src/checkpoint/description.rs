//! What a run was asked to do, and by which build: all that resuming it needs but the state.

use super::error::CheckpointError;
use crate::engine::EngineChoices;
use crate::population::Population;
use crate::scenario::{Scenario, units};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

/// `run.toml` of a checkpoint. Who resumes a run may change nothing here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Version and commit of the program.
    pub program: String,
    /// The scenario's path as the user gave it.
    pub scenario_path: String,
    /// As typed, without the program's own name; the manifest repeats them.
    pub arguments: Vec<String>,
    /// Overridden keys of the scenario, in order.
    pub sets: Vec<(String, String)>,
    /// First seed.
    pub seed: u64,
    /// How many, counting up.
    pub seeds: u32,
    /// Simulated time between two states.
    #[serde(with = "units::span")]
    pub every: Span,
    /// Compare phones with the oracle after each run.
    pub check: bool,
    /// Results may replace those of an earlier run.
    pub force: bool,
    /// How worlds are computed, as far as it was chosen.
    pub engine: EngineChoices,
    /// The scenario itself, which lies beside this; filled in where that is put there.
    pub scenario: InputFile,
    /// The population's data file, if it is read from one.
    pub data: Option<InputFile>,
}

/// A file that must be the same whenever the run goes on.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputFile {
    /// Absolute, or relative to the checkpoint.
    pub path: PathBuf,
    /// Of its content, in hexadecimal.
    pub sha256: String,
}

/// The part that every version of the program can read.
#[derive(Deserialize)]
struct Origin {
    program: String,
}

impl Description {
    /// Reads `run.toml`.
    pub(super) fn parse(path: &Path, text: &str, program: &str) -> Result<Self, CheckpointError> {
        let not_a_run = |error: toml::de::Error| CheckpointError::NotARun {
            path: path.to_owned(),
            problem: error.message().to_owned(),
        };
        let origin: Origin = toml::from_str(text).map_err(not_a_run)?;
        if origin.program != program {
            return Err(CheckpointError::OtherProgram {
                path: path.to_owned(),
                theirs: origin.program,
                ours: program.to_owned(),
            });
        }
        toml::from_str(text).map_err(not_a_run)
    }

    /// The text of `run.toml`.
    pub(super) fn text(&self, path: &Path) -> Result<String, CheckpointError> {
        // A path that is no text is the only thing here that TOML can't hold.
        toml::to_string(self)
            .map_err(|error| CheckpointError::unwritable(path)(io::Error::other(error)))
    }
}

impl InputFile {
    /// The file that a scenario's population is read from, as it is now; `None` if there is
    /// none, or none that can be read: building the population says that better. A pipe can be
    /// read only once, and is left to the population.
    #[must_use]
    pub fn of_population(scenario: &Scenario, data: Option<&Path>) -> Option<Self> {
        let path = Population::data_file(scenario, data).filter(|path| path.is_file())?;
        let sha256 = hash_of(&path).ok()?;
        Some(Self { path: std::path::absolute(&path).ok()?, sha256 })
    }

    /// Checks that the file is what it was.
    pub(crate) fn check(&self, folder: &Path) -> Result<(), CheckpointError> {
        let path = folder.join(&self.path);
        let now = hash_of(&path).map_err(CheckpointError::unreadable(&path))?;
        if now == self.sha256 {
            return Ok(());
        }
        let (sha256, folder) = (self.sha256.clone(), folder.to_owned());
        Err(CheckpointError::Changed { path, sha256, folder })
    }
}

/// What a population is read from, by one hash: of one file it is that file's, of several that of
/// what `sha256sum` prints of them.
#[must_use]
pub fn data_hash(scenario: &Scenario, data: Option<&Path>) -> Option<String> {
    let main = InputFile::of_population(scenario, data)?;
    let others = Population::further_data_files(scenario, &main.path);
    if others.is_empty() {
        return Some(main.sha256);
    }
    let line = |path: &Path, hash: &str| {
        format!("{hash}  {}\n", path.file_name().unwrap_or_default().to_string_lossy())
    };
    let mut lines = line(&main.path, &main.sha256);
    for path in others.iter().filter(|path| path.is_file()) {
        lines.push_str(&line(path, &hash_of(path).ok()?));
    }
    Some(hex(&Sha256::digest(lines)))
}

fn hash_of(path: &Path) -> io::Result<String> {
    let mut file = BufReader::new(File::open(path)?);
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&hash.finalize())),
            length => hash.update(&buffer[..length]),
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
