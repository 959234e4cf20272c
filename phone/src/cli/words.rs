//! Words as a terminal may show them.
//!
//! Names and notes come from other people's phones: whatever could move the cursor, change
//! colours or turn the line around is replaced before it is printed. It also turns the
//! times of the phone's answers into what people write.

use corona_phone::api::ScaledClockShown;

/// What somebody else wrote, harmless to print.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|c| if acts_on_a_terminal(c) { '\u{fffd}' } else { c }).collect()
}

/// Control characters, and those that reverse or hide what stands beside them.
fn acts_on_a_terminal(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{061c}' | '\u{feff}')
}

/// `2020-04-12T15:00:03Z` as `2020-04-12 15:00 UTC`; anything else as it is.
pub(crate) fn moment(rfc3339: &str) -> String {
    match to_the_minute(rfc3339) {
        Some(text) => format!("{text} UTC"),
        None => harmless(rfc3339),
    }
}

/// `2020-04-12 15:00` of an RFC 3339 time in UTC.
pub(crate) fn to_the_minute(rfc3339: &str) -> Option<String> {
    let (date, time) = rfc3339.strip_suffix('Z')?.split_once('T')?;
    let minute = time.get(..5)?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b"-:".contains(&b));
    (digits(date) && digits(minute)).then(|| format!("{date} {minute}"))
}

/// The line that every output begins with if the clock isn't the world's.
pub(crate) fn clock_line(clock: &ScaledClockShown) -> String {
    let unit = if clock.rate == 1.0 { "second" } else { "seconds" };
    format!("TEST CLOCK: {}, {} {unit} a second\n", harmless(&clock.shows), clock.rate)
}

/// `1 event`, `2 events`.
pub(crate) fn counted(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_neither_clear_the_screen_nor_turn_the_line_around() {
        assert_eq!(harmless("Eve\u{1b}[2J\nroot"), "Eve\u{fffd}[2J\u{fffd}root");
        assert_eq!(harmless("a\u{202e}b\u{9b}c\u{200b}"), "a\u{fffd}b\u{fffd}c\u{fffd}");
        assert_eq!(harmless("Zoë 王 🎉"), "Zoë 王 🎉");
    }

    #[test]
    fn times_are_shown_to_the_minute_and_name_their_zone() {
        assert_eq!(moment("2020-04-12T15:00:03Z"), "2020-04-12 15:00 UTC");
        assert_eq!(moment("2020-04-12T15:00:03.250Z"), "2020-04-12 15:00 UTC");
        assert_eq!(moment("soon\u{7}"), "soon\u{fffd}");
        assert_eq!(moment("2020-04-12TéééZ"), "2020-04-12TéééZ");
    }

    #[test]
    fn a_scaled_clock_says_what_it_is() {
        let clock = |rate| ScaledClockShown { shows: "2020-04-12T15:00:03Z".to_owned(), rate };
        assert_eq!(
            clock_line(&clock(7200.0)),
            "TEST CLOCK: 2020-04-12T15:00:03Z, 7200 seconds a second\n"
        );
        assert_eq!(
            clock_line(&clock(1.0)),
            "TEST CLOCK: 2020-04-12T15:00:03Z, 1 second a second\n"
        );
    }

    #[test]
    fn numbers_have_their_plural() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "event")), ["0 events", "1 event", "2 events"]);
    }
}
