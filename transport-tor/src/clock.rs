//! What time the phone takes it to be.
//!
//! A [`Clock`] turns the node's deadlines into spans to wait. It is a trait for the sake of
//! tests that let two weeks pass in minutes; a phone has the system's.

use corona_core::time::Timestamp;
use std::time::Duration;

/// Reads the time.
pub trait Clock: Send + Sync + 'static {
    /// Now, as the node is told.
    fn now(&self) -> Timestamp;
    /// How long to wait really until the clock shows `until`; nothing if it is past.
    fn wait(&self, until: Timestamp) -> Duration;
}
