//! `[polling]`: how often phones ask and repeat.
//!
//! Knows the bounds between which phones draw their times; when exactly a phone
//! polls is decided by its own keyed draws.

use crate::scenario::error::Objection;
use crate::scenario::units;
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Times between a participant's questions to one event.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Polling {
    /// Shortest time between two polls of one event, longer than nothing.
    #[serde(with = "units::span")]
    pub min: Span,
    /// Longest time between two polls of one event, at least `min`.
    #[serde(with = "units::span")]
    pub max: Span,
    /// How long a report waits for its answer before it is sent again.
    #[serde(with = "units::span")]
    pub push_retry: Span,
}

impl Default for Polling {
    fn default() -> Self {
        Self { min: Span::hours(3), max: Span::hours(6), push_retry: Span::minutes(30) }
    }
}

impl Polling {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::unless_positive("polling.min", self.min)?;
        Objection::unless_positive("polling.push_retry", self.push_retry)?;
        if self.max < self.min {
            let remedy =
                format!("shorter than polling.min = \"{}\": make it at least that", self.min);
            return Err(Objection::new("polling.max", self.max, remedy));
        }
        Ok(())
    }
}
