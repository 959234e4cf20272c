//! Why results could not be written to a folder, each with what to do about it.

use super::encode_error::EncodeError;
use std::path::{Path, PathBuf};

/// A run folder was refused or could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Something else has the folder's name.
    #[error("{}: is not a folder: name another with --out", path.display())]
    NotAFolder {
        /// What is in the way.
        path: PathBuf,
    },
    /// The folder holds somebody's files and no run.
    #[error(
        "{}: the folder is not empty and holds no run of corona-sim: name another with --out \
         (--force replaces runs only)",
        path.display()
    )]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds a run already.
    #[error(
        "{}: holds the results of an earlier run: name another folder with --out, or replace \
         them with --force",
        path.display()
    )]
    Taken {
        /// The folder.
        path: PathBuf,
    },
    /// A file that no run wrote has the name of a result.
    #[error(
        "{}: no run of corona-sim wrote this, but a result needs its name: move it, or name \
         another folder with --out",
        path.display()
    )]
    InTheWay {
        /// The file or folder.
        path: PathBuf,
    },
    /// The file system refused.
    #[error("{}: cannot be written ({source}): name a folder that can with --out", path.display())]
    Unwritable {
        /// What could not be written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file could not be encoded.
    #[error(transparent)]
    Encode(#[from] EncodeError),
}

impl FolderError {
    /// For `map_err`: the file system refused this path.
    pub(super) fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Unwritable { path: path.to_owned(), source }
    }
}
