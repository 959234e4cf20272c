//! Why a run can't be put away or resumed, each with what to do about it.

use std::path::{Path, PathBuf};

/// A checkpoint was refused or could not be written. Whatever it is, no file was changed.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The file system refused to write.
    #[error(
        "{}: cannot be written ({source}): make room there or mend its permissions; what was \
         written before can be resumed",
        path.display()
    )]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file system refused to read.
    #[error("{}: cannot be read ({source}): mend its permissions", path.display())]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no checkpoint.
    #[error(
        "{}: holds no run to resume: name the folder OUT, or OUT.checkpoint, of a run with \
         --checkpoint-every that was cut short",
        path.display()
    )]
    Nothing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is one already.
    #[error(
        "{}: holds a run that was cut short: continue it with `corona-sim resume {}`, or delete \
         that folder to start anew",
        path.display(), path.display()
    )]
    Unfinished {
        /// The checkpoint.
        path: PathBuf,
    },
    /// Another process holds it.
    #[error("{}: another corona-sim is at work on it: wait until that has ended", path.display())]
    InUse {
        /// The checkpoint.
        path: PathBuf,
    },
    /// The description can't be understood.
    #[error(
        "{}: describes no run ({problem}): restore the file, or delete its folder and start the \
         run anew",
        path.display()
    )]
    NotARun {
        /// The description.
        path: PathBuf,
        /// As parsed.
        problem: String,
    },
    /// Another build began the run; it might go on otherwise.
    #[error(
        "{}: the run was begun by corona-sim {theirs}, this is {ours}: resume it with that one, \
         or delete its folder and start the run anew",
        path.display()
    )]
    OtherProgram {
        /// The description.
        path: PathBuf,
        /// Version and commit that began it.
        theirs: String,
        /// Version and commit of this program.
        ours: String,
    },
    /// A file that the run reads is not what it was.
    #[error(
        "{}: has changed since the run was begun: restore the file (its SHA-256 was {sha256}), \
         or delete {} and start the run anew",
        path.display(), folder.display()
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// Its hash when the run was begun.
        sha256: String,
        /// The checkpoint.
        folder: PathBuf,
    },
    /// A state or record of some seed can't be used.
    #[error(
        "{}: {problem}: delete this file and resume again, then its seed starts anew",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}

impl CheckpointError {
    /// For `map_err`: the file system refused to write this path.
    pub(super) fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Unwritable { path: path.to_owned(), source }
    }
    /// For `map_err`: the file system refused to read this path.
    pub(super) fn unreadable(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Unreadable { path: path.to_owned(), source }
    }
    pub(super) fn damaged(path: &Path, problem: &str) -> Self {
        Self::Damaged { path: path.to_owned(), problem: problem.to_owned() }
    }
}
