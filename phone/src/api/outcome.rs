//! Answers.

use super::{
    ConditionsShown, ContactShown, DisclosureShown, EventShown, ExposureShown, FailureKind,
    GatewayShown, Octets, Picture, ProfileShown, Reason, StatusChangeShown, StatusShown,
    UpdateShown,
};
use serde::{Deserialize, Serialize};

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

/// What came of an [`Ask`](super::Ask).
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
        /// Nobody can join it after this: RFC 3339.
        #[serde(default)]
        expires: String,
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
    /// Something happened (answers [`Ask::Follow`](super::Ask::Follow)).
    Update(UpdateShown),
    /// The gateway.
    Gateway(GatewayShown),
    /// What is to be spared.
    Conditions(ConditionsShown),
    /// The own profile.
    Profile(ProfileShown),
    /// A picture.
    Picture(Picture),
    /// One contact.
    Contact(ContactShown),
    /// How many guests a hosted event has.
    Guests {
        /// The organizer not counted.
        guests: u32,
    },
    /// Changes of the own status.
    History {
        /// Oldest first.
        changes: Vec<StatusChangeShown>,
    },
    /// What put the owner at risk.
    Cascade {
        /// Strongest first.
        exposures: Vec<ExposureShown>,
    },
    /// Who will learn what by a report.
    Preview {
        /// Organizers and guests by event, then contacts.
        disclosures: Vec<DisclosureShown>,
    },
    /// The whole profile, encrypted.
    Backup {
        /// One file.
        file: Octets,
    },
    /// Whether anything is due or under way.
    Quiet {
        /// Nothing is.
        quiet: bool,
        /// When something is due next, if anything is: RFC 3339.
        next_due: Option<String>,
    },
    /// Updates that nobody has acknowledged yet.
    Updates {
        /// Oldest first.
        updates: Vec<UpdateShown>,
    },
    /// Not done.
    Failed {
        /// Whose move it is.
        kind: FailureKind,
        /// Why, as a stable word.
        reason: Reason,
        /// What is wrong and what to do.
        message: String,
    },
}

impl Outcome {
    /// A failure whose move follows from its reason.
    #[must_use]
    pub fn failed(reason: Reason, message: impl Into<String>) -> Self {
        Self::Failed { kind: reason.kind(), reason, message: message.into() }
    }
}
