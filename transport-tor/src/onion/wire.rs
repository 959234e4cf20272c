//! What goes over the wire, as seen from the sockets.
//!
//! Knows which connections to relays fail and when a byte last came in; Arti's own status
//! never goes back to "offline" once a connection has worked. Decides when failures amount to
//! a network that is gone. Leaves it to [`super::conditions`] to say so.

use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// Failures in a row, without a byte from any relay between them, that mean there is no
/// network. Arti tries several relays at once, so that one dead relay is not enough.
const FAILURES: u32 = 3;

/// The tally of failures.
#[derive(Default)]
pub(super) struct Wire {
    failures: Mutex<u32>,
    changed: Notify,
}

impl Wire {
    /// Whether relays can't be reached.
    pub(super) fn is_down(&self) -> bool {
        *self.failures.lock().unwrap_or_else(PoisonError::into_inner) >= FAILURES
    }
    /// A connection failed, was given up before it stood, or broke.
    pub(super) fn failed(&self) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        *failures = failures.saturating_add(1);
        if *failures == FAILURES {
            self.changed.notify_one();
        }
    }
    /// A byte came in.
    pub(super) fn heard(&self) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let was_down = *failures >= FAILURES;
        *failures = 0;
        if was_down {
            self.changed.notify_one();
        }
    }
    /// Waits until [`Wire::is_down`] may have changed.
    pub(super) async fn changed(&self) {
        self.changed.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_failures_without_a_byte_between_mean_that_the_wire_is_down() {
        let wire = Wire::default();
        wire.failed();
        wire.failed();
        wire.heard();
        wire.failed();
        wire.failed();
        assert!(!wire.is_down());
        wire.failed();
        assert!(wire.is_down());
        wire.heard();
        assert!(!wire.is_down());
    }
}
