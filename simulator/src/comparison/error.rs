//! Why two folders can't be compared, each with what to do about it.

use crate::sweep::SweepError;
use std::path::PathBuf;

/// Folders that can't be compared.
#[derive(Debug, thiserror::Error)]
pub enum ComparisonError {
    /// Neither a run nor a sweep.
    #[error(
        "{}: holds neither a run nor a sweep of corona-sim: name the folder with manifest.json \
         that `corona-sim run` or `corona-sim sweep` wrote",
        path.display()
    )]
    Nothing {
        /// The folder.
        path: PathBuf,
    },
    /// A run that is being replaced, or was damaged.
    #[error("{}: {problem}: repeat the run with --force", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// One of each kind.
    #[error(
        "{} is a sweep and {} a run: compare runs with runs and sweeps with sweeps",
        sweep.display(), run.display()
    )]
    Mixed {
        /// The folder of the sweep.
        sweep: PathBuf,
        /// The folder of the run.
        run: PathBuf,
    },
    /// Two sweeps over other values.
    #[error(
        "{} and {} have no combination in common (A begins with {first_a}, B with {first_b}): \
         compare sweeps over the same keys and values",
        a.display(), b.display()
    )]
    NothingInCommon {
        /// One folder.
        a: PathBuf,
        /// The other.
        b: PathBuf,
        /// A combination of the one.
        first_a: String,
        /// A combination of the other.
        first_b: String,
    },
    /// A sweep can't be read, or isn't finished.
    #[error(transparent)]
    Sweep(#[from] SweepError),
}
