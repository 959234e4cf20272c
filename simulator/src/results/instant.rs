//! A point in world time as files spell it: `2020-04-12T18:05:00.000Z`.
//!
//! It knows ISO 8601 and nothing else; sorting as text is sorting by time.

use corona_core::time::{Span, Timestamp};
use std::fmt;

/// Displays a timestamp in ISO 8601, UTC, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant(pub Timestamp);

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.civil_date();
        let in_day = self.0.as_millis().rem_euclid(Span::DAY.as_millis());
        let (hour, minute) = (in_day / 3_600_000, in_day / 60_000 % 60);
        let (second, milli) = (in_day / 1_000 % 60, in_day % 1_000);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_spelt_to_the_millisecond_even_before_the_epoch() {
        assert_eq!(Instant(Timestamp(0)).to_string(), "1970-01-01T00:00:00.000Z");
        assert_eq!(Instant(Timestamp(-1)).to_string(), "1969-12-31T23:59:59.999Z");
        assert_eq!(Instant(Timestamp(1_586_714_700_042)).to_string(), "2020-04-12T18:05:00.042Z");
    }
}
