//! The shared-random values an authority starts with.
//!
//! A network has none before it has voted 24 times, and onion services need two.
//! So every authority gets a state file that says the protocol ran twice already.

use super::torrc::{ROUNDS_PER_RANDOM_VALUE, VOTING_INTERVAL_S};

/// Two values of 32 bytes. Their secrecy guards places in a network of one machine: nothing.
const PREVIOUS: &str = "cHJpdmF0ZS10b3I6IHRoZSB2YWx1ZSBiZWZvcmUgLi4=";
const CURRENT: &str = "cHJpdmF0ZS10b3I6IHRoZSB2YWx1ZSBub3cgLi4uLi4=";

/// The file `sr-state` for a start at `now_s`, in seconds since 1970.
pub(crate) fn sr_state(authorities: usize, now_s: u64) -> String {
    let run = ROUNDS_PER_RANDOM_VALUE * VOTING_INTERVAL_S;
    let round = now_s - now_s % VOTING_INTERVAL_S;
    // One run more than due: a file that expires while tor starts would be thrown away.
    let until = now_s - now_s % run + 2 * run;
    format!(
        "TorVersion any\nVersion 1\nValidAfter {}\nValidUntil {}\n\
         SharedRandPreviousValue {authorities} {PREVIOUS}\n\
         SharedRandCurrentValue {authorities} {CURRENT}\n",
        utc(round),
        utc(until)
    )
}

/// `2026-11-23 22:41:58`.
fn utc(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// The Gregorian date so many days after 1970-01-01.
fn date(mut days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    };
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_gregorian() {
        for (seconds, text) in [
            (0, "1970-01-01 00:00:00"),
            (951_782_399, "2000-02-28 23:59:59"),
            (951_782_400, "2000-02-29 00:00:00"),
            (978_307_199, "2000-12-31 23:59:59"),
            (1_795_473_718, "2026-11-23 22:41:58"),
            (4_107_542_400, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(utc(seconds), text);
        }
    }

    #[test]
    fn a_state_is_valid_for_longer_than_a_start_takes() {
        let run = ROUNDS_PER_RANDOM_VALUE * VOTING_INTERVAL_S;
        for now in (1_795_000_000..1_795_000_000 + run).step_by(7) {
            let text = sr_state(3, now);
            let line = |name: &str| {
                text.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned()
            };
            assert!(line("ValidAfter") <= utc(now) && line("ValidAfter") > utc(now - 20), "{text}");
            assert!(line("ValidUntil") > utc(now + run), "{text}");
        }
    }

    #[test]
    fn the_two_values_have_32_bytes_and_differ() {
        assert_ne!(PREVIOUS, CURRENT);
        for value in [PREVIOUS, CURRENT] {
            assert_eq!((value.len(), value.find('=')), (44, Some(43)), "{value}");
        }
    }
}
