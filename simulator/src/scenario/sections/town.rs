//! `[population] kind = "town"`: the numbers of a generated town.
//!
//! Knows how many people, how they are grouped and how often groups meet, each
//! with its default; `scenarios/PARAMETERS.md` says where the defaults come from.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Period, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// A town. Everybody lives in a household and belongs to circles of friends; most
/// belong to a team or class; anybody may turn up at leisure events.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TownPopulation {
    /// Number of people, 2 to 1,000,000.
    pub people: u32,
    /// Shares of households with 1, 2, 3, … people; in proportion if their sum is not 100 %.
    pub household_sizes: Vec<Probability>,

    /// Probability that a person belongs to a team or class.
    pub occupied: Probability,
    /// Median size of teams and classes; sizes are lognormal.
    pub team_median: f64,
    /// Standard deviation of the logarithm of their sizes, 0 to 3.
    pub team_sigma: f64,
    /// Largest team, 2 to 1000.
    pub team_max: u32,
    /// How often a team meets, always on the same workdays, at most 5 per week.
    pub team_meetings: Rate,
    /// Mean length of such a meeting.
    #[serde(with = "units::span")]
    pub team_length: Span,

    /// Circles of friends that each person belongs to, 0 to 20.
    pub circles: u32,
    /// Mean size of circles, 2 to 100; sizes are geometric beyond two.
    pub circle_mean: f64,
    /// People live in a row; a circle's members live within about this many doors.
    pub neighbourhood: u32,
    /// Probability that a member of a circle lives anywhere, not in the neighbourhood.
    pub circle_far: Probability,
    /// How often a circle meets, at most 50 per week: dinners and visits.
    pub circle_meetings: Rate,
    /// Mean length of such an evening.
    #[serde(with = "units::span")]
    pub circle_length: Span,

    /// How often a person goes to a leisure event, at most 50 per week.
    pub leisure: Rate,
    /// Smallest leisure event, at least 2.
    pub leisure_min: u32,
    /// Largest leisure event.
    pub leisure_max: u32,
    /// Exponent of their size distribution, a power law between the two, 1 to 5.
    pub leisure_exponent: f64,
    /// Mean length of a leisure event.
    #[serde(with = "units::span")]
    pub leisure_length: Span,

    /// Probability that a member comes to a meeting of their team or circle.
    pub turn_out: Probability,
    /// Standard deviation of the logarithm of how outgoing people are, 0 to 3.
    pub sociability_sigma: f64,
    /// Guests arrive within this long after the start.
    #[serde(with = "units::span")]
    pub late: Span,
}

impl Default for TownPopulation {
    fn default() -> Self {
        Self {
            people: 10_000,
            household_sizes: [42.0, 34.0, 12.0, 9.0, 3.0].map(Probability::percent).to_vec(),
            occupied: Probability::percent(65.0),
            team_median: 7.0,
            team_sigma: 0.6,
            team_max: 30,
            team_meetings: Rate::times(1.0, Period::Week),
            team_length: Span::minutes(90),
            circles: 2,
            circle_mean: 5.0,
            neighbourhood: 100,
            circle_far: Probability::percent(20.0),
            circle_meetings: Rate::times(0.45, Period::Week),
            circle_length: Span::hours(3),
            leisure: Rate::times(0.9, Period::Week),
            leisure_min: 4,
            leisure_max: 300,
            leisure_exponent: 2.5,
            leisure_length: Span::hours(2),
            turn_out: Probability::percent(85.0),
            sociability_sigma: 0.5,
            late: Span::minutes(15),
        }
    }
}

impl TownPopulation {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::outside("population.people", self.people.into(), 2, 1_000_000)?;
        self.check_households()?;
        Objection::outside("population.team_max", self.team_max.into(), 2, 1_000)?;
        Objection::outside("population.circles", self.circles.into(), 0, 20)?;
        Objection::outside("population.neighbourhood", self.neighbourhood.into(), 1, 1_000_000)?;
        for (field, rate, most) in [
            ("population.team_meetings", self.team_meetings, 5.0),
            ("population.circle_meetings", self.circle_meetings, 50.0),
            ("population.leisure", self.leisure, 50.0),
        ] {
            if rate.per_week() > most {
                let problem = format!("write at most \"{most} per week\"");
                return Err(Objection::new(field, rate, problem));
            }
        }
        let largest = u64::from(self.people);
        Objection::outside("population.leisure_min", self.leisure_min.into(), 2, largest)?;
        let smallest = u64::from(self.leisure_min);
        Objection::outside("population.leisure_max", self.leisure_max.into(), smallest, 1_000_000)?;
        for (field, value, low, high) in [
            ("population.team_median", self.team_median, 2.0, f64::from(self.team_max)),
            ("population.team_sigma", self.team_sigma, 0.0, 3.0),
            ("population.circle_mean", self.circle_mean, 2.0, 100.0),
            ("population.leisure_exponent", self.leisure_exponent, 1.0, 5.0),
            ("population.sociability_sigma", self.sociability_sigma, 0.0, 3.0),
        ] {
            Objection::outside_real(field, value, low, high)?;
        }
        for (field, span) in [
            ("population.team_length", self.team_length),
            ("population.circle_length", self.circle_length),
            ("population.leisure_length", self.leisure_length),
        ] {
            Objection::outside_span(field, span, Span::minutes(5), Span::hours(24))?;
        }
        Objection::outside_span("population.late", self.late, Span::ZERO, Span::hours(24))
    }

    fn check_households(&self) -> Result<(), Objection> {
        let field = "population.household_sizes";
        let count = self.household_sizes.len();
        let sum: f64 = self.household_sizes.iter().map(|share| share.fraction()).sum();
        if sum > 0.0 && count <= 20 {
            return Ok(());
        }
        let value = format!("{count} shares, {} % together", sum * 100.0);
        Err(Objection::new(field, value, "write 1 to 20 shares, not all 0 %"))
    }
}
