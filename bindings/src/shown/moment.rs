//! Times, as the platform has them.

use corona_core::time::Timestamp;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A time of the phone's as the platform's.
pub(crate) fn of_timestamp(at: Timestamp) -> SystemTime {
    let millis = Duration::from_millis(at.as_millis().unsigned_abs());
    if at.as_millis() < 0 { UNIX_EPOCH - millis } else { UNIX_EPOCH + millis }
}

/// A time as the phone shows it: RFC 3339, of this build's own making.
pub(crate) fn moment(text: &str) -> SystemTime {
    let read = corona_phone::clock::from_rfc3339(text);
    of_timestamp(read.expect("the phone shows times as RFC 3339"))
}

/// Milliseconds since the epoch, rounded down; times before it are negative.
pub(crate) fn to_millis(at: SystemTime) -> i64 {
    let fits = |span: Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
    match at.duration_since(UNIX_EPOCH) {
        Ok(since) => fits(since),
        Err(before) => -fits(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn times_survive_the_border(millis in -62_135_596_800_000_i64..253_402_300_800_000) {
            prop_assert_eq!(to_millis(of_timestamp(Timestamp(millis))), millis);
        }
    }
}
