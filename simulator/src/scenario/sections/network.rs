//! `[network]`: what lies between phones.
//!
//! Knows latencies by name and how often what breaks; the simulated transport
//! decides each dial's fate.

use super::fault::Partition;
use crate::scenario::error::Objection;
use crate::scenario::units::Probability;
use serde::{Deserialize, Serialize};

/// Latencies and faults of the network.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    /// Which latencies.
    pub profile: NetworkProfile,
    /// Probability that a dial to a phone that is on and reachable fails at once.
    pub dial_failure: Probability,
    /// Probability that an open link breaks before its exchange is complete.
    pub link_break: Probability,
    /// Probability that a dial neither opens nor fails until its dialler gives up.
    pub stall: Probability,
    /// Splits of the network, in any order; they may overlap.
    #[serde(rename = "partition", skip_serializing_if = "Vec::is_empty")]
    pub partitions: Vec<Partition>,
}

/// Named sets of latencies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NetworkProfile {
    /// As measured for onion services.
    Tor,
    /// Everything arrives within the same millisecond.
    Instant,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            profile: NetworkProfile::Tor,
            dial_failure: Probability::percent(2.0),
            link_break: Probability::percent(0.5),
            stall: Probability::percent(0.1),
            partitions: Vec::new(),
        }
    }
}

impl Network {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        for (index, partition) in self.partitions.iter().enumerate() {
            partition.check(&format!("network.partition[{index}]"))?;
        }
        Ok(())
    }
}
