//! `[epidemic.reporting]`: what people tell their phones, and how honestly.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Period, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Self-reports. Without a phone nothing comes of them.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReportingSection {
    /// Probability that somebody with symptoms, whatever their cause, reports them.
    pub symptoms: Probability,
    /// Mean of the exponential time from symptoms to that report.
    #[serde(with = "units::span")]
    pub delay: Span,
    /// Probability that somebody reports a test's result.
    pub results: Probability,
    /// Probability that a person is one who reports positive tests that never were.
    pub liars: Probability,
    /// How often each of them does.
    pub lies: Rate,
}

impl Default for ReportingSection {
    fn default() -> Self {
        Self {
            symptoms: Probability::percent(50.0),
            delay: Span::hours(12),
            results: Probability::percent(72.0),
            liars: Probability::NEVER,
            lies: Rate::times(1.0, Period::Week),
        }
    }
}

impl ReportingSection {
    pub(super) fn check(&self) -> Result<(), Objection> {
        Objection::too_often("epidemic.reporting.lies", self.lies, 24.0)?;
        Objection::if_negative("epidemic.reporting.delay", self.delay)
    }
}
