//! Times as RFC 3339 has them, in UTC.

use corona_core::time::{Span, Timestamp};
use toml::value::{Datetime, Offset};

/// As in `2020-04-12T18:05:00Z`; milliseconds are shown where there are any.
#[must_use]
pub fn to_rfc3339(at: Timestamp) -> String {
    let (year, month, day) = at.civil_date();
    let in_day = at.as_millis().rem_euclid(Span::DAY.as_millis());
    let (seconds, millis) = (in_day / 1_000, in_day % 1_000);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let fraction = if millis == 0 { String::new() } else { format!(".{millis:03}") };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// A time as RFC 3339 has it, with its offset; or a day, which begins at midnight UTC. `None`
/// if it is neither.
#[must_use]
pub fn from_rfc3339(text: &str) -> Option<Timestamp> {
    let datetime: Datetime = text.parse().ok()?;
    match (datetime.date, datetime.time) {
        (Some(day), None) => {
            Timestamp::from_civil_date(i64::from(day.year), day.month.into(), day.day.into())
        }
        _ => timestamp(&datetime),
    }
}

/// The time that a date, a time of day and an offset say; `None` if one is missing.
pub(super) fn timestamp(datetime: &Datetime) -> Option<Timestamp> {
    let (date, time) = (datetime.date?, datetime.time?);
    let offset = match datetime.offset? {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let midnight =
        Timestamp::from_civil_date(i64::from(date.year), date.month.into(), date.day.into())?;
    let minutes = i64::from(time.hour) * 60 + i64::from(time.minute) - offset;
    let seconds = minutes * 60 + i64::from(time.second.unwrap_or(0));
    let millis = i64::from(time.nanosecond.unwrap_or(0)) / 1_000_000;
    Some(midnight + Span::seconds(seconds) + Span(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_survive_being_written() {
        for at in [0, 1_586_714_700_000, 1_586_714_700_250, -1, 253_402_300_799_999] {
            let read: Datetime = to_rfc3339(Timestamp(at)).parse().unwrap();
            assert_eq!(timestamp(&read), Some(Timestamp(at)));
        }
    }

    #[test]
    fn a_day_begins_at_midnight_and_an_hour_alone_is_no_time() {
        assert_eq!(from_rfc3339("1970-01-02"), Some(Timestamp(86_400_000)));
        assert_eq!(from_rfc3339("1970-01-01T01:00:00+01:00"), Some(Timestamp(0)));
        for text in ["", "01:00:00", "1970-01-01T01:00:00", "1970-02-30", "yesterday"] {
            assert_eq!(from_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn an_offset_is_taken_off() {
        let read: Datetime = "2020-04-12T20:05:00+02:00".parse().unwrap();
        assert_eq!(to_rfc3339(timestamp(&read).unwrap()), "2020-04-12T18:05:00Z");
        assert_eq!(timestamp(&"2020-04-12T20:05:00".parse().unwrap()), None);
    }
}
