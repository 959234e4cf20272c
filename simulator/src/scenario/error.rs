//! What is wrong with a scenario or its data, and where.
//!
//! Knows place, key, value and remedy; decides how they are told in one line. An
//! [`Objection`] is the same before anybody has looked up the place.

use super::units::Rate;
use corona_core::time::{Span, Timestamp};
use std::fmt::{self, Display};
use std::path::PathBuf;

/// A scenario or data file that cannot be used. Displays as one line:
/// `town.toml:12:1: policy.loss = 0: a strength lies between 1 and 15`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScenarioError {
    /// Where the value was written.
    pub place: Place,
    /// Dotted key, such as `network.partition[1].share`; empty if the whole file is meant.
    pub field: String,
    /// The value as written or defaulted; empty if there is none.
    pub value: String,
    /// What is wrong and what to write instead.
    pub problem: String,
}

/// Where a value was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the scenario file, or by default if no line is known.
    Scenario {
        /// Path as given.
        path: PathBuf,
        /// Line and column, from 1.
        line_column: Option<(usize, usize)>,
    },
    /// In an override `--set key=value`.
    Set {
        /// `key=value`.
        text: String,
    },
    /// In a data file.
    Data {
        /// Path as given.
        path: PathBuf,
        /// Line, from 1.
        line: Option<u64>,
    },
}

impl ScenarioError {
    /// An error about a data file as a whole (`line` none) or one of its lines.
    #[must_use]
    pub fn in_data(
        path: impl Into<PathBuf>,
        line: Option<u64>,
        value: impl Display,
        problem: impl Display,
    ) -> Self {
        Self {
            place: Place::Data { path: path.into(), line },
            field: String::new(),
            value: value.to_string(),
            problem: problem.to_string(),
        }
    }
}

impl Place {
    /// `key=value`, if the value was written in an override.
    pub(crate) fn set_text(&self) -> Option<&str> {
        match self {
            Self::Set { text } => Some(text),
            Self::Scenario { .. } | Self::Data { .. } => None,
        }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scenario { path, line_column: Some((line, column)) } => {
                write!(f, "{}:{line}:{column}", path.display())
            }
            Self::Scenario { path, line_column: None } => write!(f, "{}", path.display()),
            Self::Set { text } => write!(f, "--set {text}"),
            Self::Data { path, line: Some(line) } => write!(f, "{}:{line}", path.display()),
            Self::Data { path, line: None } => write!(f, "{}", path.display()),
        }
    }
}

impl Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Units quote the text they refuse; twice in a line is once too often.
        let value = if self.problem.starts_with(&self.value) { "" } else { self.value.as_str() };
        match (self.field.as_str(), value) {
            ("", "") => write!(f, "{}: {}", self.place, self.problem),
            ("", value) => write!(f, "{}: {value}: {}", self.place, self.problem),
            (field, "") => write!(f, "{}: {field}: {}", self.place, self.problem),
            (field, value) => write!(f, "{}: {field} = {value}: {}", self.place, self.problem),
        }
    }
}

impl std::error::Error for ScenarioError {}

/// What is wrong with a value, by its key; its place is looked up later.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Objection {
    pub(crate) field: String,
    pub(crate) value: String,
    pub(crate) problem: String,
}

impl Objection {
    pub(crate) fn new(
        field: impl Into<String>,
        value: impl Display,
        problem: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), value: value.to_string(), problem: problem.into() }
    }

    pub(crate) fn unless_positive(field: &str, span: Span) -> Result<(), Self> {
        if span > Span::ZERO {
            return Ok(());
        }
        Err(Self::new(field, span, "write a duration longer than nothing"))
    }

    pub(crate) fn if_negative(field: &str, span: Span) -> Result<(), Self> {
        if span >= Span::ZERO {
            return Ok(());
        }
        Err(Self::new(field, span, "write a duration of at least \"0 s\""))
    }

    pub(crate) fn unless_later(
        field: &str,
        at: Timestamp,
        other_name: &str,
        other: Timestamp,
    ) -> Result<(), Self> {
        if at > other {
            return Ok(());
        }
        let problem = format!("not later than {other_name} = \"{other}\": write a later time");
        Err(Self::new(field, at, problem))
    }

    pub(crate) fn outside(field: &str, value: u64, low: u64, high: u64) -> Result<(), Self> {
        if (low..=high).contains(&value) {
            return Ok(());
        }
        Err(Self::new(field, value, format!("write a whole number from {low} to {high}")))
    }

    pub(crate) fn outside_real(field: &str, value: f64, low: f64, high: f64) -> Result<(), Self> {
        if (low..=high).contains(&value) {
            return Ok(());
        }
        Err(Self::new(field, value, format!("write a number from {low} to {high}")))
    }

    pub(crate) fn too_often(field: &str, rate: Rate, most_per_day: f64) -> Result<(), Self> {
        if rate.per_day() <= most_per_day {
            return Ok(());
        }
        Err(Self::new(field, rate, format!("write at most \"{most_per_day} per day\"")))
    }

    pub(crate) fn outside_span(field: &str, span: Span, low: Span, high: Span) -> Result<(), Self> {
        if (low..=high).contains(&span) {
            return Ok(());
        }
        Err(Self::new(field, span, format!("write a duration from \"{low}\" to \"{high}\"")))
    }
}
