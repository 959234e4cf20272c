//! What one poll, check-in, event or day of a phone adds to a run.
//!
//! Knows shares, measured once; decides nothing: a pilot's own occurrences say how many
//! there are, and weights only carry them over from the pilot's mixture to the whole
//! run's. They matter where a pilot ends before the run does.
//!
//! To measure them anew: run `corona-sim run` with `--json` on a scenario that has one of
//! them alone, and divide `occurrences` by the count that `corona-sim estimate` gives.
//! Polls alone: a gathering on the first day, and `event.maintain` longer than the run.
//! Check-ins and events alone: `polling.min` and `polling.max` longer than the run.
//! Phone-days alone: a town that never meets. For [`DISTANCE`]: the ratio of CPU seconds
//! per occurrence of the town with a hundred times the people. For [`ROW`]: by how much the
//! resident memory of a long run's process grows after its last day, divided by its rows.

use super::Demand;
use crate::scenario::Scenario;
use crate::world::Polls;
use corona_core::time::Span;

/// CPU time per occurrence of a world with ten times the phones, as a multiple: the
/// larger world's phones lie further away in memory.
pub(super) const DISTANCE: f64 = 1.3;

/// Bytes at the peak of making results, for each of their rows.
pub(super) const ROW: f64 = 400.0;

/// Share of all polls that tell something: in the city's first ten days, with warnings.
const TELLING: f64 = 0.1;

/// Of all polls, how many are simulated.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum PollShare {
    /// Each of them.
    Every,
    /// Polls that change nothing are left out; this share from 0 to 1 isn't.
    Elided(f64),
}

impl PollShare {
    const fn fraction(self) -> f64 {
        match self {
            Self::Every => 1.0,
            Self::Elided(share) => share,
        }
    }
}

/// Occurrences, in comparison with each other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weights {
    /// Of a poll that is simulated: a timer, a dial, frames both ways.
    pub poll: f64,
    /// Of a guest's check-in.
    pub check_in: f64,
    /// Of an event's begin and end.
    pub event: f64,
    /// Of a phone that is on for a day, apart from its faults.
    pub phone_day: f64,
    /// How many polls are simulated.
    pub polls: PollShare,
}

impl Weights {
    /// For a world that simulates these polls.
    #[must_use]
    pub const fn of(polls: Polls) -> Self {
        let polls = match polls {
            Polls::Every => PollShare::Every,
            Polls::Telling => PollShare::Elided(TELLING),
        };
        Self { poll: 7.0, check_in: 9.0, event: 3.0, phone_day: 0.3, polls }
    }

    /// Occurrences to be expected of a demand, up to a factor that the pilot tells.
    #[must_use]
    pub fn occurrences(&self, scenario: &Scenario, demand: &Demand) -> f64 {
        let per_day = self.phone_day + faults_per_day(scenario);
        self.poll * self.polls.fraction() * demand.polls as f64
            + self.check_in * demand.check_ins as f64
            + self.event * demand.events as f64
            + per_day * demand.phone_days
    }
}

/// Occurrences by which a phone fails or sleeps, a day.
fn faults_per_day(scenario: &Scenario) -> f64 {
    let phones = &scenario.phones;
    let day = Span::DAY.as_millis() as f64;
    let churn = phones.churn.map_or(0.0, |churn| {
        // Off, on again, and back on the network.
        3.0 * day / (churn.on + churn.off).as_millis().max(1) as f64
    });
    let sleep = phones.sleep.map_or(0.0, |sleep| {
        let night = sleep.until.since_midnight() - sleep.from.since_midnight();
        let night = night.as_millis().rem_euclid(Span::DAY.as_millis()) as f64;
        2.0 * night / sleep.wake_every.as_millis().max(1) as f64
    });
    let hours = if phones.on_by_hour.is_empty() { 0.0 } else { 4.0 };
    let background = phones.background.map_or(0.0, |background| {
        // A window opens, the phone is back on the network, and the window closes.
        3.0 * background.share.fraction() * day / background.every.as_millis().max(1) as f64
    });
    churn + sleep + hours + background + 3.0 * phones.crashes.per_day()
}
