//! Why a store's file can't be used, in words for the person who must act.

use std::io;
use std::path::PathBuf;

/// Why a store did not open. Nothing in it was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Not a store, or one of another version.
    #[error("{}: this is no store that this build reads; update the program, or restore the \
             file from a backup", .0.display())]
    Foreign(PathBuf),
    /// Bytes that were durable have changed since.
    #[error("{}: damaged at byte {offset} ({problem}); restore the file from a backup, and \
             check the disk", .file.display())]
    Damaged {
        /// The store.
        file: PathBuf,
        /// Where the transaction that can't be read begins.
        offset: usize,
        /// What is wrong there.
        problem: &'static str,
    },
    /// The disk.
    #[error("{}: {error}; check the disk and who owns the file", .file.display())]
    Io {
        /// The store.
        file: PathBuf,
        /// As the system says.
        error: io::Error,
    },
}
