//! `[epidemic.precaution]`: what people change when they are ill, tested or warned.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// The only way in which anything that people learn acts on the epidemic.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrecautionSection {
    /// Probability to isolate with symptoms, until a negative result.
    pub isolate_ill: Probability,
    /// Probability to isolate after a positive result.
    pub isolate_positive: Probability,
    /// How long.
    #[serde(with = "units::span")]
    pub isolation: Span,
    /// Share of contacts within the household that remain in isolation; there are no others.
    pub isolation_household: Probability,
    /// Probability to go into quarantine when the phone says high risk.
    pub quarantine_warned: Probability,
    /// How long at most; it ends with the high risk.
    #[serde(with = "units::span")]
    pub quarantine: Span,
    /// Share of contacts within the household that remain in quarantine; there are no others.
    pub quarantine_household: Probability,
    /// Probability to keep a distance when the phone says caution.
    pub distance_cautioned: Probability,
    /// Share of gatherings and chance meetings that are missed then.
    pub distancing: Probability,
    /// Probability that somebody at high risk takes a test.
    pub test_warned: Probability,
    /// How often somebody gives up isolation, quarantine or distance.
    pub dropout: Rate,
    /// By how much each warning in vain lowers the probability to do as warned.
    pub fatigue: Probability,
}

impl Default for PrecautionSection {
    fn default() -> Self {
        Self {
            isolate_ill: Probability::percent(42.5),
            isolate_positive: Probability::percent(90.0),
            isolation: Span::days(10),
            isolation_household: Probability::percent(30.0),
            quarantine_warned: Probability::percent(50.0),
            quarantine: Span::days(10),
            quarantine_household: Probability::percent(60.0),
            distance_cautioned: Probability::percent(50.0),
            distancing: Probability::percent(50.0),
            test_warned: Probability::NEVER,
            dropout: "3.5 % per day".parse().unwrap_or(Rate::NEVER),
            fatigue: Probability::percent(10.0),
        }
    }
}

impl PrecautionSection {
    pub(super) fn check(&self) -> Result<(), Objection> {
        for (field, span) in [
            ("epidemic.precaution.isolation", self.isolation),
            ("epidemic.precaution.quarantine", self.quarantine),
        ] {
            Objection::outside_span(field, span, Span::HOUR, Span::days(365))?;
        }
        Ok(())
    }
}
