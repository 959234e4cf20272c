//! What is wrong with a published data set, and where to get it right.

use std::path::PathBuf;

/// A data set that can't be used. Displays as one line that names the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum DataSetError {
    /// A file can't be read.
    #[error(
        "{}: cannot be read ({cause}): put there what is published as {published}, or name the \
         folder of data sets with --data or CORONA_DATA",
        .path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Where it is published.
        published: &'static str,
        /// Why not.
        cause: std::io::Error,
    },
    /// A file is larger than any of them.
    #[error("{}: larger than {largest} bytes: fetch it again, it is published as {published}", .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Where it is published.
        published: &'static str,
        /// Most bytes that are read.
        largest: u64,
    },
    /// A column isn't there.
    #[error(
        "{}:1: column {column:?} is missing (found {found}): fetch the file again, it is published \
         as {published}",
        .path.display()
    )]
    Column {
        /// The file.
        path: PathBuf,
        /// Where it is published.
        published: &'static str,
        /// The column's name.
        column: &'static str,
        /// The names in its first line.
        found: String,
    },
    /// A value isn't what it should be.
    #[error(
        "{}:{line}: {column} = {value:?}: expected {expected}: fetch the file again, it is \
         published as {published}",
        .path.display()
    )]
    Value {
        /// The file.
        path: PathBuf,
        /// Where it is published.
        published: &'static str,
        /// Line, from 1.
        line: u64,
        /// The column's name or number.
        column: String,
        /// The value as written.
        value: String,
        /// What it should be.
        expected: String,
    },
    /// The file as a whole is not the published one.
    #[error("{}: {problem}: fetch it again, it is published as {published}", .path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// Where it is published.
        published: &'static str,
        /// In what it differs.
        problem: String,
    },
}
