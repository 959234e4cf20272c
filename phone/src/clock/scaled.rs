//! A clock for tests: two weeks pass in minutes, while the network keeps its real deadlines.
//!
//! It knows what a file says of it (`settings`) and what it has shown. It decides what to
//! show, never less than before, whatever becomes of the file. All phones of a test read the
//! same file; when to look at it again is the host's to say.

use super::settings::{ClockError, Settings};
use super::system::{duration, real_now};
use crate::api::ScaledClockShown;
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_transport_tor::Clock;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A clock that a file describes. Test only.
#[derive(Debug)]
pub struct ScaledClock {
    file: PathBuf,
    /// As it was at the start: rules follow from it, which a node never changes.
    stretch: f64,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// As last read.
    text: String,
    settings: Settings,
    shown: Timestamp,
}

impl ScaledClock {
    /// How often to look at the file.
    pub const POLL: Duration = Duration::from_millis(30);

    /// Reads the file.
    ///
    /// # Errors
    /// [`ClockError`] names what is wrong with it.
    pub fn open(file: &Path) -> Result<Self, ClockError> {
        let io = |error| ClockError::Io { file: file.to_owned(), error };
        let text = std::fs::read_to_string(file).map_err(io)?;
        let settings = Settings::read(&text, file)?;
        let state = State { text, settings, shown: settings.at(real_now()) };
        Ok(Self { file: file.to_owned(), stretch: settings.stretch, state: Mutex::new(state) })
    }

    /// Looks at the file again. A change that describes no clock is told once and else
    /// ignored: somebody may be writing it.
    pub fn refresh(&self) {
        let Ok(text) = std::fs::read_to_string(&self.file) else { return };
        let mut state = self.state();
        if text == state.text {
            return;
        }
        match Settings::read(&text, &self.file) {
            Ok(settings) => {
                let before = state.settings.at(real_now());
                state.shown = state.shown.max(before);
                state.settings = settings;
                tracing::info!(rate = settings.rate, "the scaled clock goes on otherwise");
            }
            Err(error) => tracing::warn!(%error, "the scaled clock goes on as before"),
        }
        state.text = text;
    }

    /// How long to wait really until it shows `until`, as it goes now.
    #[must_use]
    pub fn until(&self, until: Timestamp) -> Duration {
        let left = until - self.now();
        // Rounded up: who wakes too early would turn idly until it is time.
        let millis = (left.as_millis() as f64 / self.state().settings.rate).ceil();
        duration(Span(millis as i64))
    }

    /// As every output shows it.
    #[must_use]
    pub fn shown(&self) -> ScaledClockShown {
        let now = self.now();
        let rate = self.state().settings.rate;
        ScaledClockShown { shows: super::to_rfc3339(now), rate }
    }

    /// Makes deadlines of the network, and what people must do within a minute, as long
    /// really as they are by the system's clock; polls, windows and life cycles pass quickly.
    pub fn stretch(&self, rules: &mut Rules) {
        let Rules { events, contacts, pairing, .. } = rules;
        let limits = [
            &mut events.code_expiry,
            &mut events.check_in_deadline,
            &mut events.visit_deadline,
            &mut events.dial_deadline,
            &mut events.idle_limit,
            &mut contacts.idle_limit,
            &mut contacts.dial_deadline,
            &mut contacts.answer_deadline,
            &mut pairing.expiry,
            &mut pairing.dial_deadline,
            &mut pairing.handshake,
            &mut pairing.comparison,
        ];
        for limit in limits {
            *limit = Span((limit.as_millis() as f64 * self.stretch) as i64);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ScaledClock {
    fn now(&self) -> Timestamp {
        let mut state = self.state();
        state.shown = state.shown.max(state.settings.at(real_now()));
        state.shown
    }
    fn wait(&self, until: Timestamp) -> Duration {
        let left = until - self.now();
        duration(Span((left.as_millis() as f64 / self.stretch).ceil() as i64))
    }
}
