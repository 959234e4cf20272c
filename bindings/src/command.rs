//! What an app may ask of a phone: one enum, so that a new command is no new function.

use crate::shown::{Policy, to_millis};
use corona_phone::api::{Ask, Octets, ReportAsked, Secret};
use corona_phone::home::PolicyPreset;
use std::time::{Duration, SystemTime};

/// A question or a wish. Where it must wait for somebody else it has a `patience`; what was
/// begun goes on after that.
#[derive(uniffi::Enum)]
pub enum Command {
    /// Makes a profile in a folder that has none. Answered with `Profile`.
    CreateProfile {
        /// 1–64 bytes; contacts see it.
        name: String,
        /// The rules, fixed for the phone's life.
        policy: Policy,
    },
    /// The own profile. Answered with `Profile`.
    ShowProfile,
    /// Answered with `Done`, as whatever names no answer.
    ChangeName {
        /// 1–64 bytes.
        name: String,
    },
    /// The own picture. Answered with `Picture`.
    ShowAvatar,
    /// Changes the own picture, or takes it away.
    ChangeAvatar {
        /// At most 256 KiB: PNG, JPEG or WebP.
        image: Option<Vec<u8>>,
    },
    /// Deletes the profile: nothing of it can be recovered. Tells nobody.
    DeleteProfile,
    /// The whole profile in one encrypted file. Answered with `Backup`.
    BackUp {
        /// To encrypt it by; at least 8 characters.
        passphrase: String,
    },
    /// Makes the profile that a backup holds, in a folder that has none.
    RestoreProfile {
        /// The file.
        backup: Vec<u8>,
        /// By which it was encrypted.
        passphrase: String,
    },
    /// The gateway as it stands. Answered with `Gateway`.
    ShowGateway,
    /// Switches the gateway on or off; it stays so. Answered with `Gateway`.
    SwitchGateway {
        /// On.
        on: bool,
    },
    /// Tells the phone what is to be spared, as the platform says, at every start and change:
    /// events are not asked for news meanwhile. Answered with `Conditions`.
    SpareConditions {
        /// Each byte costs money.
        metered: bool,
        /// The battery is to be spared.
        battery_saver: bool,
    },
    /// The person's switch: whether events wait with being asked while either is to be spared.
    /// It stays so. Answered with `Conditions`.
    HeedConditions {
        /// They wait. Reports and hosted events never do.
        heed: bool,
    },
    /// Shows an invitation. Answered with `Invitation` once it can be scanned.
    Invite {
        /// How long to wait for that.
        patience: Duration,
    },
    /// Joins an invitation. Answered with `Digits` to compare.
    Join {
        /// As scanned.
        invitation: String,
        /// How long to wait.
        patience: Duration,
    },
    /// Waits for the digits of an invitation shown earlier. Answered with `Digits`.
    AwaitDigits {
        /// As answered.
        pairing: u32,
        /// How long to wait.
        patience: Duration,
    },
    /// Whether both screens show the same digits. Answered with `Paired` when the pairing has
    /// ended well, with `Done` if they differ.
    ConfirmPairing {
        /// As answered.
        pairing: u32,
        /// Yes or no.
        matches: bool,
        /// How long to wait for the other side.
        patience: Duration,
    },
    /// Takes an invitation off the screen, or ends a pairing not yet confirmed.
    CancelPairing {
        /// Which.
        pairing: u32,
    },
    /// All contacts. Answered with `Contacts`.
    ShowContacts,
    /// One contact. Answered with `Contacts` of one.
    ShowContact {
        /// Who.
        contact: u32,
    },
    /// A contact's picture. Answered with `Picture`.
    ShowContactAvatar {
        /// Who.
        contact: u32,
    },
    /// Calls a contact otherwise than they do themselves; nobody else learns of it.
    RenameContact {
        /// Who.
        contact: u32,
        /// 1–64 bytes, or nothing for their own name.
        alias: Option<String>,
    },
    /// Lets a contact see the own status, or no longer.
    ShareStatus {
        /// Who.
        contact: u32,
        /// Yes or no.
        share: bool,
    },
    /// Forgets a contact and moves to an address they don't know.
    RemoveContact {
        /// Who.
        contact: u32,
    },
    /// Hosts an event, beginning now. Answered with `Hosted` once guests can reach it.
    CreateEvent {
        /// 1–64 bytes.
        name: String,
        /// Its picture, at most 256 KiB.
        banner: Option<Vec<u8>>,
        /// How long to wait for it to be reachable.
        patience: Duration,
    },
    /// A fresh check-in code, for one guest. Answered with `Code`.
    ShowCode {
        /// Hosted event.
        event: u32,
    },
    /// Ends check-in.
    CloseEvent {
        /// Hosted event.
        event: u32,
    },
    /// Waits until a hosted event has more guests than these. Answered with `Guests`.
    AwaitGuests {
        /// Hosted event.
        event: u32,
        /// How many are known.
        more_than: u32,
        /// How long to wait.
        patience: Duration,
    },
    /// Joins an event. Answered with `Joined` when its organizer has stored that.
    CheckIn {
        /// As scanned.
        code: String,
        /// How long to wait.
        patience: Duration,
    },
    /// One event as it stands. Answered with `Event`.
    ShowEvent {
        /// Hosted here, or else joined.
        hosted: bool,
        /// Its number in its list.
        event: u32,
    },
    /// The banner of an event. Answered with `Picture`.
    ShowBanner {
        /// Hosted here, or else joined.
        hosted: bool,
        /// Its number in its list.
        event: u32,
    },
    /// Whether high-risk reports may carry the name at a joined event.
    Consent {
        /// Joined event.
        event: u32,
        /// Yes or no.
        given: bool,
    },
    /// Confirms or rejects what a guest has reported.
    Decide {
        /// Hosted event.
        event: u32,
        /// Guest.
        slot: u32,
        /// Confirm, or else reject.
        confirm: bool,
    },
    /// The own status, risk, events and how the network stands. Answered with `Status`.
    ShowStatus,
    /// How the own status came about. Answered with `History`.
    ShowHistory,
    /// What put the owner at risk. Answered with `Cascade`.
    ShowCascade,
    /// Who would learn what by a report, before it is sent. Answered with `Preview`.
    PreviewReport {
        /// The report.
        report: Report,
    },
    /// Reports the own status. It is stored when this is answered, and delivered from then on.
    SendReport {
        /// The report.
        report: Report,
    },
}

