//! The scaled clock that all phones of a story read.

use corona_core::time::{Span, Timestamp};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A clock file, and what it says.
pub(crate) struct StoryClock {
    file: PathBuf,
    rate: f64,
    shows: Timestamp,
    at: i64,
}

/// Network deadlines are this much longer than a phone's, by the clock that runs fastest.
pub(crate) const STRETCH: f64 = 3_600.0;

impl StoryClock {
    /// A clock that runs as the real one does.
    pub(crate) fn new(file: PathBuf, shows: Timestamp) -> Self {
        let clock = Self { file, rate: 1.0, shows, at: real_now() };
        clock.write();
        clock
    }
    pub(crate) fn file(&self) -> &Path {
        &self.file
    }
    /// What it shows now.
    pub(crate) fn now(&self) -> Timestamp {
        let passed = (real_now() - self.at) as f64 * self.rate;
        self.shows + Span(passed as i64)
    }
    /// Jumps to a moment, unless that is past, and goes on at the real rate.
    pub(crate) fn jump(&mut self, to: Timestamp) {
        self.set(self.now().max(to), 1.0);
    }
    /// Goes on from now at this many seconds a second.
    pub(crate) fn run_at(&mut self, rate: f64) {
        self.set(self.now(), rate);
    }

    fn set(&mut self, shows: Timestamp, rate: f64) {
        (self.shows, self.at, self.rate) = (shows, real_now(), rate);
        self.write();
    }
    fn write(&self) {
        let text = format!(
            "rate = {:?}\nshows = \"{}Z\"\nat = {}\nstretch = {STRETCH:?}\n",
            self.rate,
            rfc3339(self.shows),
            self.at
        );
        let fresh = self.file.with_extension("new");
        std::fs::write(&fresh, text).expect("the story's folder is writable");
        std::fs::rename(&fresh, &self.file).expect("the story's folder is writable");
    }
}

#[expect(clippy::disallowed_methods, reason = "a scaled clock is fixed to the real one")]
fn real_now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970");
    i64::try_from(since.as_millis()).expect("milliseconds fit for ages")
}

/// RFC 3339 up to the second, without the zone: as text it sorts as it does in time.
pub(crate) fn rfc3339(at: Timestamp) -> String {
    let (year, month, day) = at.civil_date();
    let second = at.as_millis().rem_euclid(Span::DAY.as_millis()) / 1_000;
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// Lets real time pass: processes and circuits need it.
#[expect(clippy::disallowed_methods, reason = "real processes need real time")]
pub(crate) fn pause(span: Duration) {
    std::thread::sleep(span);
}
