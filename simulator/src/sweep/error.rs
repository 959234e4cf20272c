//! Why a sweep can't be planned, run or collected, each with what to do about it.

use crate::checkpoint::CheckpointError;
use crate::results::EncodeError;
use crate::scenario::ScenarioError;
use std::path::{Path, PathBuf};

/// A sweep was refused or could not go on. What was written before is whole, and counts.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// Sweep, scenario or data can't be used.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The data is not what it was, or can't be read.
    #[error(transparent)]
    Data(#[from] CheckpointError),
    /// A run can't be simulated.
    #[error("run {id} ({about}): {problem}")]
    Run {
        /// The run.
        id: String,
        /// Its parameters and seed.
        about: String,
        /// What went wrong.
        problem: String,
    },
    /// Two combinations resolve to the same scenario.
    #[error("{other}: the same scenario as with {one}: leave one of the two out")]
    SameTwice {
        /// The one that came first.
        one: String,
        /// The other.
        other: String,
    },
    /// Counting up passes the largest seed.
    #[error("seed {seed}: counting up from it passes the largest seed: lower seeds.first")]
    SeedTooLarge {
        /// The first seed.
        seed: u64,
    },
    /// The reference names a key that isn't swept.
    #[error("--reference {key}: this key is not swept: write KEY=VALUE with one of {keys}")]
    UnknownKey {
        /// As typed.
        key: String,
        /// All there are.
        keys: String,
    },
    /// The reference names a value that no combination has.
    #[error("--reference {key}={value}: no such combination: {key} is swept over {values}")]
    UnknownValue {
        /// As typed.
        key: String,
        /// As typed.
        value: String,
        /// All there are.
        values: String,
    },
    /// A figure that no run has.
    #[error("--figure {figure}: no run has it{hint}: choose one of tables/arms.csv")]
    UnknownFigure {
        /// As typed.
        figure: String,
        /// The nearest known name.
        hint: String,
    },
    /// The folder's name is taken by something else.
    #[error("{}: is not a folder: name another with --out", path.display())]
    NotAFolder {
        /// What is in the way.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error(
        "{}: the folder is not empty and holds no sweep: name another with --out",
        path.display()
    )]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds another sweep.
    #[error(
        "{}: holds another sweep ({difference}): name another folder with --out, or delete this \
         one",
        path.display()
    )]
    OtherSweep {
        /// The folder.
        path: PathBuf,
        /// What is different.
        difference: &'static str,
    },
    /// There is no sweep.
    #[error("{}: holds no sweep: plan one with `corona-sim sweep plan`", path.display())]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest can't be understood.
    #[error("{}: describes no sweep ({problem}): restore it, or plan anew", path.display())]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// As parsed.
        problem: String,
    },
    /// Sweep or scenario were edited after they were planned, or this build reads them otherwise
    /// than the one that planned.
    #[error(
        "{}: sweep.toml and scenario.toml are not what was planned by corona-sim {planned_by}: \
         restore them if they were edited, use that build if they were not, or plan the other \
         sweep into a folder of its own",
        path.display()
    )]
    Edited {
        /// The folder.
        path: PathBuf,
        /// Version and commit that planned it.
        planned_by: String,
    },
    /// Another build planned it; its runs might differ.
    #[error(
        "{}: planned by corona-sim {theirs}, this is {ours}: run it with that one, or plan it \
         anew in another folder",
        path.display()
    )]
    OtherProgram {
        /// The folder.
        path: PathBuf,
        /// Version and commit that planned it.
        theirs: String,
        /// Version and commit of this program.
        ours: String,
    },
    /// Runs are missing.
    #[error(
        "{}: {missing} of {planned} runs are missing:{which}\n\
         continue with `corona-sim sweep exec {}`",
        path.display(), path.display()
    )]
    Incomplete {
        /// The folder.
        path: PathBuf,
        /// How many.
        missing: usize,
        /// Of how many.
        planned: usize,
        /// The first of them, a line each.
        which: String,
    },
    /// The file system refused to write.
    #[error(
        "{}: cannot be written ({source}): make room there or mend its permissions, then \
         repeat the command; finished runs count",
        path.display()
    )]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file system refused to read.
    #[error("{}: cannot be read ({source}): check the path and its permissions", path.display())]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be encoded.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

impl SweepError {
    /// For `map_err`: the file system refused to write this path.
    pub(super) fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Unwritable { path: path.to_owned(), source }
    }
    /// For `map_err`: the file system refused to read this path.
    pub(crate) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Unreadable { path: path.to_owned(), source }
    }
}
