//! What a node wants done: stored first, then sent, then shown.

use crate::cascade::{Signal, Told};
use crate::events::{Standing, VisitError};
use crate::status::InfectionStatus;
use crate::storage::Change;
use crate::transport::{CloseReason, Request};

/// The outcome of one input. The pump makes `changes` durable as one transaction,
/// then submits `requests` in order, then hands `updates` on.
#[derive(Default)]
pub struct Effects {
    /// For the store, in order.
    pub changes: Vec<Change>,
    /// For the transport, in order.
    pub requests: Vec<Request>,
    /// For the user interface, in order.
    pub updates: Vec<Update>,
}

/// Names an event on this phone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EventRef {
    /// Organized here.
    Hosted(u32),
    /// Joined as a guest.
    Joined(u32),
}

/// What the user interface may want to show. Nothing here says who reported.
#[derive(Clone, PartialEq, Debug)]
pub enum Update {
    /// The own status changed.
    StatusChanged {
        /// Before.
        from: InfectionStatus,
        /// After.
        to: InfectionStatus,
    },
    /// What the own exposures amount to changed, whatever the status.
    RiskChanged {
        /// The best faded signal, if any is worth at least a caution.
        signal: Option<Signal>,
        /// Where it comes from.
        event: Option<EventRef>,
        /// High risk, or caution only.
        high: bool,
    },
    /// A check-in was stored by the organizer.
    CheckedIn {
        /// Which.
        event: u32,
    },
    /// A check-in came to nothing: scan a fresh code.
    CheckInFailed {
        /// Which; the number is free again.
        event: u32,
        /// Why.
        reason: CheckInFailure,
    },
    /// An event must hear something new of us; delivery begins.
    ReportQueued {
        /// Which.
        event: EventRef,
        /// What.
        told: Told,
    },
    /// The organizer has stored our newest report.
    ReportAcknowledged {
        /// Which.
        event: u32,
        /// What.
        told: Told,
        /// Their word on it so far.
        standing: Standing,
    },
    /// The organizer did not take our newest report.
    ReportRefused {
        /// Which.
        event: u32,
    },
    /// An event answered something new.
    StatisticsChanged {
        /// Which.
        event: u32,
    },
    /// May high-risk reports carry the owner's identity at this event?
    ConsentAsked {
        /// Which.
        event: u32,
    },
    /// An organizer contradicts what was pinned; its answer was not used.
    OrganizerContradicts {
        /// Which.
        event: u32,
        /// How.
        error: VisitError,
    },
    /// A guest was admitted to an event hosted here.
    GuestAdmitted {
        /// Which.
        event: u32,
        /// The guest.
        slot: u32,
    },
    /// A guest's report was stored.
    ReportReceived {
        /// Which.
        event: u32,
        /// The guest.
        slot: u32,
    },
    /// An event ended.
    EventClosed {
        /// Which.
        event: u32,
    },
    /// Nothing is left of an event.
    EventErased {
        /// Which.
        event: EventRef,
    },
    /// A service can be reached.
    ServicePublished,
}

/// Why a check-in came to nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CheckInFailure {
    /// The organizer's phone could not be reached, or the code was used or too old.
    Link(CloseReason),
    /// The organizer's phone said no: closed or full.
    Refused,
    /// It did not answer in time.
    TimedOut,
}
