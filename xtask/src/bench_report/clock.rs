//! Today's date and how long something took: the report's only looks at a clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

const DAY: u64 = 86_400;

/// Now, for measuring how long something takes.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Seconds since then.
pub(crate) fn seconds_since(then: Instant) -> f64 {
    (now() - then).as_secs_f64()
}

/// Date and time in UTC, as `2026-11-24 02:03`.
#[expect(clippy::disallowed_methods, reason = "a report says when it was made")]
pub(crate) fn utc() -> String {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    written(elapsed.as_secs())
}

fn written(seconds: u64) -> String {
    let (year, month, day) = civil(seconds / DAY);
    let minutes = seconds % DAY / 60;
    format!("{year}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
}

/// Year, month and day of a number of days after 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
    let is_leap =
        |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let (mut year, mut left) = (1970, days);
    while left >= 365 + u64::from(is_leap(year)) {
        left -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    (year, month, left + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_become_dates() {
        assert_eq!(written(0), "1970-01-01 00:00");
        assert_eq!(written(951_782_400 + 86_399), "2000-02-29 23:59");
        assert_eq!(written(1_583_020_800), "2020-03-01 00:00");
        assert_eq!(written(1_609_459_199), "2020-12-31 23:59");
    }
}
