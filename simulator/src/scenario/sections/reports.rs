//! `[reports]`: people who report at random.
//!
//! Knows rates and delays; there is no epidemic behind them, so what the reports
//! measure is the network's answer, not the course of a disease.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Self-reports by people with the app whose status is neither `Suspected` nor
/// `Positive`.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RandomReports {
    /// How often a person reports symptoms.
    pub suspected: Rate,
    /// How often a person reports a positive test without symptoms before.
    pub positive: Rate,
    /// Probability that a suspicion is followed by a test.
    pub test_after_suspicion: Probability,
    /// From the suspicion to the test's result.
    #[serde(with = "units::span")]
    pub test_delay: Span,
    /// Probability that the test after a suspicion is positive; else it is negative.
    pub test_positive: Probability,
    /// How long before the report its sender says to have been infectious.
    #[serde(with = "units::span")]
    pub infectious_before: Span,
    /// From a positive report to the negative test that ends it.
    #[serde(with = "units::span")]
    pub negative_after: Span,
}

impl Default for RandomReports {
    fn default() -> Self {
        Self {
            suspected: Rate::NEVER,
            positive: Rate::NEVER,
            test_after_suspicion: Probability::percent(80.0),
            test_delay: Span::days(2),
            test_positive: Probability::percent(40.0),
            infectious_before: Span::days(2),
            negative_after: Span::days(12),
        }
    }
}

impl RandomReports {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::unless_positive("reports.test_delay", self.test_delay)?;
        Objection::if_negative("reports.infectious_before", self.infectious_before)?;
        Objection::unless_positive("reports.negative_after", self.negative_after)
    }
}
