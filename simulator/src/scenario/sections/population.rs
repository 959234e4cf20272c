//! `[population]`: which kind, and the keys of the kinds made from data files.
//!
//! Knows where data lies and how its lines become gatherings; reading is for the
//! population's builders.

use super::residents::ResidentsPopulation;
use super::script::ScriptPopulation;
use super::town::TownPopulation;
use crate::population::LATEST_ARRIVAL;
use crate::scenario::error::Objection;
use crate::scenario::units::{self, TimeOfDay};
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The word after `kind =`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PopulationKind {
    /// People and events by name.
    Script,
    /// Generated.
    Town,
    /// Generated around a table of people.
    Residents,
    /// A table of who was at which event.
    Attendance,
    /// Timed face-to-face contacts.
    Contacts,
}

/// Where people and gatherings come from.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum PopulationSection {
    /// See [`ScriptPopulation`].
    Script(ScriptPopulation),
    /// See [`TownPopulation`].
    Town(TownPopulation),
    /// See [`ResidentsPopulation`].
    Residents(ResidentsPopulation),
    /// See [`AttendancePopulation`].
    Attendance(AttendancePopulation),
    /// See [`ContactsPopulation`].
    Contacts(ContactsPopulation),
}

/// Events and who attended them, from two CSV files (plain or gzip).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AttendancePopulation {
    /// CSV with the columns `event_id` and `person_id`; relative to the scenario
    /// file. Left out: `--data` names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendance: Option<String>,
    /// CSV with the columns `event_id` and `date`; relative to the scenario file.
    /// Left out: `events.csv.gz` or `events.csv` beside the attendance file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<String>,
    /// Earliest date of events, inclusive. Left out: the run's start.
    #[serde(with = "units::maybe_moment", skip_serializing_if = "Option::is_none")]
    pub from: Option<Timestamp>,
    /// Latest date of events, inclusive. Left out: the run's end.
    #[serde(with = "units::maybe_moment", skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Events with fewer people are left out, at least 1.
    pub min_people: u32,
    /// When events begin on their date.
    pub opens: TimeOfDay,
    /// When events end on their date, later than `opens`.
    pub closes: TimeOfDay,
    /// What to do about a person listed twice at one event.
    pub duplicates: Duplicates,
}

/// What to do about a repeated line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// An error that names both lines.
    Refuse,
    /// Counted once; how many were merged is noted with the population.
    Merge,
}

/// Lines `t i j`: `i` and `j` faced each other from `t - resolution` to `t`
/// seconds after midnight of the scenario's first day.
///
/// Gatherings are found window by window: time is cut into windows, and within
/// each, people connected by contacts, directly or over others, are one gathering.
/// It begins with its first contact and ends with its last.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ContactsPopulation {
    /// The file (plain or gzip), relative to the scenario file. Left out: `--data` names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contacts: Option<String>,
    /// Length of a window, from `resolution` to 24 days.
    #[serde(with = "units::span")]
    pub window: Span,
    /// How long a contact lasted before its time stamp, longer than nothing.
    #[serde(with = "units::span")]
    pub resolution: Span,
    /// Components with fewer people are left out, at least 2.
    pub min_people: u32,
}

impl Default for AttendancePopulation {
    fn default() -> Self {
        Self {
            attendance: None,
            events: None,
            from: None,
            until: None,
            min_people: 2,
            opens: TimeOfDay::on_the_hour(9),
            closes: TimeOfDay::on_the_hour(19),
            duplicates: Duplicates::Refuse,
        }
    }
}

impl Default for ContactsPopulation {
    fn default() -> Self {
        Self {
            contacts: None,
            window: Span::minutes(30),
            resolution: Span::seconds(20),
            min_people: 2,
        }
    }
}

impl AttendancePopulation {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::outside("population.min_people", self.min_people.into(), 1, 1_000_000)?;
        if self.closes <= self.opens {
            let remedy = format!("not later than population.opens = \"{}\"", self.opens);
            return Err(Objection::new("population.closes", self.closes, remedy));
        }
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            let remedy = format!("earlier than population.from = \"{from}\"");
            return Err(Objection::new("population.until", until, remedy));
        }
        Ok(())
    }
}

impl ContactsPopulation {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::outside("population.min_people", self.min_people.into(), 2, 1_000_000)?;
        Objection::unless_positive("population.resolution", self.resolution)?;
        if self.window < self.resolution {
            let remedy = format!(
                "shorter than population.resolution = \"{}\": make it at least that",
                self.resolution
            );
            return Err(Objection::new("population.window", self.window, remedy));
        }
        Objection::outside_span("population.window", self.window, Span::ZERO, LATEST_ARRIVAL)
    }
}
