//! People met by chance: in shops, on trains, out of any app's sight.
//!
//! Knows how many and whom somebody meets on a day, named by the two alone: the same for
//! whoever asks, be it the virus or who looks for contacts.

use super::distributions::poisson;
use super::plan::OutbreakPlan;
use crate::chance::{Chance, Purpose};
use crate::population::PersonIndex;
use corona_core::time::{Span, Timestamp};

/// A meeting by chance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stranger {
    /// Whom.
    pub person: PersonIndex,
    /// When.
    pub at: Timestamp,
}

/// Whom somebody meets on a day of an outbreak, 0 for the first; in no order.
#[must_use]
pub fn met_by_chance(
    plan: &OutbreakPlan,
    chance: &Chance,
    person: PersonIndex,
    day: u64,
) -> Vec<Stranger> {
    let mean = plan.section.transmission.casual_meetings.per_day();
    let people = plan.population.people.len() as u64;
    if mean <= 0.0 || people < 2 {
        return Vec::new();
    }
    let mut draws = chance.draws(Purpose::CasualMeeting, day << 32 | u64::from(person));
    let midnight = plan.start + Span::days(day as i64);
    (0..poisson(draws.uniform(), mean))
        .map(|_| Stranger {
            person: draws.below(people) as u32,
            at: midnight + Span((draws.uniform() * Span::DAY.0 as f64) as i64),
        })
        .filter(|met| met.person != person)
        .collect()
}
