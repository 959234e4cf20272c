//! Points in time: `"2020-03-01"` (midnight), `"2020-03-01 18:00"`, both UTC.
//!
//! For `#[serde(with = "units::moment")]` on a [`Timestamp`]. Whole seconds, which
//! is what [`Timestamp`] prints, so that what was read is what is written.

use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Deserializer, Serializer, de::Error};

use super::time_of_day;

const REMEDY: &str = "write a date such as \"2020-03-01\" or \"2020-03-01 18:00\" (UTC)";

/// Reads a point in time.
///
/// # Errors
/// A sentence with the text and the remedy.
pub fn parse(text: &str) -> Result<Timestamp, String> {
    let trimmed = text.trim().trim_end_matches('Z');
    let (date, time) = match trimmed.split_once([' ', 'T']) {
        Some((date, time)) => (date, Some(time)),
        None => (trimmed, None),
    };
    let midnight = parse_date(date).ok_or_else(|| format!("{text:?} is no date: {REMEDY}"))?;
    let since_midnight = match time {
        Some(time) => time_of_day::parse(time)
            .ok_or_else(|| format!("{text:?} has no time of day after the date: {REMEDY}"))?,
        None => Span::ZERO,
    };
    Ok(midnight + since_midnight)
}

fn parse_date(date: &str) -> Option<Timestamp> {
    let mut parts = date.splitn(3, '-');
    let mut part = |digits: usize| {
        let text = parts.next()?;
        let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<u32>().ok()).flatten()
    };
    let (year, month, day) = (part(4)?, part(2)?, part(2)?);
    Timestamp::from_civil_date(i64::from(year), month, day)
}

/// Writes a point in time so that [`parse`] reads the same.
///
/// # Errors
/// Those of the serializer.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde's calling convention
pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(at)
}

/// Reads a point in time.
///
/// # Errors
/// Whatever is not a string that [`parse`] accepts.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_with_and_without_a_time_are_read() {
        let midnight = Timestamp::from_civil_date(2020, 3, 1).unwrap();
        assert_eq!(parse("2020-03-01"), Ok(midnight));
        assert_eq!(parse("2020-03-01 18:00"), Ok(midnight + Span::hours(18)));
        assert_eq!(parse("2020-03-01T18:00:05Z"), Ok(midnight + Span(64_805_000)));
    }

    #[test]
    fn days_and_hours_that_do_not_exist_are_refused() {
        for text in [
            "2021-02-29",
            "2020-13-01",
            "01.03.2020",
            "2020-3-1",
            "2020-03-01 25:00",
            "2020-03-01 18",
            "",
            "+020-03-01",
        ] {
            let refusal = parse(text).unwrap_err();
            assert!(refusal.contains(&format!("{text:?}")), "{refusal}");
            assert!(refusal.contains("2020-03-01 18:00"), "{refusal}");
        }
    }

    proptest! {
        #[test]
        fn every_second_survives_being_written(second in 0_i64..250_000_000_000) {
            let at = Timestamp(second * 1_000);
            prop_assert_eq!(parse(&at.to_string()), Ok(at));
        }
    }
}
