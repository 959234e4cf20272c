//! Whether a service can be reached, found out by reaching it.
//!
//! Knows the port that answers and hangs up. Decides when to ask again. Leaves Arti's own idea
//! of a service's state aside: it waits for uploads of two periods where a network may have
//! one, and falls back at each new directory while dials go on succeeding.

use super::dial::Dialler;
use super::pauses::Pauses;
use corona_core::identity::{AccessSecret, Address};
use std::time::Duration;

/// Where links are accepted.
pub(super) const LINK_PORT: u16 = 9735;
/// Where a connection is accepted and closed.
pub(super) const PROBE_PORT: u16 = 9736;

/// Returns once a dial of our own got through.
pub(super) async fn reached(dialler: &Dialler, address: &Address, access: &AccessSecret) {
    let mut pauses = Pauses::new(Duration::from_millis(500), Duration::from_secs(30));
    loop {
        pauses.wait().await;
        if dialler.once(address, PROBE_PORT, Some(access)).await.is_ok() {
            return;
        }
    }
}
