//! Events as they are shown.

use super::SignalShown;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An event.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EventShown {
    /// Hosted here, or else joined.
    pub hosted: bool,
    /// Its number in its list.
    pub event: u32,
    /// Its name, once known.
    pub name: String,
    /// `checking-in`, `open`, `maintained` or `archived`.
    pub stage: String,
    /// RFC 3339.
    pub start: Option<String>,
    /// RFC 3339.
    pub end: Option<String>,
    /// Hosted events only: a dial of our own got through since the program started.
    pub reachable: bool,
    /// What guests are told of the others; for hosted events, of all.
    pub statistics: Option<StatisticsShown>,
    /// Hosted events only: whoever reported under a name.
    pub reports: Vec<ReportShown>,
    /// What we have to tell this event is not acknowledged yet.
    pub report_under_way: bool,
    /// Hosted events only: how many guests were admitted, the organizer not counted.
    #[serde(default)]
    pub guests: u32,
    /// Its banner is here.
    #[serde(default)]
    pub banner: bool,
    /// Joined events only: whether reports of high risk may carry the name here; `null` until
    /// the owner has said so.
    #[serde(default)]
    pub consent: Option<bool>,
    /// Joined events only: a report of high risk waits for that word.
    #[serde(default)]
    pub consent_asked: bool,
}

/// Counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatisticsShown {
    /// The organizer included.
    pub attendees: String,
    /// Positive tests.
    pub positives: String,
    /// Symptoms.
    pub suspected: String,
    /// Negative tests.
    pub negatives: String,
    /// The best signal there.
    pub signal: Option<SignalShown>,
}

/// A report an organizer sees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ReportShown {
    /// Guest.
    pub slot: u32,
    /// As status words.
    pub status: String,
    /// If it was given.
    pub name: Option<String>,
    /// If it was given.
    pub note: Option<String>,
    /// `undecided`, `confirmed` or `rejected`.
    pub decision: String,
}
