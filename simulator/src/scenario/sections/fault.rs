//! Faults that happen at stated times: `[[phones.outage]]`, `[[phones.crash]]`,
//! `[[network.partition]]`.
//!
//! Knows what breaks and when; names of people are resolved when the population
//! is built, since only then everybody is known.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Probability};
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// A phone is switched off for a while.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outage {
    /// Whose phone.
    pub person: String,
    /// From when.
    #[serde(with = "units::moment")]
    pub from: Timestamp,
    /// Until when, later than `from`.
    #[serde(with = "units::moment")]
    pub until: Timestamp,
}

/// A phone loses everything that was not yet on its disk, and restarts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crash {
    /// Whose phone.
    pub person: String,
    /// When it goes down.
    #[serde(with = "units::moment")]
    pub at: Timestamp,
    /// How long it is down.
    #[serde(with = "units::span", default = "five_minutes")]
    pub restart_after: Span,
}

/// Part of the phones can't reach the others, though they reach each other.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partition {
    /// From when.
    #[serde(with = "units::moment")]
    pub from: Timestamp,
    /// Until when, later than `from`.
    #[serde(with = "units::moment")]
    pub until: Timestamp,
    /// Probability with which each phone is on the cut-off side.
    pub share: Probability,
}

const fn five_minutes() -> Span {
    Span::minutes(5)
}

impl Outage {
    pub(crate) fn check(&self, field: &str) -> Result<(), Objection> {
        Objection::unless_later(&format!("{field}.until"), self.until, "from", self.from)
    }
}
impl Crash {
    pub(crate) fn check(&self, field: &str) -> Result<(), Objection> {
        Objection::if_negative(&format!("{field}.restart_after"), self.restart_after)
    }
}
impl Partition {
    pub(crate) fn check(&self, field: &str) -> Result<(), Objection> {
        Objection::unless_later(&format!("{field}.until"), self.until, "from", self.from)
    }
}
