//! How much went over the network: counts, for results.
//!
//! [`Traffic`] knows totals and decides nothing; which of them matter is left to observers.

use serde::{Deserialize, Serialize};
use std::ops::AddAssign;

/// What phones asked of the network, and what became of it.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Traffic {
    /// Dials begun.
    pub dials: u64,
    /// Dials that ended without a link: unreachable, too late, wrong key.
    pub failed_dials: u64,
    /// Frames sent, whether they arrived or not.
    pub frames: u64,
    /// Bytes of those frames.
    pub bytes: u64,
}

impl Traffic {
    /// No traffic.
    pub const NONE: Self = Self { dials: 0, failed_dials: 0, frames: 0, bytes: 0 };
}

impl AddAssign for Traffic {
    fn add_assign(&mut self, other: Self) {
        self.dials += other.dials;
        self.failed_dials += other.failed_dials;
        self.frames += other.frames;
        self.bytes += other.bytes;
    }
}
