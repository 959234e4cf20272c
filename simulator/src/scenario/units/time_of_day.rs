//! Times of day: `"07:00"`, in UTC like every time of a scenario.
//!
//! Local time is not modelled: a night is a night for everybody.

use corona_core::time::Span;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::fmt;

/// A time of day, as the span since midnight, at least 0 and below 24 h.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TimeOfDay(Span);

impl TimeOfDay {
    /// On the hour; hours beyond 23 wrap around.
    #[must_use]
    pub const fn on_the_hour(hour: u8) -> Self {
        Self(Span::hours((hour % 24) as i64))
    }
    /// Since midnight.
    #[must_use]
    pub const fn since_midnight(self) -> Span {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_millis() / 1_000;
        write!(f, "{:02}:{:02}", seconds / 3_600, seconds / 60 % 60)?;
        match seconds % 60 {
            0 => Ok(()),
            rest => write!(f, ":{rest:02}"),
        }
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        parse(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!("{text:?} is no time of day: write e.g. \"23:00\""))
        })
    }
}

/// `hours:minutes` with optional `:seconds`, since midnight.
pub(super) fn parse(text: &str) -> Option<Span> {
    let mut parts = text.trim().split(':');
    let mut part = |below: i64| {
        let digits = parts.next()?;
        let plain = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse::<i64>().ok()).flatten().filter(|n| *n < below)
    };
    let whole_minutes = part(24)? * 60 + part(60)?;
    let seconds = match text.matches(':').count() {
        1 => 0,
        2 => part(60)?,
        _ => return None,
    };
    Some(Span::seconds(whole_minutes * 60 + seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_second_of_a_day_survives_being_written() {
        for second in 0..86_400 {
            let time = TimeOfDay(Span::seconds(second));
            assert_eq!(parse(&time.to_string()), Some(time.since_midnight()));
        }
    }

    #[test]
    fn times_that_no_clock_shows_are_refused() {
        for text in
            ["24:00", "7:00", "07", "07:60", "07:00:60", "07:00:00:00", "-1:00", "ab:cd", ""]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