/// What somebody reports of themselves.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Report {
    /// Symptoms.
    Suspected {
        /// First infectious moment, if known.
        infectious_from: Option<SystemTime>,
        /// For organizers, at most 140 bytes.
        note: String,
    },
    /// A positive test.
    Positive {
        /// First infectious moment, if known.
        infectious_from: Option<SystemTime>,
        /// For organizers, at most 140 bytes.
        note: String,
    },
    /// A negative test.
    Negative {
        /// When the sample was taken.
        sampled: SystemTime,
    },
    /// The positive report was a mistake.
    Correction,
}

/// The platform's spans are longer than any patience; a day is the most that is waited.
fn millis(patience: Duration) -> u64 {
    u64::try_from(patience.as_millis()).unwrap_or(u64::MAX)
}

impl From<Command> for Ask {
    fn from(command: Command) -> Self {
        match command {
            Command::CreateProfile { name, policy } => {
                Self::CreateProfile { name, policy: policy.into() }
            }
            Command::ShowProfile => Self::Profile,
            Command::ChangeName { name } => Self::ChangeName { name },
            Command::ShowAvatar => Self::Avatar,
            Command::ChangeAvatar { image } => {
                Self::ChangeAvatar { avatar: image.map(Octets::new) }
            }
            Command::DeleteProfile => Self::DeleteProfile,
            Command::BackUp { passphrase } => Self::Backup { passphrase: Secret::new(passphrase) },
            Command::RestoreProfile { backup, passphrase } => Self::RestoreProfile {
                backup: Octets::new(backup),
                passphrase: Secret::new(passphrase),
            },
            Command::ShowGateway => Self::Gateway,
            Command::SwitchGateway { on } => Self::SwitchGateway { on },
            Command::SpareConditions { metered, battery_saver } => {
                Self::Conditions { metered, battery_saver }
            }
            Command::HeedConditions { heed } => Self::HeedConditions { heed },
            Command::Invite { patience } => {
                Self::Invite { alone: false, patience: millis(patience) }
            }
            Command::Join { invitation, patience } => {
                Self::Join { invitation, patience: millis(patience) }
            }
            Command::AwaitDigits { pairing, patience } => {
                Self::Digits { pairing, patience: millis(patience) }
            }
            Command::ConfirmPairing { pairing, matches, patience } => {
                Self::ConfirmPairing { pairing, matches, patience: millis(patience) }
            }
            Command::CancelPairing { pairing } => Self::CancelPairing { pairing },
            Command::ShowContacts => Self::Contacts,
            Command::ShowContact { contact } => Self::Contact { contact },
            Command::ShowContactAvatar { contact } => Self::ContactAvatar { contact },
            Command::RenameContact { contact, alias } => Self::Rename { contact, alias },
            Command::ShareStatus { contact, share } => Self::ShareStatus { contact, share },
            Command::RemoveContact { contact } => Self::RemoveContact { contact },
            Command::CreateEvent { name, banner, patience } => Self::CreateEvent {
                name,
                banner: banner.map(Octets::new),
                patience: millis(patience),
            },
            Command::ShowCode { event } => Self::ShowCode { event },
            Command::CloseEvent { event } => Self::CloseEvent { event },
            Command::AwaitGuests { event, more_than, patience } => {
                Self::AwaitGuests { event, more_than, patience: millis(patience) }
            }
            Command::CheckIn { code, patience } => {
                Self::CheckIn { code, patience: millis(patience) }
            }
            Command::ShowEvent { hosted, event } => Self::ShowEvent { hosted, event },
            Command::ShowBanner { hosted, event } => Self::Banner { hosted, event },
            Command::Consent { event, given } => Self::Consent { event, given },
            Command::Decide { event, slot, confirm } => Self::Decide { event, slot, confirm },
            Command::ShowStatus => Self::Status,
            Command::ShowHistory => Self::History,
            Command::ShowCascade => Self::Cascade,
            Command::PreviewReport { report } => Self::Preview { report: report.into() },
            Command::SendReport { report } => report.into(),
        }
    }
}

impl From<Policy> for PolicyPreset {
    fn from(policy: Policy) -> Self {
        match policy {
            Policy::Whitepaper => Self::Whitepaper,
            Policy::Graded => Self::Graded,
        }
    }
}

impl From<Report> for ReportAsked {
    fn from(report: Report) -> Self {
        let infection = |status: &str, from: Option<SystemTime>, note| Self::Infection {
            status: status.to_owned(),
            infectious_from: from.map(to_millis),
            note,
        };
        match report {
            Report::Suspected { infectious_from, note } => {
                infection("suspected", infectious_from, note)
            }
            Report::Positive { infectious_from, note } => {
                infection("positive", infectious_from, note)
            }
            Report::Negative { sampled } => Self::Negative { sampled: to_millis(sampled) },
            Report::Correction => Self::Correction,
        }
    }
}

impl From<Report> for Ask {
    fn from(report: Report) -> Self {
        match ReportAsked::from(report) {
            ReportAsked::Infection { status, infectious_from, note } => {
                Self::ReportInfection { status, infectious_from, note }
            }
            ReportAsked::Negative { sampled } => Self::ReportNegative { sampled },
            ReportAsked::Correction => Self::Correct,
        }
    }
}
