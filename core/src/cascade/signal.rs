//! How strong a warning is and how many events it has travelled.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// A warning. Greater means better: stronger, then fewer hops.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Signal {
    /// 1–15.
    pub strength: u8,
    /// Events travelled so far: 0 for a self-report.
    pub hop: u8,
}

impl Ord for Signal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.strength.cmp(&other.strength).then(other.hop.cmp(&self.hop))
    }
}
impl PartialOrd for Signal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
