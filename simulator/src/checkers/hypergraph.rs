//! People and the events that join them, with everything a centralized search must know.
//!
//! Times are as stamped: events by their organizer's clock, self-reports by their
//! reporter's. What was frozen or decided by a person is given, not derived.

use corona_core::cascade::{EventSpan, Policy, Signal};
use corona_core::status::{History, StatusRules};
use corona_core::time::Timestamp;

/// A person, as carrier of signals from event to event.
#[derive(Clone, Debug)]
pub struct Carrier {
    /// Own self-reports.
    pub history: History,
    /// Their clock now.
    pub now: Timestamp,
}

/// One attendance.
#[derive(Clone, Copy, Debug)]
pub struct Attending {
    /// Who.
    pub person: u32,
    /// Whether a high-risk report of theirs may reach this event.
    pub may_relay: bool,
    /// What the event holds of them, if that can't change any more: maintenance is
    /// over for one of the two, or the organizer has decided.
    pub fixed_report: Option<Option<Signal>>,
    /// What they know of the event, if that can't change any more.
    pub fixed_view: Option<Option<Signal>>,
}

impl Attending {
    /// An attendance at a live event where nothing is decided.
    #[must_use]
    pub const fn live(person: u32) -> Self {
        Self { person, may_relay: true, fixed_report: None, fixed_view: None }
    }
}

/// An event and its attendees, organizer included.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// When.
    pub span: EventSpan,
    /// Everybody once.
    pub attendees: Vec<Attending>,
}

/// Everything at one moment.
#[derive(Clone, Debug)]
pub struct Hypergraph {
    /// How warnings travel.
    pub policy: Policy,
    /// How self-reports age.
    pub status: StatusRules,
    /// By index.
    pub people: Vec<Carrier>,
    /// By index.
    pub events: Vec<Gathered>,
}
