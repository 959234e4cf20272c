//! Times at which a part of the phones is cut off from the rest.
//!
//! A [`Partition`] knows who and when; it decides whether two phones can hear each
//! other. What then happens to their links is left to the network.

use crate::network::PhoneIndex;
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// From `from` until just before `until`, members and non-members cannot reach each other.
/// Members reach members; non-members reach non-members.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Partition {
    /// When it begins (world time).
    pub from: Timestamp,
    /// When it has healed (world time).
    pub until: Timestamp,
    /// Who is inside, in ascending order.
    pub members: Vec<PhoneIndex>,
}

impl Partition {
    /// Whether it separates `one` from `other` at `now`.
    pub(crate) fn separates(&self, one: PhoneIndex, other: PhoneIndex, now: Timestamp) -> bool {
        (self.from..self.until).contains(&now) && self.holds(one) != self.holds(other)
    }
    fn holds(&self, phone: PhoneIndex) -> bool {
        self.members.binary_search(&phone).is_ok()
    }
}
