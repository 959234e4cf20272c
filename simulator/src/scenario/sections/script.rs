//! `[population] kind = "script"`: people, events and actions by name.
//!
//! Knows the keys of a story; whether its names and times fit together is found
//! when the population is built from it.

use crate::scenario::units;
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// A story: who exists, who meets when, who does what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptPopulation {
    /// Everybody's name, each once.
    pub people: Vec<String>,
    /// Events.
    #[serde(default, rename = "event", skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<ScriptedEvent>,
    /// Self-reports.
    #[serde(default, rename = "report", skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ScriptedReport>,
    /// What organizers decide about reports.
    #[serde(default, rename = "decision", skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// Mistaken positives taken back.
    #[serde(default, rename = "correction", skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Phones paired.
    #[serde(default, rename = "pairing", skip_serializing_if = "Vec::is_empty")]
    pub pairings: Vec<Pairing>,
}

impl ScriptPopulation {
    /// What people do with their phones, by key, and how often.
    pub(crate) fn done_by_phone(&self) -> [(&'static str, usize); 4] {
        [
            ("report", self.reports.len()),
            ("decision", self.decisions.len()),
            ("correction", self.corrections.len()),
            ("pairing", self.pairings.len()),
        ]
    }
}

/// `[[population.event]]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedEvent {
    /// Unique among the events.
    pub name: String,
    /// When the organizer opens it.
    #[serde(with = "units::moment")]
    pub start: Timestamp,
    /// When the organizer closes it, later than `start`.
    #[serde(with = "units::moment")]
    pub end: Timestamp,
    /// Everybody present, each once; the organizer may be left out.
    pub attendees: Vec<String>,
    /// Left out: the first attendee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organizer: Option<String>,
    /// From `start` until the guests come and check in.
    #[serde(with = "units::span", default = "five_minutes")]
    pub arrive_after: Span,
}

/// `[[population.report]]`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScriptedReport {
    /// Who reports.
    pub person: String,
    /// When.
    #[serde(with = "units::moment")]
    pub at: Timestamp,
    /// What.
    pub status: ReportedStatus,
    /// Since when, not later than `at`. Left out: the phone's default (protocol §2).
    #[serde(with = "units::maybe_moment", default, skip_serializing_if = "Option::is_none")]
    pub infectious_from: Option<Timestamp>,
    /// When a test's sample was taken, not later than `at`. Left out: at `at`.
    #[serde(with = "units::maybe_moment", default, skip_serializing_if = "Option::is_none")]
    pub sampled: Option<Timestamp>,
}

/// The statuses that people report of themselves.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportedStatus {
    /// Symptoms.
    Suspected,
    /// A positive test.
    Positive,
    /// A negative test.
    Negative,
}

/// `[[population.decision]]`: the organizer has phoned.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Name of the event; its organizer decides.
    pub event: String,
    /// Whose report.
    pub person: String,
    /// When.
    #[serde(with = "units::moment")]
    pub at: Timestamp,
    /// What the organizer decides.
    pub verdict: Verdict,
}

/// What an organizer decides about a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is true.
    Confirm,
    /// It leaves the statistics.
    Reject,
}

/// `[[population.correction]]`: a person takes a mistaken positive back.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Who.
    pub person: String,
    /// When.
    #[serde(with = "units::moment")]
    pub at: Timestamp,
}

/// `[[population.pairing]]`: two people pair their phones face to face.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Shows the invitation.
    pub a: String,
    /// Scans it; not `a`.
    pub b: String,
    /// When.
    #[serde(with = "units::moment")]
    pub at: Timestamp,
}

const fn five_minutes() -> Span {
    Span::minutes(5)
}
