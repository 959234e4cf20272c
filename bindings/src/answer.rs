//! What comes of a command.

use crate::Failure;
use crate::shown::{
    ConditionsShown, ContactShown, DisclosureShown, EventShown, ExposureShown, GatewayShown,
    ProfileShown, StatusChangeShown, StatusShown, moment,
};
use corona_phone::api::Outcome;
use std::time::SystemTime;

/// The answer to a `Command`; each command says which one it has.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum Answer {
    /// Done, or begun.
    Done,
    /// The own profile.
    Profile {
        /// As contacts see it.
        profile: ProfileShown,
    },
    /// A picture.
    Picture {
        /// As in `image/png`.
        media_type: String,
        /// The file.
        image: Vec<u8>,
    },
    /// The whole profile, encrypted.
    Backup {
        /// The file.
        file: Vec<u8>,
    },
    /// The gateway.
    Gateway {
        /// As it stands.
        gateway: GatewayShown,
    },
    /// What is to be spared.
    Conditions {
        /// As told last.
        conditions: ConditionsShown,
    },
    /// An invitation, to show to one person.
    Invitation {
        /// Names the pairing.
        pairing: u32,
        /// To show as text or QR code.
        invitation: String,
        /// It can be scanned now.
        reachable: bool,
        /// Nobody can join it after this.
        expires: SystemTime,
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
    /// Contacts.
    Contacts {
        /// By number.
        contacts: Vec<ContactShown>,
    },
    /// A hosted event.
    Hosted {
        /// Its number.
        event: u32,
        /// Guests can check in now.
        reachable: bool,
    },
    /// A code, to show to one guest.
    Code {
        /// To show as text or QR code.
        code: String,
        /// It admits nobody after this.
        expires: SystemTime,
    },
    /// Checked in.
    Joined {
        /// The joined event's number.
        event: u32,
        /// Its name.
        name: String,
    },
    /// How many guests a hosted event has.
    Guests {
        /// The organizer not counted.
        guests: u32,
    },
    /// One event.
    Event {
        /// As it stands.
        event: EventShown,
    },
    /// The own state.
    Status {
        /// As it stands.
        status: StatusShown,
    },
    /// How the own status came about.
    History {
        /// Oldest first.
        changes: Vec<StatusChangeShown>,
    },
    /// What put the owner at risk.
    Cascade {
        /// The one that decides first.
        exposures: Vec<ExposureShown>,
    },
    /// Who would learn what.
    Preview {
        /// By recipient.
        disclosures: Vec<DisclosureShown>,
    },
}

impl TryFrom<Outcome> for Answer {
    type Error = Failure;

    fn try_from(outcome: Outcome) -> Result<Self, Failure> {
        Ok(match outcome {
            Outcome::Done => Self::Done,
            Outcome::Profile(profile) => Self::Profile { profile: profile.into() },
            Outcome::Picture(picture) => {
                Self::Picture { media_type: picture.media_type, image: picture.bytes.to_vec() }
            }
            Outcome::Backup { file } => Self::Backup { file: file.to_vec() },
            Outcome::Gateway(gateway) => Self::Gateway { gateway: gateway.into() },
            Outcome::Conditions(conditions) => Self::Conditions { conditions: conditions.into() },
            Outcome::Invitation { pairing, invitation, reachable, expires } => {
                Self::Invitation { pairing, invitation, reachable, expires: moment(&expires) }
            }
            Outcome::Digits { pairing, digits, name } => Self::Digits { pairing, digits, name },
            Outcome::Paired { contact, name } => Self::Paired { contact, name },
            Outcome::Contacts { contacts } => {
                Self::Contacts { contacts: contacts.into_iter().map(Into::into).collect() }
            }
            Outcome::Contact(contact) => Self::Contacts { contacts: vec![contact.into()] },
            Outcome::Hosted { event, reachable } => Self::Hosted { event, reachable },
            Outcome::Code { code, expires } => Self::Code { code, expires: moment(&expires) },
            Outcome::Joined { event, name } => Self::Joined { event, name },
            Outcome::Guests { guests } => Self::Guests { guests },
            Outcome::Event(event) => Self::Event { event: event.into() },
            Outcome::Status(status) => Self::Status { status: status.into() },
            Outcome::History { changes } => {
                Self::History { changes: changes.into_iter().map(Into::into).collect() }
            }
            Outcome::Cascade { exposures } => {
                Self::Cascade { exposures: exposures.into_iter().map(Into::into).collect() }
            }
            Outcome::Preview { disclosures } => {
                Self::Preview { disclosures: disclosures.into_iter().map(Into::into).collect() }
            }
            other @ (Outcome::Failed { .. }
            | Outcome::Update(_)
            | Outcome::Updates { .. }
            | Outcome::Quiet { .. }) => return Err(Failure::instead(other)),
        })
    }
}
