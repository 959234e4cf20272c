//! `[epidemic.transmission]`: how likely it is to infect whom one meets where.

use super::variant::Variant;
use crate::scenario::error::Objection;
use crate::scenario::units::{self, Period, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Risks by setting, for an infected person with symptoms and of mean infectivity.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransmissionSection {
    /// Probability to infect a given member of the household in the course of an infection.
    pub household: Probability,
    /// Probability to infect somebody in a team or class by one meeting of `encounter` length.
    pub team: Probability,
    /// The same among friends, and at gatherings of scripts and data files.
    pub circle: Probability,
    /// The same at leisure events.
    pub leisure: Probability,
    /// Probability to infect somebody met by chance.
    pub casual: Probability,
    /// How many people a person meets by chance, unseen by any app.
    pub casual_meetings: Rate,
    /// The time together for which the risks of meetings are given.
    #[serde(with = "units::span")]
    pub encounter: Span,
    /// The time over which an infection is spread for which the risks of meetings are given.
    #[serde(with = "units::span")]
    pub infectious: Span,
    /// With how many others somebody mixes at a gathering, at most, 1 to 1,000,000.
    pub crowd: u32,
}

impl TransmissionSection {
    pub(super) const fn of(variant: Variant) -> Self {
        let (household, other) = match variant {
            Variant::Ancestral => (20.0, 6.0),
            Variant::Omicron => (43.0, 13.0),
        };
        let other = Probability::percent(other);
        Self {
            household: Probability::percent(household),
            team: other,
            circle: other,
            leisure: other,
            casual: other,
            casual_meetings: Rate::times(3.0, Period::Day),
            encounter: Span::HOUR,
            infectious: Span::days(5),
            crowd: 12,
        }
    }

    pub(super) fn check(&self) -> Result<(), Objection> {
        for (field, risk) in [
            ("epidemic.transmission.household", self.household),
            ("epidemic.transmission.team", self.team),
            ("epidemic.transmission.circle", self.circle),
            ("epidemic.transmission.leisure", self.leisure),
            ("epidemic.transmission.casual", self.casual),
        ] {
            if risk.fraction() > 0.99 {
                return Err(Objection::new(field, risk, "write a risk of at most \"99 %\""));
            }
        }
        let field = "epidemic.transmission.casual_meetings";
        Objection::too_often(field, self.casual_meetings, 200.0)?;
        let (shortest, longest) = (Span::MINUTE, Span::DAY);
        let field = "epidemic.transmission.encounter";
        Objection::outside_span(field, self.encounter, shortest, longest)?;
        let field = "epidemic.transmission.infectious";
        Objection::outside_span(field, self.infectious, Span::HOUR, Span::days(60))?;
        Objection::outside("epidemic.transmission.crowd", self.crowd.into(), 1, 1_000_000)
    }
}
