//! What a population will ask of its phones.
//!
//! Knows gatherings, guests and the spans of the scenario; counts, and decides
//! nothing. Faults, refusals and cascades are not in these counts: a pilot shows what
//! they add.

use crate::population::{Gathering, Population};
use crate::scenario::Scenario;
use corona_core::time::{Span, Timestamp};
use serde::Serialize;

/// Counts of one population up to some instant of the run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Demand {
    /// People, with and without the app.
    pub people: u64,
    /// People with the app.
    pub phones: u64,
    /// Pairs who would pair their phones if both have one.
    pub ties: u64,
    /// Gatherings that begin, hosted or not.
    pub gatherings: u64,
    /// Of these, those that become events if nothing fails.
    pub events: u64,
    /// People at them, each once for each, organizers included.
    pub attendances: u64,
    /// Guests who try to check in.
    pub check_ins: u64,
    /// Polls by these guests while their events are open or maintained, if every one
    /// is simulated.
    pub polls: u64,
    /// Days of the run so far, times phones.
    pub phone_days: f64,
    /// Live participations (open or maintained) of the mean phone, by day of the run, at
    /// its end.
    pub live_by_day: Vec<f64>,
}

impl Demand {
    /// Counts what begins before `until`, and polls up to then.
    #[must_use]
    pub fn count(scenario: &Scenario, population: &Population, until: Timestamp) -> Self {
        let phones = population.people.iter().filter(|person| person.has_phone).count() as u64;
        let days = (until - scenario.start).as_millis() as f64 / Span::DAY.as_millis() as f64;
        let mut demand = Self {
            people: population.people.len() as u64,
            phones,
            ties: population.ties.len() as u64,
            gatherings: 0,
            events: 0,
            attendances: 0,
            check_ins: 0,
            polls: 0,
            phone_days: phones as f64 * days,
            live_by_day: Vec::new(),
        };
        // Differences between the live check-ins of a day and of the day before.
        let mut changes = vec![0_i64; days.ceil().max(0.0) as usize + 1];
        let interval = (scenario.polling.min.as_millis() + scenario.polling.max.as_millis()) / 2;
        let mut live_millis = 0_u128;
        for gathering in population.gatherings.iter().take_while(|one| one.start < until) {
            let check_ins = demand.attend(population, gathering);
            let over = gathering.end + scenario.event.maintain;
            let live = (over.min(until) - gathering.start).as_millis().max(0);
            live_millis += u128::from(check_ins) * u128::from(live.unsigned_abs());
            let day = |at: Timestamp| (at - scenario.start).whole_days().max(0) as usize;
            let last = changes.len() - 1;
            changes[day(gathering.start).min(last)] += check_ins as i64;
            changes[day(over).min(last)] -= check_ins as i64;
        }
        demand.polls = (live_millis / interval.unsigned_abs().max(1) as u128) as u64;
        changes.pop();
        demand.live_by_day = per_phone(&changes, phones);
        demand
    }

    /// Counts one gathering; returns its check-ins.
    fn attend(&mut self, population: &Population, gathering: &Gathering) -> u64 {
        let guests = population.guests(gathering);
        let check_ins = guests.iter().filter(|guest| guest.checks_in).count() as u64;
        self.gatherings += 1;
        self.events += u64::from(gathering.hosted);
        self.attendances += gathering.size() as u64;
        self.check_ins += check_ins;
        check_ins
    }

    /// Events and check-ins together: what phones keep records of.
    #[must_use]
    pub const fn participations(&self) -> u64 {
        self.events + self.check_ins
    }

    /// The largest of [`Demand::live_by_day`].
    #[must_use]
    pub fn live_peak(&self) -> f64 {
        self.live_by_day.iter().copied().fold(0.0, f64::max)
    }
}

fn per_phone(changes: &[i64], phones: u64) -> Vec<f64> {
    let mut live = 0;
    let sums = changes.iter().map(|change| {
        live += change;
        live as f64 / phones.max(1) as f64
    });
    sums.collect()
}
