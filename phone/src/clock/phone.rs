//! Either clock, as the host asks it.

use super::{ScaledClock, SystemClock};
use crate::api::ScaledClockShown;
use corona_core::rules::Rules;
use corona_core::time::Timestamp;
use corona_transport_tor::Clock;
use std::time::Duration;

/// The clock that a phone runs by.
#[derive(Debug)]
pub enum PhoneClock {
    /// The system's.
    System(SystemClock),
    /// Test only.
    Scaled(ScaledClock),
}

impl PhoneClock {
    /// However far off the next thing is due, the host looks up this often: the system's
    /// clock may have been set, or the phone have slept. What was due meanwhile is late by as
    /// much at most; the shortest job that a phone's system runs in the background comes as often.
    const LOOK_UP: Duration = Duration::from_secs(15 * 60);

    /// How long the host may wait before it must look whether it is `until`.
    #[must_use]
    pub fn pause(&self, until: Timestamp) -> Duration {
        match self {
            Self::System(clock) => clock.wait(until).min(Self::LOOK_UP),
            Self::Scaled(clock) => clock.until(until).min(ScaledClock::POLL),
        }
    }

    /// How long it takes really until it is `until`, as the clock goes now.
    #[must_use]
    pub fn until(&self, until: Timestamp) -> Duration {
        match self {
            Self::System(clock) => clock.wait(until),
            Self::Scaled(clock) => clock.until(until),
        }
    }

    /// Takes notice of what was changed about a scaled clock.
    pub fn refresh(&self) {
        match self {
            Self::System(_) => {}
            Self::Scaled(clock) => clock.refresh(),
        }
    }

    /// As every output shows it, if it is a scaled one.
    #[must_use]
    pub fn scaled(&self) -> Option<ScaledClockShown> {
        match self {
            Self::System(_) => None,
            Self::Scaled(clock) => Some(clock.shown()),
        }
    }

    /// Fits the time limits to the clock.
    pub fn fit(&self, rules: &mut Rules) {
        match self {
            Self::System(_) => {}
            Self::Scaled(clock) => clock.stretch(rules),
        }
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> Timestamp {
        match self {
            Self::System(clock) => clock.now(),
            Self::Scaled(clock) => clock.now(),
        }
    }
    fn wait(&self, until: Timestamp) -> Duration {
        match self {
            Self::System(clock) => clock.wait(until),
            Self::Scaled(clock) => clock.wait(until),
        }
    }
}
