//! `[behaviour]`: what people do with their phones.
//!
//! Knows the probabilities; each person's decisions are drawn by name of person
//! and event, so they don't change when another key does.

use crate::scenario::error::Objection;
use crate::scenario::units::Probability;
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
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            check_in: Probability::ALWAYS,
            check_in_attempts: 5,
            pairing: Probability::ALWAYS,
            share_status: Probability::percent(50.0),
            consent: Probability::ALWAYS,
        }
    }
}

impl Behaviour {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        let attempts = u64::from(self.check_in_attempts);
        Objection::outside("behaviour.check_in_attempts", attempts, 1, 100)
    }
}
