//! `[behaviour]`: what people do with their phones.
//!
//! Knows the probabilities; each person's decisions are drawn by name of person
//! and event, so they don't change when another key does.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Probability};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Habits of the population.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// Probability that a guest with the app checks in at an event.
    pub check_in: Probability,
    /// Codes a guest tries before giving up, 1 to 100.
    pub check_in_attempts: u32,
    /// Probability that two tied people with the app pair their phones.
    pub pairing: Probability,
    /// Probability that a person shares their status with contacts.
    pub share_status: Probability,
    /// Probability of consent to a high-risk report that reveals the identity,
    /// asked once per event.
    pub consent: Probability,
    /// Probability that somebody who reported symptoms or a positive test misses a gathering,
    /// drawn for each; without its host a gathering is no event.
    pub stays_home: Probability,
    /// Probability that an organizer calls about a positive report, and confirms it.
    pub confirm: Probability,
    /// From such a report's arrival to the confirmation.
    #[serde(with = "units::span")]
    pub confirm_delay: Span,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            check_in: Probability::ALWAYS,
            check_in_attempts: 5,
            pairing: Probability::ALWAYS,
            share_status: Probability::percent(50.0),
            consent: Probability::ALWAYS,
            stays_home: Probability::NEVER,
            confirm: Probability::NEVER,
            confirm_delay: Span::DAY,
        }
    }
}

impl Behaviour {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        let attempts = u64::from(self.check_in_attempts);
        Objection::outside("behaviour.check_in_attempts", attempts, 1, 100)?;
        Objection::if_negative("behaviour.confirm_delay", self.confirm_delay)
    }
}
