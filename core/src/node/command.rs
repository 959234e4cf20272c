//! What a person asks of their phone, and the answers.

use super::PhoneConditions;
use crate::blobs::BlobError;
use crate::events::{CheckInCode, Decision, MetadataError};
use crate::identity::Card;
use crate::pairing::Invitation;
use crate::status::{InfectionStatus, StatusError};
use crate::time::Timestamp;
use crate::trace;
use serde::{Deserialize, Serialize};

/// A person's wish. `Debug` is safe to log but for names and notes; serialized, codes are
/// written out: see [`crate::trace`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Host an event, beginning now.
    CreateEvent {
        /// 1–64 bytes.
        name: String,
        /// The banner image, at most 256 KiB, if any.
        #[serde(with = "trace::image")]
        banner: Option<Vec<u8>>,
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
        #[serde(with = "trace::code")]
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
    /// Show the own card, for somebody to scan.
    ShowCard,
    /// Add somebody whose card was scanned in person; they must scan the own one as well.
    AddContact {
        /// As scanned.
        #[serde(with = "trace::card")]
        card: Card,
        /// Whether they may see the own status.
        share_status: bool,
    },
    /// Show an invitation, for one person to join.
    Invite,
    /// Join somebody's invitation.
    Join {
        /// As scanned.
        #[serde(with = "trace::invitation")]
        invitation: Invitation,
    },
    /// Answer whether both screens show the same digits.
    ConfirmPairing {
        /// As given by [`Update::PairingCode`](super::Update::PairingCode).
        pairing: u32,
        /// Yes or no.
        matches: bool,
    },
    /// Take an invitation off the screen, or end a pairing not yet confirmed.
    CancelPairing {
        /// Which.
        pairing: u32,
    },
    /// Change name and avatar.
    SetProfile {
        /// At most 64 bytes.
        name: String,
        /// The image, at most 256 KiB.
        #[serde(with = "trace::image")]
        avatar: Option<Vec<u8>>,
    },
    /// Let a contact see the own status, or no longer.
    ShareStatus {
        /// Who.
        contact: u32,
        /// Yes or no.
        share: bool,
    },
    /// Call a contact otherwise than they do themselves. Nobody else learns of it.
    RenameContact {
        /// Who.
        contact: u32,
        /// At most [`Contact::ALIAS_LIMIT`](crate::contacts::Contact::ALIAS_LIMIT) bytes;
        /// `None` for the name they give themselves.
        alias: Option<String>,
    },
    /// Forget a contact and move to an address they don't know.
    RemoveContact {
        /// Who.
        contact: u32,
    },
    /// Move to a new address; contacts are told.
    RotateDiscovery,
    /// How network and power stand from now on.
    Conditions(PhoneConditions),
    /// Talk now to the contact who has been overdue for longest, if anybody is: for a phone that
    /// lives for a moment, and would be off again when a restart lets them be due.
    CatchUp,
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
    /// To show as QR.
    Invitation {
        /// Names the pairing in updates.
        pairing: u32,
        /// For one person.
        invitation: Invitation,
    },
    /// The number of a pairing being joined.
    Pairing(u32),
    /// The number of a contact.
    Contact(u32),
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
    /// No such contact.
    #[error("there is no contact number {number}")]
    NoSuchContact {
        /// As asked.
        number: u32,
    },
    /// Paired before.
    #[error("this person is contact number {number} already: remove them first to pair anew")]
    AlreadyContact {
        /// Theirs.
        number: u32,
    },
    /// The own card.
    #[error("this is your own card: scan the other person's")]
    OwnCard,
    /// The own invitation.
    #[error("this is your own invitation: the other person must scan it")]
    OwnInvitation,
    /// Joined before.
    #[error("this invitation is being joined already")]
    AlreadyJoining,
    /// Too many invitations are shown.
    #[error("{limit} invitations are shown already: cancel one, or wait until one expires")]
    TooManyInvitations {
        /// Most at once.
        limit: usize,
    },
    /// No such pairing.
    #[error("there is no pairing number {number} under way")]
    NoSuchPairing {
        /// As asked.
        number: u32,
    },
    /// No digits are shown.
    #[error("pairing number {number} shows no digits to compare yet")]
    NothingToCompare {
        /// As asked.
        number: u32,
    },
    /// The word was given.
    #[error("pairing number {number} was confirmed already: remove the contact instead")]
    AlreadyConfirmed {
        /// As asked.
        number: u32,
    },
    /// Profile name too long.
    #[error("a name has at most {limit} bytes, this one {length}: shorten it")]
    ProfileName {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Alias empty or too long.
    #[error("an alias has 1 to {limit} bytes, this one {length}: give another, or none")]
    Alias {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// Picture.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// Note too long.
    #[error("a note has at most {limit} bytes, this one {length}: shorten it")]
    Note {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
}
