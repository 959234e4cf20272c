//! The system's clock: the one place where this program reads it.

use corona_core::time::{Span, Timestamp};
use corona_transport_tor::Clock;
use std::time::{Duration, SystemTime};

/// The time as the system has it; it may jump when somebody sets it.
#[derive(Clone, Copy, Default, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        real_now()
    }
    fn wait(&self, until: Timestamp) -> Duration {
        duration(until - real_now())
    }
}

/// The system's time; before 1970 counts as 1970.
#[expect(clippy::disallowed_methods, reason = "a phone takes its time from the system, here alone")]
pub(super) fn real_now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(Timestamp::FAR_FUTURE.as_millis()))
}

/// A span to wait; nothing if it is past.
pub(super) fn duration(span: Span) -> Duration {
    Duration::from_millis(u64::try_from(span.as_millis()).unwrap_or(0))
}
