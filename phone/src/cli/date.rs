//! Dates and times as people type them, in UTC.
//!
//! Two forms and no guessing: `6/4/2020` is April to some and June to others, and a report
//! with the wrong month warns the wrong people. Time zones are left to the person, because
//! the phone's folder doesn't know where a sample was taken.

use crate::cli::failure::Failure;
use corona_core::time::{Span, Timestamp};

/// The forms accepted, for help texts and errors.
pub(crate) const FORMS: &str = "write 2020-04-06, or 2020-04-06 12:00 (UTC)";

/// Reads the words given to a flag: a date, or a date and a time of day.
pub(crate) fn parse(flag: &str, words: &[String]) -> Result<Timestamp, Failure> {
    let text = words.join(" ");
    let wrong = |what: &str| Failure::refused(format!("{flag} {text:?}: {what}: {FORMS}"));
    let (date, time) = match text.trim().split_once(' ') {
        Some((date, time)) => (date, Some(time.trim())),
        None => (text.trim(), None),
    };
    let (year, month, day) = year_month_day(date).ok_or_else(|| wrong("not a date"))?;
    let midnight = Timestamp::from_civil_date(year, month, day)
        .ok_or_else(|| wrong("there is no such day"))?;
    let since_midnight = match time {
        None => Span::ZERO,
        Some(time) => time_of_day(time).ok_or_else(|| wrong("not a time of day"))?,
    };
    Ok(midnight + since_midnight)
}

/// Exactly `YYYY-MM-DD`.
fn year_month_day(text: &str) -> Option<(i64, u32, u32)> {
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let (month, day) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    parts.next().is_none().then_some((i64::from(year), month, day))
}

/// Exactly `HH:MM`, from 00:00 to 23:59.
fn time_of_day(text: &str) -> Option<Span> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours < 24 && minutes < 60).then(|| Span::minutes(i64::from(hours * 60 + minutes)))
}

/// `digits` decimal digits, neither more nor fewer.
fn number(text: &str, digits: usize) -> Option<u32> {
    let decimal = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    decimal.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Timestamp, String> {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        parse("--since", &words).map_err(|failure| failure.message)
    }

    #[test]
    fn both_forms_are_read_quoted_or_not() {
        let noon = Timestamp(1_586_174_400_000);
        assert_eq!(read(&["2020-04-06"]), Ok(noon - Span::hours(12)));
        assert_eq!(read(&["2020-04-06 12:00"]), Ok(noon));
        assert_eq!(read(&["2020-04-06", "12:00"]), Ok(noon));
        assert_eq!(read(&["2020-02-29", "23:59"]).unwrap().to_string(), "2020-02-29 23:59");
    }

    #[test]
    fn what_is_wrong_is_named_with_the_value_and_the_forms() {
        let forms = "write 2020-04-06, or 2020-04-06 12:00 (UTC)";
        for (words, wrong) in [
            (&["6.4.2020"][..], "\"6.4.2020\": not a date"),
            (&["2020-4-6"], "\"2020-4-6\": not a date"),
            (&["20-04-06"], "\"20-04-06\": not a date"),
            (&["2020-04-06-07"], "\"2020-04-06-07\": not a date"),
            (&[""], "\"\": not a date"),
            (&["yesterday"], "\"yesterday\": not a date"),
            (&["２０２０-04-06"], "\"２０２０-04-06\": not a date"),
            (&["2021-02-29"], "\"2021-02-29\": there is no such day"),
            (&["2020-13-01"], "\"2020-13-01\": there is no such day"),
            (&["2020-04-06", "24:00"], "\"2020-04-06 24:00\": not a time of day"),
            (&["2020-04-06", "noon"], "\"2020-04-06 noon\": not a time of day"),
            (&["2020-04-06 12:00", "UTC"], "\"2020-04-06 12:00 UTC\": not a time of day"),
        ] {
            assert_eq!(read(words), Err(format!("--since {wrong}: {forms}")));
        }
    }
}
