//! What a node wants done: stored first, then sent, then shown.

use crate::cascade::{Signal, Told};
use crate::events::{Standing, VisitError};
use crate::pairing::{Digits, PairingFailure};
use crate::status::InfectionStatus;
use crate::storage::{Change, RecordKey, Store};
use crate::transport::{CloseReason, Condition, Request};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The outcome of one input. The pump makes `changes` durable as one transaction,
/// then submits `requests` in order, then hands `updates` on.
#[derive(Default)]
pub struct Effects {
    /// For the store, in order.
    pub changes: Vec<Change>,
    /// Whether the store keeps no content: then changes are named in `changed`, and nothing
    /// is encoded.
    pub names_only: bool,
    /// Records written or erased, in order, instead of `changes`.
    pub changed: Vec<RecordKey>,
    /// For the transport, in order.
    pub requests: Vec<Request>,
    /// For the user interface, in order.
    pub updates: Vec<Update>,
}

impl Effects {
    /// None yet, in the form that `store` takes.
    #[must_use]
    pub fn for_store<S: Store + ?Sized>(store: &S) -> Self {
        Self { names_only: !store.keeps_content(), ..Self::default() }
    }

    /// Writes a record, which is encoded only if the store keeps it.
    pub(super) fn put(&mut self, key: RecordKey, encode: impl FnOnce() -> Zeroizing<Vec<u8>>) {
        if self.names_only {
            self.changed.push(key);
        } else {
            self.changes.push(Change::Put(key, encode()));
        }
    }

    /// Erases a record.
    pub(super) fn erase(&mut self, key: RecordKey) {
        if self.names_only {
            self.changed.push(key);
        } else {
            self.changes.push(Change::Erase(key));
        }
    }
}

/// Names an event on this phone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
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
    /// The banner of a joined event is here.
    BannerFetched {
        /// Which.
        event: u32,
    },
    /// The organizer has stored our newest report, but holds on to what it confirmed before.
    ReportOverruled {
        /// Which.
        event: u32,
        /// What we said.
        told: Told,
    },
    /// An event answered a visit, whether or not it had something new.
    EventAnswered {
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
    /// How the network stands has changed.
    Network(Condition),
    /// A service can be reached.
    ServicePublished {
        /// The hosted event's, or else the own address.
        event: Option<u32>,
    },
    /// An invitation's service can be reached: it may be scanned now.
    InvitationReady {
        /// Which.
        pairing: u32,
    },
    /// Both phones have proven who they are: show the digits, and ask whether the other
    /// screen shows the same.
    PairingCode {
        /// Which.
        pairing: u32,
        /// To compare.
        digits: Digits,
        /// What the other side calls itself.
        name: String,
    },
    /// Both users have confirmed.
    Paired {
        /// Which.
        pairing: u32,
        /// The new contact.
        contact: u32,
    },
    /// A pairing came to nothing.
    PairingFailed {
        /// Which.
        pairing: u32,
        /// Why.
        reason: PairingFailure,
    },
    /// The link broke after this user's confirmation: the other side may or may not have
    /// confirmed. A sync will tell: [`Update::ContactConfirmed`] or [`Update::ContactRefused`].
    PairingInDoubt {
        /// Which.
        pairing: u32,
        /// Not listed as a contact until then.
        contact: u32,
    },
    /// Somebody scanned, or in doubt, has shown that they hold us too.
    ContactConfirmed {
        /// Who.
        contact: u32,
    },
    /// Somebody in doubt did not confirm; nothing is kept of them.
    ContactRefused {
        /// Who; the number is free again.
        contact: u32,
    },
    /// A contact's profile, avatar or shared status changed.
    ContactChanged {
        /// Who.
        contact: u32,
    },
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
    /// It claims to have begun when we could not have been there (EV-24).
    Implausible,
}
