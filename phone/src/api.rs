//! What the command line asks of a running phone, and what it answers: one JSON value per line.
//!
//! The socket lies in the phone's folder, which its owner alone may enter; whoever can write
//! to it is the owner. [`Ask`] and [`Reply`] say what is wanted and what came of it; how they
//! are shown to a person is the command line's to decide.

use serde::{Deserialize, Serialize};

/// One question. Codes and invitations are given as their texts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Ask {
    /// The own status, risk, events and how the network stands.
    Status,
    /// `corona status report suspected|positive`.
    ReportInfection {
        /// `positive` or `suspected`.
        status: String,
        /// First infectious day, milliseconds since the epoch, if known.
        infectious_from: Option<i64>,
        /// For organizers, at most 140 bytes.
        note: String,
    },
    /// `corona status report negative`.
    ReportNegative {
        /// When the sample was taken, milliseconds since the epoch.
        sampled: i64,
    },
    /// Take a mistaken positive back.
    Correct,
    /// Host an event, beginning now; answered once guests can reach it, or at `patience`.
    CreateEvent {
        /// 1–64 bytes.
        name: String,
        /// Real milliseconds to wait for the event to be reachable.
        patience: u64,
    },
    /// A fresh check-in code.
    ShowCode {
        /// Hosted event.
        event: u32,
    },
    /// End check-in.
    CloseEvent {
        /// Hosted event.
        event: u32,
    },
    /// One event as it stands: hosted, or joined.
    ShowEvent {
        /// Which list.
        hosted: bool,
        /// Its number there.
        event: u32,
    },
    /// Confirm or reject what a guest has reported.
    Decide {
        /// Hosted event.
        event: u32,
        /// Guest.
        slot: u32,
        /// Confirm, or else reject.
        confirm: bool,
    },
    /// Join by a code; answered when the organizer has stored it, or refused, or at `patience`.
    CheckIn {
        /// As scanned.
        code: String,
        /// Real milliseconds.
        patience: u64,
    },
    /// Whether high-risk reports may carry the name at a joined event.
    Consent {
        /// Joined event.
        event: u32,
        /// Yes or no.
        given: bool,
    },
    /// Show an invitation; answered once it can be scanned.
    Invite {
        /// Real milliseconds.
        patience: u64,
    },
    /// Join an invitation; answered with the digits to compare.
    Join {
        /// As scanned.
        invitation: String,
        /// Real milliseconds.
        patience: u64,
    },
    /// Wait for the digits of an invitation shown earlier.
    Digits {
        /// As answered.
        pairing: u32,
        /// Real milliseconds.
        patience: u64,
    },
    /// Whether both screens show the same digits; answered when the pairing has ended.
    ConfirmPairing {
        /// As answered.
        pairing: u32,
        /// Yes or no.
        matches: bool,
        /// Real milliseconds.
        patience: u64,
    },
    /// All contacts.
    Contacts,
    /// Let a contact see the own status, or no longer.
    ShareStatus {
        /// Who.
        contact: u32,
        /// Yes or no.
        share: bool,
    },
    /// Forget a contact and move to another address.
    RemoveContact {
        /// Who.
        contact: u32,
    },
    /// Every update from now on, one reply each, until the asker hangs up.
    Follow,
    /// Ends the program.
    Stop,
}

/// An answer, under the clock it was given by.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// Set if the phone runs by a scaled clock: a test, not the world.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaled_clock: Option<ScaledClockShown>,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// A scaled clock, as every output shows it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ScaledClockShown {
    /// What it shows: RFC 3339.
    pub shows: String,
    /// Its seconds per real second.
    pub rate: f64,
}

/// What came of an [`Ask`].
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// Done, or begun.
    Done,
    /// How things stand.
    Status(StatusShown),
    /// A hosted event's number, and whether it can be reached yet.
    Hosted {
        /// Its number.
        event: u32,
        /// Guests can check in now.
        reachable: bool,
    },
    /// A code, to show.
    Code {
        /// Text.
        code: String,
        /// It admits nobody after this: RFC 3339.
        expires: String,
    },
    /// One event.
    Event(EventShown),
    /// Checked in.
    Joined {
        /// The joined event's number.
        event: u32,
        /// Its name.
        name: String,
    },
    /// An invitation, to show to one person.
    Invitation {
        /// Names the pairing.
        pairing: u32,
        /// Text.
        invitation: String,
        /// It can be scanned now.
        reachable: bool,
    },
    /// The digits to compare.
    Digits {
        /// Names the pairing.
        pairing: u32,
        /// Six.
        digits: String,
        /// What the other side calls itself.
        name: String,
    },
    /// The pairing has ended well.
    Paired {
        /// The new contact's number.
        contact: u32,
        /// What they call themselves.
        name: String,
    },
    /// All contacts.
    Contacts {
        /// By number.
        contacts: Vec<ContactShown>,
    },
    /// Something happened (answers [`Ask::Follow`]).
    Update {
        /// When: RFC 3339.
        at: String,
        /// What, as a stable kebab-case word.
        what: String,
        /// For a person.
        text: String,
    },
    /// Not done.
    Failed {
        /// Whose move it is.
        kind: FailureKind,
        /// What is wrong and what to do.
        message: String,
    },
}

/// Whose move it is after a failure; also the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The person asked for what can't be done (exit 2).
    Refused,
    /// The other side, or the network, did not answer or said no: try again (exit 3).
    Unanswered,
    /// The phone's folder, disk or clock (exit 1).
    Phone,
}

/// The own state.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StatusShown {
    /// The own name.
    pub name: String,
    /// `unknown`, `high-risk`, `suspected`, `positive` or `negative`.
    pub status: String,
    /// The warning that is felt, if any.
    pub signal: Option<SignalShown>,
    /// Network: `starting`, `online`, `offline`, `clock-off` or `obsolete`, with details.
    pub network: String,
    /// What the person should know about it.
    pub network_text: String,
    /// Events hosted here.
    pub hosted: Vec<EventShown>,
    /// Events joined.
    pub joined: Vec<EventShown>,
    /// How many contacts.
    pub contacts: usize,
}

/// A warning.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignalShown {
    /// 1–15.
    pub strength: u8,
    /// Events away from a report.
    pub hop: u8,
    /// High risk, or else caution.
    pub high: bool,
}

/// An event.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
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
}

/// Counts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

/// A contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContactShown {
    /// Number.
    pub contact: u32,
    /// As they call themselves.
    pub name: String,
    /// If they share it.
    pub status: Option<String>,
    /// Whether they see ours.
    pub shares: bool,
    /// They have shown that they hold us too.
    pub mutual: bool,
}
