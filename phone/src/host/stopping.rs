//! How the phone is told to stop from outside.

use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Ctrl-c and SIGTERM.
pub(super) struct Stopping {
    interrupt: Signal,
    terminate: Signal,
}

impl Stopping {
    pub(super) fn new() -> io::Result<Self> {
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    /// Ends at the first of either; dropping the future loses nothing.
    pub(super) async fn told(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
