//! Durations: `"14 days"`, `"90 min"`, `"1.5 h"`, `"-30 days"`.
//!
//! For `#[serde(with = "units::span")]` on a [`Span`]. Refuses a number without
//! its unit, because milliseconds and days look alike in a file.

use corona_core::time::Span;
use serde::de::{Error, Visitor};
use serde::{Deserializer, Serializer};
use std::fmt;

const UNITS: [(&str, Span); 7] = [
    ("ms", Span(1)),
    ("s", Span::SECOND),
    ("min", Span::MINUTE),
    ("h", Span::HOUR),
    ("day", Span::DAY),
    ("days", Span::DAY),
    ("weeks", Span::days(7)),
];
const REMEDY: &str = "write a number and one of ms, s, min, h, days, weeks, e.g. \"90 min\"";
/// Beyond it, sums of times could leave their range: about 2,700 years.
const LONGEST: Span = Span::days(1_000_000);

/// Reads a duration.
///
/// # Errors
/// A sentence with the text and the remedy.
pub fn parse(text: &str) -> Result<Span, String> {
    let trimmed = text.trim();
    let split = trimmed.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(trimmed.len());
    let (number, unit) = (trimmed[..split].trim(), trimmed[split..].trim());
    let refused = |why: &str| Err(format!("{text:?} is no duration ({why}): {REMEDY}"));
    if unit.is_empty() {
        return refused("it has no unit");
    }
    let Some((_, one)) = UNITS.iter().find(|(name, _)| *name == unit) else {
        return refused(&format!("unknown unit {unit:?}"));
    };
    let millis = match (number.parse::<i64>(), number.parse::<f64>()) {
        (Ok(whole), _) => whole.checked_mul(one.as_millis()),
        (Err(_), Ok(fraction)) => whole_millis(fraction * one.as_millis() as f64),
        (Err(_), Err(_)) => return refused(&format!("{number:?} is no number")),
    };
    match millis {
        Some(millis) if millis.abs() <= LONGEST.as_millis() => Ok(Span(millis)),
        Some(_) => refused("longer than a million days"),
        None => refused("not a whole number of milliseconds"),
    }
}

/// Fractions are accepted if they mean whole milliseconds; `0.1 s` does although
/// it has no exact binary form.
fn whole_millis(millis: f64) -> Option<i64> {
    let rounded = libm::round(millis);
    let near = libm::fabs(millis - rounded) < 1e-6;
    (near && libm::fabs(rounded) <= LONGEST.as_millis() as f64).then_some(rounded as i64)
}

/// Writes a duration so that [`parse`] reads the same.
///
/// # Errors
/// Those of the serializer.
#[allow(clippy::trivially_copy_pass_by_ref)] // serde's calling convention
pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(span)
}

/// Reads a duration.
///
/// # Errors
/// Whatever is not a string that [`parse`] accepts.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
    deserializer.deserialize_any(SpanVisitor)
}

struct SpanVisitor;

impl Visitor<'_> for SpanVisitor {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a duration in quotes, such as \"90 min\"")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Span, E> {
        parse(text).map_err(E::custom)
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Span, E> {
        Err(E::custom(format!("{number} has no unit: {REMEDY}")))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Span, E> {
        Err(E::custom(format!("{number} has no unit: {REMEDY}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn durations_read_as_people_write_them() {
        assert_eq!(parse("14 days"), Ok(Span::days(14)));
        assert_eq!(parse("1 day"), Ok(Span::DAY));
        assert_eq!(parse("-30 days"), Ok(Span::days(-30)));
        assert_eq!(parse(" 90min "), Ok(Span::minutes(90)));
        assert_eq!(parse("1.5 h"), Ok(Span::minutes(90)));
        assert_eq!(parse("0.1 s"), Ok(Span(100)));
        assert_eq!(parse("2 weeks"), Ok(Span::days(14)));
    }

    #[test]
    fn what_is_no_duration_is_refused_with_the_text_and_the_units() {
        for text in [
            "14",
            "",
            "days",
            "14 parsecs",
            "3 hrs",
            "0.1 ms",
            "1e300 h",
            "nan h",
            "9999999999 days",
        ] {
            let refusal = parse(text).unwrap_err();
            assert!(refusal.contains(&format!("{text:?}")), "{refusal}");
            assert!(refusal.contains("ms, s, min, h, days"), "{refusal}");
        }
    }

    proptest! {
        #[test]
        fn every_duration_survives_being_written(
            count in -10_000_i64..10_000,
            unit in prop::sample::select(&UNITS[..]),
        ) {
            let span = Span(count * unit.1.as_millis());
            prop_assert_eq!(parse(&span.to_string()), Ok(span));
        }
        #[test]
        fn no_text_panics(text in ".{0,20}") {
            let _ = parse(&text);
        }
    }
}
