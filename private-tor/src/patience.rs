//! How long a start may still take: the one place here that reads the clock and sleeps.

use super::{Settings, StartError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(100);

/// A deadline that can also be called off.
#[derive(Clone, Debug)]
pub(crate) struct Patience {
    start: Instant,
    limit: Duration,
    abandon: Arc<AtomicBool>,
}

/// Why waiting ended in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The time is over.
    Late,
    /// Nobody waits any more.
    Abandoned,
}

impl Patience {
    pub(crate) fn of(settings: &Settings) -> Self {
        let (limit, abandon) = (settings.patience, Arc::clone(&settings.abandon));
        Self { start: now(), limit, abandon }
    }

    /// One that nobody calls off.
    #[cfg(test)]
    pub(crate) fn for_at_most(limit: Duration) -> Self {
        Self { start: now(), limit, abandon: Arc::default() }
    }

    pub(crate) fn seconds(&self) -> u64 {
        self.limit.as_secs()
    }

    /// Sleeps for a moment, if there is time for it.
    #[expect(clippy::disallowed_methods, reason = "waits for processes outside of ours")]
    pub(crate) fn pause(&self) -> Result<(), Lost> {
        if self.abandon.load(Ordering::Relaxed) {
            return Err(Lost::Abandoned);
        }
        if now().duration_since(self.start) >= self.limit {
            return Err(Lost::Late);
        }
        std::thread::sleep(PAUSE);
        Ok(())
    }
}

impl Lost {
    /// The error, if `late` says what was missing in time.
    pub(crate) fn or_else(self, late: impl FnOnce() -> StartError) -> StartError {
        match self {
            Self::Late => late(),
            Self::Abandoned => StartError::Abandoned,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "waits for processes outside of ours")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_ends_by_time_or_by_request() {
        assert_eq!(Patience::for_at_most(Duration::ZERO).pause(), Err(Lost::Late));
        let settings = Settings::default();
        let patience = Patience::of(&settings);
        assert_eq!(patience.pause(), Ok(()));
        settings.abandon.store(true, Ordering::Relaxed);
        assert_eq!(patience.pause(), Err(Lost::Abandoned));
    }
}
