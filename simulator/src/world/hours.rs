//! Hours of the day in which phones are off: a share of them, more at night.
//!
//! A phone draws one number from noon to noon and is off in the hours of which fewer phones
//! are on than that: so the share of every hour is met, and who is off at eleven and at two
//! is off at midnight, too.

use super::occurrence::Occurrence;
use super::step::{PEOPLE, World};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use corona_core::identity::Signatures;
use corona_core::time::{Span, Timestamp};

/// Each phone keeps its hours up to this much early or late, so that not all turn at once.
const SPREAD: Span = Span::minutes(30);

impl<S: Signatures> World<S> {
    /// Puts the first hours off on the agenda.
    pub(super) fn plan_hours(&mut self, person: PersonIndex) {
        self.plan_hours_from(person, self.now);
    }

    fn plan_hours_from(&mut self, person: PersonIndex, from: Timestamp) {
        let shift = self.shift_of_hours(person);
        let hour = (from - shift).0.div_euclid(Span::HOUR.0);
        let Some(off) = self.hour_from(person, hour, false) else {
            return;
        };
        let begin = |hour: i64| Timestamp(hour * Span::HOUR.0) + shift;
        let beyond = self.setup.end + Span::HOUR;
        let until = self.hour_from(person, off, true).map_or(beyond, begin);
        let at = begin(off).max(self.now);
        self.agenda.push(at, PEOPLE, Occurrence::OffHours { person, until });
    }

    pub(super) fn off_hours(&mut self, person: PersonIndex, until: Timestamp) {
        self.power_off(person, until, None);
        if !self.calm && until <= self.setup.end {
            self.plan_hours_from(person, until);
        }
    }

    /// How much later than others' this phone's hours are.
    fn shift_of_hours(&self, person: PersonIndex) -> Span {
        let mut luck = self.chance.draws(Purpose::Hours, (1 << 32) | u64::from(person));
        Span(luck.between(-SPREAD.0, SPREAD.0))
    }

    /// The first hour from `hour` on, counted from 1970, in which the phone is on, or off.
    fn hour_from(&self, person: PersonIndex, hour: i64, on: bool) -> Option<i64> {
        let shares = self.setup.on_by_hour?;
        let last = self.setup.end.0.div_euclid(Span::HOUR.0) + 1;
        (hour..=last).find(|hour| {
            let noon = (hour + 12).div_euclid(24) as u64;
            let share = shares[hour.rem_euclid(24) as usize].fraction();
            self.chance.happens(Purpose::Hours, person.into(), noon, share) == on
        })
    }
}
