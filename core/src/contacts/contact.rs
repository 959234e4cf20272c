//! One paired person, and what the own side tells them.

use crate::identity::Card;
use crate::status::InfectionStatus;
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// When contacts talk (protocol §3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContactRules {
    /// At least this often.
    pub sync: Span,
    /// After a failed dial.
    pub retry: Span,
    /// A changed profile reaches everybody within this.
    pub spread: Span,
    /// Idle links close after this.
    pub idle_limit: Span,
}

impl Default for ContactRules {
    fn default() -> Self {
        Self {
            sync: Span::DAY,
            retry: Span::HOUR,
            spread: Span::hours(6),
            idle_limit: Span::minutes(5),
        }
    }
}

/// How a person shows themselves to contacts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    /// At most 64 bytes of UTF-8.
    pub name: String,
    /// SHA-256 of the avatar image.
    pub avatar: Option<[u8; 32]>,
}

/// A paired person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Who, and where now.
    pub card: Card,
    /// As they last said.
    pub profile: Profile,
    /// As they last shared; `None` if they don't share it.
    pub status: Option<InfectionStatus>,
    /// Whether we share our status with them.
    pub share_status: bool,
    /// Newest version of theirs that we hold.
    pub received: u64,
    /// Newest version of ours that they have acknowledged.
    pub acknowledged: u64,
    /// When to talk to them.
    pub next_sync: Timestamp,
}
