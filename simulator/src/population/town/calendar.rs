//! Days, weekdays and hours of a run.
//!
//! Knows when the run begins and ends; decides at which hours a kind of meeting
//! may begin. The same hours hold in every season: a town has no holidays.

use crate::chance::Draws;
use corona_core::time::{Span, Timestamp};
use std::ops::Range;

/// The days of a run.
pub(super) struct Calendar {
    run: Range<Timestamp>,
    /// Days since 1970-01-01 that the run touches.
    days: Range<i64>,
}

impl Calendar {
    pub(super) fn new(start: Timestamp, end: Timestamp) -> Self {
        let last_instant = Timestamp(end.0 - 1);
        let days =
            (start - Timestamp(0)).whole_days()..(last_instant - Timestamp(0)).whole_days() + 1;
        Self { run: start..end, days }
    }

    /// Length of the run in weeks.
    pub(super) fn weeks_long(&self) -> f64 {
        (self.run.end - self.run.start).as_millis() as f64 / Span::days(7).as_millis() as f64
    }

    /// Number of days touched.
    pub(super) fn day_count(&self) -> u64 {
        (self.days.end - self.days.start) as u64
    }

    /// The `n`-th day touched.
    pub(super) fn day(&self, n: u64) -> i64 {
        self.days.start + n as i64
    }

    /// All days touched.
    pub(super) fn days(&self) -> Range<i64> {
        self.days.clone()
    }

    /// Midnight before the run begins.
    pub(super) fn midnight(&self) -> Timestamp {
        Timestamp(0) + Span::days(self.days.start)
    }

    /// Whole minutes from that midnight.
    pub(super) fn minute(&self, at: Timestamp) -> u32 {
        ((at - self.midnight()).as_millis() / Span::MINUTE.as_millis()) as u32
    }

    /// Whether something that begins then begins within the run.
    pub(super) fn contains(&self, at: Timestamp) -> bool {
        self.run.contains(&at)
    }
}

/// Monday is 0, Sunday 6; 1970-01-01 was a Thursday.
pub(super) fn weekday(day: i64) -> u32 {
    (day + 3).rem_euclid(7) as u32
}

/// Number of the week that a day belongs to; weeks begin on Mondays.
pub(super) fn week(day: i64) -> i64 {
    (day + 3).div_euclid(7)
}

/// A quarter of an hour on a day, between two full hours.
pub(super) fn quarter(draws: &mut Draws<'_>, day: i64, hours: Range<i64>) -> Timestamp {
    let quarters = (hours.end - hours.start).max(1) * 4;
    let drawn = draws.below(quarters as u64) as i64;
    Timestamp(0) + Span::days(day) + Span::hours(hours.start) + Span::minutes(15 * drawn)
}

/// Hours of leisure: evenings, and afternoons at weekends.
pub(super) fn leisure_hours(day: i64) -> Range<i64> {
    if weekday(day) >= 5 { 11..21 } else { 17..21 }
}

/// A length around a mean: lognormal, in whole minutes, 5 to 24 · 60.
pub(super) fn length_minutes(draws: &mut Draws<'_>, mean: Span) -> u32 {
    const SIGMA: f64 = 0.3;
    // The mean of a lognormal exceeds its median by this factor.
    let median = mean.as_millis() as f64 / libm::exp(SIGMA * SIGMA / 2.0);
    let minutes = draws.lognormal(median, SIGMA) / Span::MINUTE.as_millis() as f64;
    (minutes as u32).clamp(5, 24 * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let day =
            |y, m, d| (Timestamp::from_civil_date(y, m, d).unwrap() - Timestamp(0)).whole_days();
        assert_eq!(weekday(day(2020, 3, 1)), 6, "a Sunday");
        assert_eq!(weekday(day(2020, 3, 2)), 0, "a Monday");
        assert_eq!(week(day(2020, 3, 2)), week(day(2020, 3, 8)));
        assert_eq!(week(day(2020, 3, 1)) + 1, week(day(2020, 3, 2)));
    }
}
