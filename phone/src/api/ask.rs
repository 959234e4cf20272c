//! Questions and wishes.

use super::{Octets, Secret};
use crate::home::PolicyPreset;
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
    /// Host an event, beginning now; answered once guests can reach it, or at `patience`, or at
    /// once while the gateway is off.
    CreateEvent {
        /// 1–64 bytes.
        name: String,
        /// Its picture, at most 256 KiB.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        banner: Option<Octets>,
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
        /// Refuse if one is on the screen already, so that nobody scans the wrong one.
        #[serde(default)]
        alone: bool,
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
    /// One contact.
    Contact {
        /// Who.
        contact: u32,
    },
    /// A contact's picture.
    ContactAvatar {
        /// Who.
        contact: u32,
    },
    /// Call a contact otherwise than they do themselves; nobody else learns of it.
    Rename {
        /// Who.
        contact: u32,
        /// At most 64 bytes; `null` for their own name.
        alias: Option<String>,
    },
    /// Take an invitation off the screen, or end a pairing not yet confirmed.
    CancelPairing {
        /// Which.
        pairing: u32,
    },
    /// Wait until a hosted event has more guests than these.
    AwaitGuests {
        /// Hosted event.
        event: u32,
        /// How many are known.
        more_than: u32,
        /// Real milliseconds.
        patience: u64,
    },
    /// The banner of an event.
    Banner {
        /// Which list.
        hosted: bool,
        /// Its number there.
        event: u32,
    },
    /// How the own status came about.
    History,
    /// What put the owner at risk.
    Cascade,
    /// Who would learn what by a report, before it is sent.
    Preview {
        /// The report.
        report: ReportAsked,
    },
    /// The gateway as it stands.
    Gateway,
    /// Switch the gateway on or off; it stays so over a restart.
    SwitchGateway {
        /// On.
        on: bool,
    },
    /// What is to be spared, as told last.
    ShowConditions,
    /// Tell the phone what is to be spared; until the program ends.
    Conditions {
        /// Each byte costs money.
        metered: bool,
        /// The battery is to be spared.
        battery_saver: bool,
    },
    /// Whether events are to wait with being asked for news while either is to be spared; it
    /// stays so over a restart.
    HeedConditions {
        /// They wait. Reports and hosted events never do.
        heed: bool,
    },
    /// The own profile.
    Profile,
    /// Make a profile in a folder that has none.
    CreateProfile {
        /// 1–64 bytes.
        name: String,
        /// The rules, fixed for the phone's life.
        #[serde(default)]
        policy: PolicyPreset,
    },
    /// Change the own name.
    ChangeName {
        /// 1–64 bytes.
        name: String,
    },
    /// The own picture.
    Avatar,
    /// Change the own picture, or take it away.
    ChangeAvatar {
        /// At most 256 KiB: PNG, JPEG or WebP.
        avatar: Option<Octets>,
    },
    /// Delete the profile: nothing of it can be recovered. Tells nobody.
    DeleteProfile,
    /// Make the profile that a backup holds, in a folder that has none.
    RestoreProfile {
        /// The file.
        backup: Octets,
        /// By which it was encrypted.
        passphrase: Secret,
    },
    /// The whole profile in one encrypted file.
    Backup {
        /// To encrypt it by.
        passphrase: Secret,
    },
    /// Catch up, and wait until nothing is due or under way any more: for a program that lives
    /// for a moment. Whoever hosts an event waits to the end, because guests may come.
    AwaitQuiet {
        /// Real milliseconds.
        patience: u64,
    },
    /// Updates that nobody has acknowledged, for a program that may die in between; needs
    /// `RunOptions::keep_updates`.
    PendingUpdates {
        /// At most so many, oldest first.
        limit: u32,
    },
    /// Forget updates that were taken care of.
    Acknowledge {
        /// All up to this sequence number.
        up_to: u64,
    },
    /// Every update from now on, one reply each, until the asker hangs up.
    Follow {
        /// First those since this sequence number that are still remembered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<u64>,
    },
    /// Ends the program.
    Stop,
}

/// A report, for [`Ask::Preview`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "report", rename_all = "kebab-case", deny_unknown_fields)]
pub enum ReportAsked {
    /// As [`Ask::ReportInfection`].
    Infection {
        /// `positive` or `suspected`.
        status: String,
        /// First infectious day, milliseconds since the epoch, if known.
        infectious_from: Option<i64>,
        /// For organizers, at most 140 bytes.
        note: String,
    },
    /// As [`Ask::ReportNegative`].
    Negative {
        /// When the sample was taken, milliseconds since the epoch.
        sampled: i64,
    },
    /// As [`Ask::Correct`].
    Correction,
}
