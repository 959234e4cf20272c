//! What a scenario says that named people or phones do at stated times.
//!
//! Knows persons by index and times; the world decides what follows from each.

use super::PersonIndex;
use crate::scenario::Verdict;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};

/// Everything stated, each list sorted by time, then order in the file. Empty for
/// populations without a script, except for stated faults.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Script {
    /// Self-reports.
    pub reports: Vec<ReportAction>,
    /// Organizers' decisions.
    pub decisions: Vec<DecisionAction>,
    /// Corrections.
    pub corrections: Vec<CorrectionAction>,
    /// Pairings face to face.
    pub pairings: Vec<PairingAction>,
    /// Phones switched off, by `from`.
    pub outages: Vec<OutageAction>,
    /// Phones crashing.
    pub crashes: Vec<CrashAction>,
}

/// A person reports a status to their phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReportAction {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: PersonIndex,
    /// `Suspected`, `Positive` or `Negative`.
    pub status: InfectionStatus,
    /// Since when infectious, not later than `at`; `None`: the phone's default.
    pub infectious_from: Option<Timestamp>,
    /// When a test's sample was taken, not later than `at`.
    pub sampled: Option<Timestamp>,
}

/// An organizer confirms or rejects a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DecisionAction {
    /// When.
    pub at: Timestamp,
    /// Index into [`super::Population::gatherings`].
    pub gathering: usize,
    /// Whose report.
    pub person: PersonIndex,
    /// What is decided.
    pub verdict: Verdict,
}

/// A person takes a mistaken positive back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CorrectionAction {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub person: PersonIndex,
}

/// Two people pair their phones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PairingAction {
    /// When.
    pub at: Timestamp,
    /// Shows the invitation.
    pub inviter: PersonIndex,
    /// Scans it.
    pub joiner: PersonIndex,
}

/// A phone is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutageAction {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Whose phone.
    pub person: PersonIndex,
}

/// A phone crashes and restarts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CrashAction {
    /// When.
    pub at: Timestamp,
    /// Whose phone.
    pub person: PersonIndex,
    /// How long it is down.
    pub restart_after: Span,
}
