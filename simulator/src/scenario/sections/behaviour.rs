//! `[behaviour]`: what people do with their phones.
//!
//! Knows the probabilities; each person's decisions are drawn by name of person
//! and event, so they don't change when another key does.

use crate::population::{Name, Numbered};
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
    /// The same at meetings of teams and classes. Left out: as `check_in`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_in_team: Option<Probability>,
    /// The same among friends. Left out: as `check_in`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_in_circle: Option<Probability>,
    /// The same at leisure events. Left out: as `check_in`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_in_leisure: Option<Probability>,
    /// Probability that somebody with the app hosts an event whose organizer hasn't got it, drawn
    /// for each gathering; without a host it is no event.
    pub take_over: Probability,
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
    /// Probability that an organizer who calls about a lie finds it out, and rejects the report
    /// instead.
    pub find_out: Probability,
    /// From such a report's arrival to the confirmation.
    #[serde(with = "units::span")]
    pub confirm_delay: Span,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            check_in: Probability::ALWAYS,
            check_in_team: None,
            check_in_circle: None,
            check_in_leisure: None,
            take_over: Probability::ALWAYS,
            check_in_attempts: 5,
            pairing: Probability::ALWAYS,
            share_status: Probability::percent(50.0),
            consent: Probability::ALWAYS,
            stays_home: Probability::NEVER,
            confirm: Probability::NEVER,
            find_out: Probability::ALWAYS,
            confirm_delay: Span::DAY,
        }
    }
}

impl Behaviour {
    /// Probability of a check-in at a gathering of this name.
    pub(crate) fn check_in_at(&self, gathering: &Name) -> Probability {
        let of_kind = match gathering {
            Name::Numbered(Numbered::Team, _) => self.check_in_team,
            Name::Numbered(Numbered::Circle, _) => self.check_in_circle,
            Name::Numbered(Numbered::Leisure, _) => self.check_in_leisure,
            Name::Numbered(Numbered::Person | Numbered::Gathering, _) | Name::Given(_) => None,
        };
        of_kind.unwrap_or(self.check_in)
    }

    pub(crate) fn check(&self) -> Result<(), Objection> {
        let attempts = u64::from(self.check_in_attempts);
        Objection::outside("behaviour.check_in_attempts", attempts, 1, 100)?;
        Objection::if_negative("behaviour.confirm_delay", self.confirm_delay)
    }
}
