//! The phone's loop.
use crate::home::{Home, HomeError};
use std::path::PathBuf;

/// How to run.
#[derive(Clone, Default, Debug)]
pub struct RunOptions {
    /// Test only: run by the scaled clock that this file describes.
    pub scaled_clock: Option<PathBuf>,
    /// Test only: append every input and decision here. Holds secrets.
    pub record_trace: Option<PathBuf>,
    /// Test only: once this file exists, stand still after the next guest's record is durable.
    pub hold: Option<PathBuf>,
    /// What to log, as `tracing-subscriber` filters are written; `None` for `CORONA_LOG`, or else `info`.
    pub log: Option<String>,
}

/// Why the phone ended.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The folder.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The network could not even begin.
    #[error("the network can't be used: {0}")]
    Network(String),
}

/// Runs the phone until it is told to stop: by [`crate::api::Ask::Stop`], ctrl-c or SIGTERM.
///
/// # Errors
/// [`HostError`].
pub fn run(home: Home, options: RunOptions) -> Result<(), HostError> {
    let _lock = home.lock()?;
    let _ = options;
    Err(HostError::Network("this build has no transport".to_owned()))
}
