//! `[network]`: what lies between phones.
//!
//! Knows latencies by name and how often what breaks; the simulated transport
//! decides each dial's fate.

use super::fault::Partition;
use crate::scenario::error::Objection;
use crate::scenario::units::Probability;
use serde::{Deserialize, Serialize};

/// Latencies and faults of the network. The faults' defaults are Tor's, whichever
/// latencies are chosen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    /// Which latencies.
    pub profile: NetworkProfile,
    /// Probability that a dial fails though its host is there.
    pub dial_failure: Probability,
    /// Probability, of each frame, that it is lost and its link breaks under it.
    pub link_break: Probability,
    /// Probability, of each frame, that it and all later ones of its link are lost
    /// and nobody is told.
    pub stall: Probability,
    /// Splits of the network, in any order; they may overlap.
    #[serde(rename = "partition", skip_serializing_if = "Vec::is_empty")]
    pub partitions: Vec<Partition>,
}

/// Named sets of latencies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkProfile {
    /// As measured for onion services.
    Tor,
    /// As measured on a private Tor network on loopback: what the software costs, without
    /// distance or other people's load.
    PrivateTor,
    /// Everything arrives within the same millisecond.
    Instant,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            profile: NetworkProfile::Tor,
            dial_failure: Probability::percent(5.0),
            link_break: Probability::percent(0.1),
            stall: Probability::percent(0.05),
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
