//! Why there is no private network, and what to do about it.

use crate::VARIABLE;
use std::path::{Path, PathBuf};

/// Why a network didn't start. Cloneable, so that all who share one can be told.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StartError {
    /// Debian's package is missing.
    #[error(
        "no `{program}` on PATH, in /usr/bin or /usr/sbin: `apt-get install --no-install-recommends tor`"
    )]
    NoTor {
        /// `tor` or `tor-gencert`.
        program: &'static str,
    },
    /// The settings make no network.
    #[error(
        "{authorities} authorities and {relays} relays: at least 1 authority, at most {max} nodes"
    )]
    Size {
        /// As asked for.
        authorities: usize,
        /// As asked for.
        relays: usize,
        /// Of both together.
        max: usize,
    },
    /// `CORONA_TOR_NETWORK` names no network.
    #[error(
        "{VARIABLE} = {path:?} can't be read ({problem}): set it to the path that `private-tor up` \
         prints, or unset it"
    )]
    Variable {
        /// The variable's value.
        path: PathBuf,
        /// What reading it said.
        problem: String,
    },
    /// A file or folder can't be had.
    #[error("{path:?}: {problem}")]
    File {
        /// Which.
        path: PathBuf,
        /// What the system said, and the remedy if there is one.
        problem: String,
    },
    /// A program of tor's didn't do its work.
    #[error("{doing} failed: {problem}")]
    Program {
        /// What it was to do.
        doing: String,
        /// What it said.
        problem: String,
    },
    /// A node ended by itself.
    #[error("{nickname} of the private Tor network stopped at once; its log ends:\n{log}")]
    NodeStopped {
        /// Which node.
        nickname: String,
        /// The last lines it wrote.
        log: String,
    },
    /// The network runs, but isn't usable.
    #[error(
        "the private Tor network was not usable after {seconds} s: {missing}. \
         Is the machine overloaded? The log of {nickname} ends:\n{log}"
    )]
    TooLate {
        /// How long was waited.
        seconds: u64,
        /// What is still missing.
        missing: String,
        /// The node where it is missing.
        nickname: String,
        /// The last lines it wrote.
        log: String,
    },
    /// Somebody set [`Settings::abandon`](crate::Settings::abandon).
    #[error("the start of the private Tor network was given up, as asked")]
    Abandoned,
}

impl StartError {
    pub(crate) fn file(path: &Path, problem: impl ToString) -> Self {
        Self::File { path: path.to_path_buf(), problem: problem.to_string() }
    }

    /// Whether somebody took a port between our choice and tor's use: then another try is due.
    pub(crate) fn is_a_taken_port(&self) -> bool {
        match self {
            Self::NodeStopped { log, .. } => {
                log.contains("Address already in use") || log.contains("Could not bind")
            }
            Self::NoTor { .. }
            | Self::Size { .. }
            | Self::Variable { .. }
            | Self::File { .. }
            | Self::Program { .. }
            | Self::TooLate { .. }
            | Self::Abandoned => false,
        }
    }
}
