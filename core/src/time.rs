//! Points in time and spans between them, in whole milliseconds.
//!
//! Nothing here reads a clock: `now` always enters by an argument, so the same
//! inputs give the same outputs on a phone and in a simulation. Integers rather
//! than `Instant`, because events last weeks and survive restarts.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, by the clock of
/// whoever took it. Two phones' clocks may differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Timestamp(pub i64);

/// A signed length of time in milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Span(pub i64);

impl Timestamp {
    /// Later than every time that a protocol rule can reach.
    pub const FAR_FUTURE: Self = Self(i64::MAX / 4);

    /// Milliseconds since the epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Year, month (1–12) and day (1–31) in UTC, proleptic Gregorian.
    #[must_use]
    pub const fn civil_date(self) -> (i64, u32, u32) {
        // Howard Hinnant, "chrono-compatible low-level date algorithms",
        // days_from_civil / civil_from_days.
        let days = self.0.div_euclid(Span::DAY.0) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted_month + 2) / 5 + 1) as u32;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 } as u32;
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// Midnight UTC of a date; `None` if there is no such day.
    #[must_use]
    pub fn from_civil_date(year: i64, month: u32, day: u32) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(-9999..=9999).contains(&year)
        {
            return None;
        }
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let shifted_month = i64::from(if month > 2 { month - 3 } else { month + 9 });
        let day_of_year = (153 * shifted_month + 2) / 5 + i64::from(day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let at = Self((era * 146_097 + day_of_era - 719_468) * Span::DAY.0);
        (at.civil_date() == (year, month, day)).then_some(at)
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One second.
    pub const SECOND: Self = Self(1_000);
    /// One minute.
    pub const MINUTE: Self = Self(60_000);
    /// One hour.
    pub const HOUR: Self = Self(3_600_000);
    /// One day of 24 hours.
    pub const DAY: Self = Self(86_400_000);

    /// `n` seconds.
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Self(n.saturating_mul(Self::SECOND.0))
    }
    /// `n` minutes.
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Self(n.saturating_mul(Self::MINUTE.0))
    }
    /// `n` hours.
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Self(n.saturating_mul(Self::HOUR.0))
    }
    /// `n` days of 24 hours.
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Self(n.saturating_mul(Self::DAY.0))
    }
    /// Milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }
    /// Whole days, rounded down.
    #[must_use]
    pub const fn whole_days(self) -> i64 {
        self.0.div_euclid(Self::DAY.0)
    }
    /// Hours as a fraction, for plots and tables.
    #[must_use]
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / Self::HOUR.0 as f64
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}
impl AddAssign<Span> for Timestamp {
    fn add_assign(&mut self, span: Span) {
        *self = *self + span;
    }
}
impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}
impl Sub for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}
impl Add for Span {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl Sub for Span {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
impl Neg for Span {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil_date();
        let in_day = self.0.rem_euclid(Span::DAY.0);
        let (hours, minutes) = (in_day / Span::HOUR.0, in_day / Span::MINUTE.0 % 60);
        write!(f, "{year:04}-{month:02}-{day:02} {hours:02}:{minutes:02}")?;
        match in_day % Span::MINUTE.0 {
            0 => Ok(()),
            rest => write!(f, ":{:02}", rest / 1_000),
        }
    }
}
impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}.{:03}", self.0.rem_euclid(1_000))
    }
}
impl fmt::Display for Span {
    /// The largest unit that divides the span: `14 days`, `90 min`, `1500 ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units =
            [(Self::DAY, "days"), (Self::HOUR, "h"), (Self::MINUTE, "min"), (Self::SECOND, "s")];
        for (unit, name) in units {
            if self.0 != 0 && self.0 % unit.0 == 0 {
                return write!(f, "{} {name}", self.0 / unit.0);
            }
        }
        write!(f, "{} ms", self.0)
    }
}
impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_survive_a_round_trip_over_four_centuries() {
        for day in -150_000..150_000 {
            let at = Timestamp(day * Span::DAY.0);
            let (year, month, date) = at.civil_date();
            assert_eq!(Timestamp::from_civil_date(year, month, date), Some(at));
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        assert_eq!(Timestamp::from_civil_date(2021, 2, 29), None);
        assert_eq!(Timestamp::from_civil_date(2020, 4, 31), None);
        assert!(Timestamp::from_civil_date(2020, 2, 29).is_some());
    }

    #[test]
    fn times_print_as_people_write_them() {
        let at = Timestamp::from_civil_date(2020, 4, 12).unwrap() + Span::minutes(18 * 60 + 5);
        assert_eq!(at.to_string(), "2020-04-12 18:05");
        assert_eq!(Span::days(14).to_string(), "14 days");
        assert_eq!(Span::minutes(90).to_string(), "90 min");
    }
}
