//! What a person asks of their phone, and the answers.

use crate::events::{CheckInCode, Decision, MetadataError};
use crate::identity::Card;
use crate::status::{InfectionStatus, StatusError};
use crate::time::Timestamp;

/// A person's wish.
#[derive(Debug)]
pub enum Command {
    /// Host an event, beginning now.
    CreateEvent {
        /// 1–64 bytes.
        name: String,
        /// SHA-256 of the banner, if any.
        banner: Option<[u8; 32]>,
    },
    /// Show a fresh check-in code of a hosted event.
    ShowCode {
        /// Hosted event.
        event: u32,
    },
    /// End check-in of a hosted event.
    CloseEvent {
        /// Hosted event.
        event: u32,
    },
    /// Confirm or reject what a guest of a hosted event has reported.
    Decide {
        /// Hosted event.
        event: u32,
        /// Guest.
        slot: u32,
        /// Which way.
        decision: Decision,
    },
    /// Join an event by its code.
    CheckIn {
        /// As scanned.
        code: CheckInCode,
    },
    /// Answer whether high-risk reports may carry the identity at a joined event.
    Consent {
        /// Joined event.
        event: u32,
        /// Yes or no.
        given: bool,
    },
    /// Report symptoms (`Suspected`) or a positive test (`Positive`).
    ReportInfection {
        /// Which.
        status: InfectionStatus,
        /// First infectious day, if known.
        infectious_from: Option<Timestamp>,
        /// For organizers, at most 140 bytes.
        note: String,
    },
    /// Report a negative test.
    ReportNegative {
        /// When the sample was taken.
        sampled: Timestamp,
    },
    /// Take a mistaken positive back.
    Correct,
}

/// What a command answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Done, or begun; updates tell more.
    Done,
    /// The number of a hosted event.
    Hosted(u32),
    /// The number of an event being joined.
    Joining(u32),
    /// To show as QR.
    Code(CheckInCode),
    /// The own 64 bytes, to show as QR.
    Card(Card),
}

/// Why a command was not carried out; nothing changed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CommandError {
    /// No such event here.
    #[error("there is no {kind} event number {number}")]
    NoSuchEvent {
        /// `hosted` or `joined`.
        kind: &'static str,
        /// As asked.
        number: u32,
    },
    /// No such guest, or nothing of theirs to decide.
    #[error("guest {slot} has no report with an identity to decide on")]
    NothingToDecide {
        /// As asked.
        slot: u32,
    },
    /// Check-in has ended.
    #[error("the event is closed: nobody can check in any more")]
    Closed,
    /// Too many codes are shown.
    #[error("too many codes are shown at once: wait until some expire")]
    TooManyCodes,
    /// Checked in before.
    #[error("already checked in to this event")]
    AlreadyJoined,
    /// The own event.
    #[error("this is an event you host: you attend it already")]
    OwnEvent,
    /// Name.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// Status.
    #[error(transparent)]
    Status(#[from] StatusError),
    /// Note too long.
    #[error("a note has at most {limit} bytes, this one {length}: shorten it")]
    Note {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
}
