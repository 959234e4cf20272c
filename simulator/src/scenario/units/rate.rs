//! Rates: `"0.02 % per day"`, `"1.5 per week"`.
//!
//! A rate is an expected number of happenings per person and time, so unlike a
//! probability it may exceed one.

use corona_core::time::Span;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const REMEDY: &str =
    "write e.g. \"0.02 % per day\" or \"1.5 per week\", 0 to 1000 per hour, day or week";

/// The time a rate refers to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Period {
    /// Per hour.
    Hour,
    /// Per day.
    Day,
    /// Per week.
    Week,
}

impl Period {
    const ALL: [Self; 3] = [Self::Hour, Self::Day, Self::Week];

    const fn word(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
        }
    }
    const fn span(self) -> Span {
        match self {
            Self::Hour => Span::HOUR,
            Self::Day => Span::DAY,
            Self::Week => Span::days(7),
        }
    }
}

/// An expected number per person and time, at least 0. Kept as it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rate {
    number: f64,
    in_percent: bool,
    per: Period,
}

impl Rate {
    /// Never.
    pub const NEVER: Self = Self { number: 0.0, in_percent: false, per: Period::Day };

    /// `number` times per period, clamped to 0 to 1000.
    #[must_use]
    pub const fn times(number: f64, per: Period) -> Self {
        Self { number: number.clamp(0.0, 1_000.0), in_percent: false, per }
    }
    /// Expected number in a day.
    #[must_use]
    pub fn per_day(self) -> f64 {
        self.expected_in(Span::DAY)
    }
    /// Expected number in a week.
    #[must_use]
    pub fn per_week(self) -> f64 {
        self.expected_in(Span::days(7))
    }
    /// Expected number in a span of time.
    #[must_use]
    pub fn expected_in(self, span: Span) -> f64 {
        let number = if self.in_percent { self.number / 100.0 } else { self.number };
        number * (span.as_millis() as f64 / self.per.span().as_millis() as f64)
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = if self.in_percent { " %" } else { "" };
        write!(f, "{}{percent} per {}", self.number, self.per.word())
    }
}

impl std::str::FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refused = |why: &str| format!("{text:?} is no rate ({why}): {REMEDY}");
        let (amount, period) = text.split_once("per ").ok_or_else(|| refused("no \"per day\""))?;
        let per = Period::ALL
            .into_iter()
            .find(|period_known| period_known.word() == period.trim())
            .ok_or_else(|| refused(&format!("unknown period {:?}", period.trim())))?;
        let (number, in_percent) = match amount.trim().strip_suffix('%') {
            Some(number) => (number.trim(), true),
            None => (amount.trim(), false),
        };
        match number.parse::<f64>() {
            Err(_) => Err(refused("no number")),
            Ok(number) if (0.0..=1_000.0).contains(&number) => {
                Ok(Self { number: number + 0.0, in_percent, per })
            }
            Ok(_) => Err(refused("out of range")),
        }
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RateVisitor)
    }
}

struct RateVisitor;

impl Visitor<'_> for RateVisitor {
    type Value = Rate;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rate in quotes, such as \"0.02 % per day\"")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Rate, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Rate, E> {
        Err(E::custom(format!("{number} has no unit: {REMEDY}")))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Rate, E> {
        Err(E::custom(format!("{number} has no unit: {REMEDY}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rates_count_per_person_and_time() {
        assert_eq!("50 % per day".parse::<Rate>().unwrap().per_day(), 0.5);
        assert_eq!("1.5 per week".parse::<Rate>().unwrap().per_week(), 1.5);
        assert_eq!("2 per day".parse::<Rate>().unwrap().per_week(), 14.0);
        assert_eq!("1 per hour".parse::<Rate>().unwrap().per_day(), 24.0);
    }

    #[test]
    fn what_is_no_rate_is_refused_with_an_example() {
        for text in ["0.02 %", "3", "per day", "2 per month", "-1 per day", "NaN per day", ""] {
            let refusal = text.parse::<Rate>().unwrap_err();
            assert!(refusal.contains(&format!("{text:?}")), "{refusal}");
            assert!(refusal.contains("0.02 % per day"), "{refusal}");
        }
    }

    proptest! {
        #[test]
        fn every_rate_survives_being_written(
            number in 0.0..1_000.0_f64,
            in_percent: bool,
            per in prop::sample::select(&Period::ALL[..]),
        ) {
            let rate = Rate { number, in_percent, per };
            prop_assert_eq!(rate.to_string().parse(), Ok(rate));
        }
    }
}
