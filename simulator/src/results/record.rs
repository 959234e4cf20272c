//! What one finished run hands to the results: plain data in world time
//! (true time, not any phone's clock), in the order things happened.

use crate::epidemic::{EpidemicDay, Infection, RivalWarning};
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Everything observed in one run of one seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The seed of this run.
    pub seed: u64,
    /// First instant of the world.
    pub start: Timestamp,
    /// Last instant of the world.
    pub end: Timestamp,
    /// Everybody, with or without the app.
    pub people: Vec<PersonRecord>,
    /// Every event that phones hosted.
    pub events: Vec<EventRecord>,
    /// Every self-report, in order; warnings refer to them by index.
    pub self_reports: Vec<SelfReportRecord>,
    /// Every time somebody became `HighRisk`, or took a caution, in order.
    pub warnings: Vec<WarningRecord>,
    /// Every change of status, in order.
    pub status_changes: Vec<StatusChangeRecord>,
    /// One row per whole day of the world (the last may be partial).
    pub days: Vec<DayRecord>,
    /// Occurrences executed, for the cost figures. The same on every machine.
    pub occurrences: u64,
    /// Polls that were left out because they would have changed nothing.
    pub elided_polls: u64,
    /// The epidemic among them, if there was one.
    pub epidemic: Option<EpidemicRecord>,
}

/// What an epidemic was.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct EpidemicRecord {
    /// Every infection, in order.
    pub infections: Vec<Infection>,
    /// One row per whole day.
    pub days: Vec<EpidemicDay>,
    /// Every warning by a rival of the cascade, in order.
    pub rival_warnings: Vec<RivalWarning>,
}

/// One person at the end of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// As in the population.
    pub name: String,
    /// Whether they carried a phone with the app.
    pub has_phone: bool,
    /// Final status (people without phones: `Unknown`).
    pub status: InfectionStatus,
    /// Hop of the strongest exposure that holds at the end, if `HighRisk` or caution.
    pub hop: Option<u8>,
    /// Its strength after fading.
    pub strength: Option<u8>,
}

/// One hosted event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventRecord {
    /// As in the gathering.
    pub name: String,
    /// World time of its creation.
    pub start: Timestamp,
    /// World time of its close; `None` if still open at the end of the run.
    pub end: Option<Timestamp>,
    /// Index of the organizer in `people`.
    pub organizer: u32,
    /// People present, with or without phones, organizer included.
    pub attendees: u32,
    /// Checked-in participants, organizer included.
    pub participants: u32,
    /// First time a signal of another phone was stored at this event.
    pub first_report: Option<Timestamp>,
    /// First time a guest learnt a signal from this event.
    pub first_warned: Option<Timestamp>,
    /// How long the organizer's phone was unreachable in the 24 h before `first_warned`,
    /// or, if nobody was warned, in the 24 h after `first_report`.
    pub organizer_offline: Span,
}

/// One self-report by a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SelfReportRecord {
    /// When the person told their phone.
    pub time: Timestamp,
    /// Index into `people`.
    pub person: u32,
    /// `Suspected`, `Positive` or `Negative`.
    pub status: InfectionStatus,
    /// Distinct people ever warned with this as root (index of warnings' `root`).
    pub warned: u32,
}

/// A phone warns its owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarningRecord {
    /// When.
    pub time: Timestamp,
    /// Index into `people`.
    pub person: u32,
    /// Events travelled, 1 or more.
    pub hop: u8,
    /// Strength after fading, 1–15.
    pub strength: u8,
    /// Index into `events` of the exposure's event.
    pub event: u32,
    /// Index into `self_reports` of the report at the root of the chain, if known.
    pub root: Option<u32>,
    /// False: a caution only (a shade of `Unknown`), true: `HighRisk`.
    pub high_risk: bool,
}

/// A person's status changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StatusChangeRecord {
    /// When.
    pub time: Timestamp,
    /// Index into `people`.
    pub person: u32,
    /// Before.
    pub from: InfectionStatus,
    /// After.
    pub to: InfectionStatus,
    /// Hop, for `HighRisk`.
    pub hop: Option<u8>,
}

/// Counts of one day of the world, all phones together.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct DayRecord {
    /// 0 for the first day.
    pub day: u32,
    /// Phones by status at the end of the day: unknown, high risk, suspected, positive, negative.
    pub statuses: [u32; 5],
    /// Dials begun.
    pub dials: u64,
    /// Dials that never opened.
    pub failed_dials: u64,
    /// Frame bytes delivered, padding included.
    pub bytes: u64,
    /// Times a phone's node ran because a timer of its own was due.
    pub wake_ups: u64,
}
