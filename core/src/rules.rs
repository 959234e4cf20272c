//! Every number of the protocol that a deployment may set, in one value.

use crate::cascade::Policy;
use crate::contacts::ContactRules;
use crate::events::{EventRules, PollRules};
use crate::pairing::PairingRules;
use crate::status::StatusRules;
use serde::{Deserialize, Serialize};

/// What all phones of a network run by. The default is protocol.md with the
/// whitepaper's policy.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rules {
    /// The cascade.
    pub policy: Policy,
    /// Time limits of self-reports.
    pub status: StatusRules,
    /// Life cycle of events and codes.
    pub events: EventRules,
    /// When participants ask.
    pub polls: PollRules,
    /// When contacts talk.
    pub contacts: ContactRules,
    /// How long pairing may take.
    pub pairing: PairingRules,
}

impl Rules {
    /// Protocol defaults with `policy`.
    #[must_use]
    pub fn with_policy(policy: Policy) -> Self {
        Self {
            policy,
            status: StatusRules::default(),
            events: EventRules::default(),
            polls: PollRules::default(),
            contacts: ContactRules::default(),
            pairing: PairingRules::default(),
        }
    }
}
