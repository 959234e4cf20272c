//! Why a store can't be used, in words for the person who must act.

use super::KeyKind;
use rusqlite::ErrorCode;
use std::io;
use std::path::{Path, PathBuf};

/// Why a phone's key did not open it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Another key than the phone was made with.
    #[error("{}: {} opens this phone, but not this one: give the right one; nothing was changed", .file.display(), .given.name())]
    Wrong {
        /// The key file.
        file: PathBuf,
        /// What was given.
        given: KeyKind,
    },
    /// Another kind of key than the phone was made with.
    #[error("{}: {} opens this phone, and {} was given; nothing was changed", .file.display(), .needed.name(), .given.name())]
    Kind {
        /// The key file.
        file: PathBuf,
        /// What opens it.
        needed: KeyKind,
        /// What was given.
        given: KeyKind,
    },
    /// There is none.
    #[error("{}: the phone's key is missing, and nothing can be read without it: restore a backup into another folder", .0.display())]
    Missing(PathBuf),
    /// It was destroyed on purpose.
    #[error("{}: this phone was wiped, nothing of it can be read: remove what is left with `corona wipe --yes`", .0.display())]
    Wiped(PathBuf),
    /// It isn't what a phone has written.
    #[error("{}: {problem}: restore a backup into another folder, or update the program", .file.display())]
    Damaged {
        /// The key file.
        file: PathBuf,
        /// What is wrong.
        problem: &'static str,
    },
    /// The disk.
    #[error("{}: {error}; check the disk and who owns the file", .file.display())]
    Io {
        /// The key file.
        file: PathBuf,
        /// As the system says.
        error: io::Error,
    },
}

/// Why a store did not open. What was stored is as it was.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A phone without its records.
    #[error("{}: the phone's records are missing: restore a backup into another folder", .0.display())]
    Missing(PathBuf),
    /// Not a store, or one of another version.
    #[error("{}: this is no store that this build reads; update the program, or restore a backup \
             into another folder", .0.display())]
    Foreign(PathBuf),
    /// A later version's.
    #[error("{}: version {found} of the store, this build knows {known}: update the program", .file.display())]
    Newer {
        /// The database.
        file: PathBuf,
        /// Its version.
        found: u32,
        /// The latest that this build knows.
        known: u32,
    },
    /// Bytes that were durable have changed since.
    #[error("{}: damaged ({problem}); restore a backup into another folder, and check the disk", .file.display())]
    Damaged {
        /// Which file.
        file: PathBuf,
        /// What is wrong, and where.
        problem: String,
    },
    /// SQLite without a cipher would write everything in plain.
    #[error("this build's SQLite does not encrypt: link SQLCipher, and no other SQLite")]
    Unencrypted,
    /// The disk, or who may use it.
    #[error("{}: {problem}", .file.display())]
    Unusable {
        /// Which file.
        file: PathBuf,
        /// What is wrong, and the remedy.
        problem: String,
    },
}

impl OpenError {
    pub(crate) fn io(file: &Path, error: &io::Error) -> Self {
        let problem = format!("{error}; check the disk and who owns the folder");
        Self::Unusable { file: file.to_owned(), problem }
    }

    pub(super) fn sql(file: &Path, error: &rusqlite::Error) -> Self {
        let file = file.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { file, problem: error.to_string() }
            }
            Some(_) | None => Self::Unusable { file, problem: remedy(error) },
        }
    }
}

/// What SQLite says, and what to do about it.
pub(super) fn remedy(error: &rusqlite::Error) -> String {
    let remedy = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "the disk is full: make room",
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "it can't be written: check who owns the folder, and that it isn't read-only"
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another program holds it open: end that one"
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            "it is damaged: restore a backup into another folder, and check the disk"
        }
        _ => "check the disk",
    };
    format!("{remedy} ({error})")
}
