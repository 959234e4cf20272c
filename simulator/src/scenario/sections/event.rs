//! `[event]`: how long events live.
//!
//! Knows the spans of the life cycle (protocol §3); phones decide when each ends.

use crate::scenario::error::Objection;
use crate::scenario::units;
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// The life cycle of every event of the world.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EventLife {
    /// From an event's end: how long it takes reports and answers, longer than nothing.
    #[serde(with = "units::span")]
    pub maintain: Span,
    /// From the end of maintenance: how long it can still be read.
    #[serde(with = "units::span")]
    pub archive: Span,
    /// From its start: when an organizer who forgot to close it is closed for.
    #[serde(with = "units::span")]
    pub auto_close: Span,
    /// How long a check-in code that was shown can be used.
    #[serde(with = "units::span")]
    pub code_expiry: Span,
}

impl Default for EventLife {
    fn default() -> Self {
        Self {
            maintain: Span::days(14),
            archive: Span::days(30),
            auto_close: Span::hours(72),
            code_expiry: Span::seconds(60),
        }
    }
}

impl EventLife {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::unless_positive("event.maintain", self.maintain)?;
        Objection::if_negative("event.archive", self.archive)?;
        Objection::unless_positive("event.auto_close", self.auto_close)?;
        Objection::unless_positive("event.code_expiry", self.code_expiry)
    }
}
