//! The own status, how it came about, and who would learn of it.

use super::{EventShown, InfectionStatus, NetworkCondition, RecipientKind, StatusCause, moment};
use corona_phone::api;
use std::time::SystemTime;

/// The own state.
#[derive(Clone, PartialEq, Debug, uniffi::Record)]
pub struct StatusShown {
    /// The own name.
    pub name: String,
    /// The own status.
    pub status: InfectionStatus,
    /// Since when, if it is known.
    pub since: Option<SystemTime>,
    /// The warning that is felt, if any.
    pub signal: Option<SignalShown>,
    /// How the network stands.
    pub network: NetworkCondition,
    /// What the person should know about it.
    pub network_text: String,
    /// Events are not asked for news: the network is metered or the battery saved.
    pub polls_wait: bool,
    /// Events hosted here.
    pub hosted: Vec<EventShown>,
    /// Events joined.
    pub joined: Vec<EventShown>,
    /// How many contacts.
    pub contacts: u32,
}

/// A warning.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct SignalShown {
    /// 1–15.
    pub strength: u8,
    /// Events away from a report.
    pub hop: u8,
    /// High risk, or else caution.
    pub high: bool,
}

/// One change of the own status.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct StatusChangeShown {
    /// When.
    pub at: SystemTime,
    /// Before, if it is known.
    pub from: Option<InfectionStatus>,
    /// After.
    pub to: InfectionStatus,
    /// Why.
    pub cause: StatusCause,
    /// For a person.
    pub text: String,
    /// The event an inferred one comes from.
    pub event: Option<u32>,
    /// Whether that event is a hosted one.
    pub hosted: Option<bool>,
}

/// What one attended event makes of the owner.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct ExposureShown {
    /// Hosted here, or else joined.
    pub hosted: bool,
    /// Its number in its list.
    pub event: u32,
    /// Its name.
    pub name: String,
    /// How strong the warning is now, 1–15.
    pub strength: u8,
    /// How many events away the report is it comes from.
    pub hop: u8,
    /// Strong enough for a high risk by itself; else for caution.
    pub high: bool,
    /// The begin of the event.
    pub since: SystemTime,
    /// It bears on the own status until then, once the event has ended.
    pub until: Option<SystemTime>,
    /// It is the one that decides the own status.
    pub decides: bool,
}

/// What somebody will learn by a report.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct DisclosureShown {
    /// Who, for a person: an event's or a contact's name.
    pub recipient: String,
    /// Who, by kind.
    pub kind: RecipientKind,
    /// The event, if it is about one.
    pub event: Option<u32>,
    /// Whether that event is a hosted one.
    pub hosted: Option<bool>,
    /// The contact, if it is one.
    pub contact: Option<u32>,
    /// What, a phrase each.
    pub learns: Vec<String>,
}

impl From<api::StatusShown> for StatusShown {
    fn from(shown: api::StatusShown) -> Self {
        Self {
            name: shown.name,
            status: InfectionStatus::of(&shown.status),
            since: shown.since.as_deref().map(moment),
            signal: shown.signal.map(Into::into),
            network: NetworkCondition::of(&shown.network),
            network_text: shown.network_text,
            polls_wait: shown.polls_wait,
            hosted: shown.hosted.into_iter().map(Into::into).collect(),
            joined: shown.joined.into_iter().map(Into::into).collect(),
            contacts: u32::try_from(shown.contacts).unwrap_or(u32::MAX),
        }
    }
}

impl From<api::SignalShown> for SignalShown {
    fn from(shown: api::SignalShown) -> Self {
        Self { strength: shown.strength, hop: shown.hop, high: shown.high }
    }
}

impl From<api::StatusChangeShown> for StatusChangeShown {
    fn from(shown: api::StatusChangeShown) -> Self {
        Self {
            at: moment(&shown.at),
            from: shown.from.as_deref().map(InfectionStatus::of),
            to: InfectionStatus::of(&shown.to),
            cause: StatusCause::of(&shown.cause),
            text: shown.text,
            event: shown.event,
            hosted: shown.hosted,
        }
    }
}

impl From<api::ExposureShown> for ExposureShown {
    fn from(shown: api::ExposureShown) -> Self {
        Self {
            hosted: shown.hosted,
            event: shown.event,
            name: shown.name,
            strength: shown.strength,
            hop: shown.hop,
            high: shown.high,
            since: moment(&shown.since),
            until: shown.until.as_deref().map(moment),
            decides: shown.decides,
        }
    }
}

impl From<api::DisclosureShown> for DisclosureShown {
    fn from(shown: api::DisclosureShown) -> Self {
        Self {
            recipient: shown.recipient,
            kind: match shown.kind {
                api::RecipientKind::Organizer => RecipientKind::Organizer,
                api::RecipientKind::Guests => RecipientKind::Guests,
                api::RecipientKind::Contact => RecipientKind::Contact,
            },
            event: shown.event,
            hosted: shown.hosted,
            contact: shown.contact,
            learns: shown.learns,
        }
    }
}
