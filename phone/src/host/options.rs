//! How a phone is run, and why it may end.

use crate::clock::ClockError;
use crate::control::ServerError;
use crate::disk::{KeySource, OpenError};
use crate::home::HomeError;
use corona_core::node::RestoreError;
use corona_core::storage::StoreError;
use std::io;
use std::path::PathBuf;

/// How to run.
#[derive(Clone, Default, Debug)]
pub struct RunOptions {
    /// What opens the store.
    pub key: KeySource,
    /// Test only: run by the scaled clock that this file describes.
    pub scaled_clock: Option<PathBuf>,
    /// Test only: append every input and decision to this file, in the format of
    /// `corona_core::trace`. It holds secrets: whoever reads it is this phone.
    pub record_trace: Option<PathBuf>,
    /// Test only: once this file exists, the next transaction that writes a guest's record is
    /// made durable, a file of this name with `.held` appended is written, and the phone
    /// stands still for ever: whoever kills it then has killed it between store and
    /// acknowledgement.
    pub hold: Option<PathBuf>,
    /// What to log to standard error, in the syntax of `tracing-subscriber`'s filters; else
    /// what the environment's `CORONA_LOG` says, or else what matters.
    pub log: Option<String>,
}

/// Why the phone ended other than it was told to. What was acknowledged is on the disk.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// An option that can't be used.
    #[error("{0}")]
    Option(String),
    /// The folder.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The scaled clock.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// The store did not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The store holds no node.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// The store can't keep its promise any more.
    #[error("{0}; nothing that was acknowledged is lost: make room, and start the phone again")]
    Store(#[from] StoreError),
    /// The control socket.
    #[error(transparent)]
    Control(#[from] ServerError),
    /// The trace.
    #[error("{}: the trace can't be written ({error}): make room, or run without it", .file.display())]
    Trace {
        /// Which.
        file: PathBuf,
        /// As the system says.
        error: io::Error,
    },
    /// The network could not even begin.
    #[error("Tor can't be used: {0}")]
    Network(String),
    /// The system gives no threads, signals or randomness.
    #[error("the system does not let the phone run: {0}")]
    System(#[from] io::Error),
}

impl RunOptions {
    /// Refuses what is for tests, unless the whole run is one.
    pub(super) fn check(&self) -> Result<(), HostError> {
        let test_only = [("record-trace", &self.record_trace), ("hold-at", &self.hold)];
        match test_only.iter().find(|(_, file)| file.is_some()) {
            Some((name, Some(file))) if self.scaled_clock.is_none() => {
                Err(HostError::Option(format!(
                    "--{name} {}: this is for tests alone (a trace holds the phone's secrets); give \
                 --scaled-clock as well, or leave it out",
                    file.display()
                )))
            }
            Some(_) | None => Ok(()),
        }
    }
}
