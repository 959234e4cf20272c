//! The file that describes a scaled clock.
//!
//! ```toml
//! rate = 3600.0                    # its seconds per real second
//! shows = 2020-04-12T18:00:00Z     # it showed this
//! at = 1791900000000               # … at this real time, milliseconds since 1970
//! stretch = 3600.0                 # the network's deadlines are this much longer on it
//! ```

use super::rfc3339::timestamp;
use corona_core::time::{Span, Timestamp};
use std::io;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

const KEYS: [&str; 4] = ["rate", "shows", "at", "stretch"];
const FASTEST: f64 = 1e6;

/// Why a file describes no clock.
#[derive(Debug, thiserror::Error)]
pub enum ClockError {
    /// A value.
    #[error("{}: {problem}", .file.display())]
    Setting {
        /// Which file.
        file: PathBuf,
        /// Key, value and remedy.
        problem: String,
    },
    /// The disk.
    #[error("{}: {error}; a scaled clock needs this file", .file.display())]
    Io {
        /// Which file.
        file: PathBuf,
        /// As the system says.
        error: io::Error,
    },
}

/// A clock that showed `shows` at real time `at` and goes `rate` times as fast.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Settings {
    pub(super) rate: f64,
    pub(super) shows: Timestamp,
    pub(super) at: Timestamp,
    pub(super) stretch: f64,
}

impl Settings {
    /// What it shows at a real time.
    pub(super) fn at(&self, real: Timestamp) -> Timestamp {
        let passed = (real - self.at).as_millis() as f64 * self.rate;
        self.shows + Span(passed as i64)
    }

    /// Reads a description.
    pub(super) fn read(text: &str, file: &Path) -> Result<Self, ClockError> {
        Self::parse(text).map_err(|problem| ClockError::Setting { file: file.to_owned(), problem })
    }

    fn parse(text: &str) -> Result<Self, String> {
        let table: Table = text.parse().map_err(|error| format!("{error}"))?;
        if let Some(key) = table.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(format!("{key}: no such key; there are {}", KEYS.join(", ")));
        }
        let rate = number(&table, "rate", |rate| rate > 0.0 && rate <= FASTEST);
        let rate = rate?.ok_or("rate is missing: say how many seconds pass per real second")?;
        let stretch = number(&table, "stretch", |stretch| (1.0..=FASTEST).contains(&stretch));
        Ok(Self { rate, shows: shows(&table)?, at: at(&table)?, stretch: stretch?.unwrap_or(1.0) })
    }
}

fn number(table: &Table, key: &str, fits: fn(f64) -> bool) -> Result<Option<f64>, String> {
    let number = match table.get(key) {
        None => return Ok(None),
        Some(Value::Float(number)) => Some(*number),
        Some(Value::Integer(number)) => Some(*number as f64),
        Some(
            Value::String(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Array(_)
            | Value::Table(_),
        ) => None,
    };
    match number.filter(|number| fits(*number)) {
        Some(number) => Ok(Some(number)),
        None => Err(format!(
            "{key} = {}: give a number {} and at most {FASTEST}",
            table[key],
            if key == "rate" { "above 0" } else { "of at least 1" }
        )),
    }
}

fn shows(table: &Table) -> Result<Timestamp, String> {
    let value = table.get("shows").ok_or("shows is missing: say what time it shows at `at`")?;
    let datetime = match value {
        Value::Datetime(datetime) => Some(*datetime),
        Value::String(text) => text.parse().ok(),
        Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Array(_)
        | Value::Table(_) => None,
    };
    let refusal = || format!("shows = {value}: give a time such as 2020-04-12T18:00:00Z");
    datetime.as_ref().and_then(timestamp).ok_or_else(refusal)
}

fn at(table: &Table) -> Result<Timestamp, String> {
    let at = table.get("at").ok_or("at is missing: say at which real time it shows `shows`")?;
    let millis = at.as_integer().filter(|millis| *millis >= 0);
    millis.map(Timestamp).ok_or_else(|| format!("at = {at}: give milliseconds since 1970"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        Settings::read(text, Path::new("clock.toml")).map_err(|error| error.to_string())
    }

    #[test]
    fn a_clock_of_an_hour_per_second_shows_an_hour_more_after_a_second() {
        let text = "rate = 3600\nshows = 2020-04-12T18:00:00Z\nat = 5000\nstretch = 2.5";
        let clock = read(text).unwrap();
        assert_eq!(clock.at(Timestamp(6_000)).to_string(), "2020-04-12 19:00");
        assert_eq!(clock.at(Timestamp(4_000)).to_string(), "2020-04-12 17:00");
        assert_eq!(clock.stretch, 2.5);
        let quoted = text.replace("2020-04-12T18:00:00Z", "\"2020-04-12T18:00:00Z\"");
        assert_eq!(read(&quoted), Ok(clock));
    }

    #[test]
    fn what_makes_no_clock_is_refused_by_file_key_value_and_remedy() {
        let good = "rate = 60.0\nshows = 2020-04-12T18:00:00Z\nat = 5000\n";
        let cases = [
            ("rate = 60.0", "rate = 0.0", "rate = 0.0: give a number above 0"),
            ("rate = 60.0", "rate = nan", "rate = nan: give a number above 0"),
            ("rate = 60.0", "rate = 2000000", "rate = 2000000: give a number above 0"),
            ("rate = 60.0", "stretch = 1.0", "rate is missing"),
            ("at = 5000", "at = 5000\nstretch = 0.5", "stretch = 0.5: give a number of at least 1"),
            ("at = 5000", "at = -1", "at = -1: give milliseconds since 1970"),
            ("at = 5000", "att = 5000", "att: no such key; there are rate, shows, at, stretch"),
            ("18:00:00Z", "18:00:00", "give a time such as 2020-04-12T18:00:00Z"),
        ];
        assert!(read(good).is_ok());
        for (part, other, expected) in cases {
            let error = read(&good.replace(part, other)).unwrap_err();
            assert!(error.starts_with("clock.toml: ") && error.contains(expected), "{error}");
        }
    }
}
