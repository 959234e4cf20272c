//! The own status, how it came about, and who would learn of it.

use super::EventShown;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The own state.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusShown {
    /// The own name.
    pub name: String,
    /// `unknown`, `high-risk`, `suspected`, `positive` or `negative`.
    pub status: String,
    /// Since when, if it is known: RFC 3339.
    #[serde(default)]
    pub since: Option<String>,
    /// The warning that is felt, if any.
    pub signal: Option<SignalShown>,
    /// Network: `starting`, `online`, `offline`, `clock-off` or `obsolete`, with details.
    pub network: String,
    /// What the person should know about it.
    pub network_text: String,
    /// Events are not asked for news: the network is metered or the battery saved.
    #[serde(default)]
    pub polls_wait: bool,
    /// Events hosted here.
    pub hosted: Vec<EventShown>,
    /// Events joined.
    pub joined: Vec<EventShown>,
    /// How many contacts.
    pub contacts: usize,
}

/// A warning.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SignalShown {
    /// 1–15.
    pub strength: u8,
    /// Events away from a report.
    pub hop: u8,
    /// High risk, or else caution.
    pub high: bool,
}

/// One change of the own status.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct StatusChangeShown {
    /// When: RFC 3339.
    pub at: String,
    /// Before, if it is known.
    pub from: Option<String>,
    /// After.
    pub to: String,
    /// `reported`, `expired` or `inferred`.
    pub cause: String,
    /// For a person.
    pub text: String,
    /// The joined or hosted event an inferred one comes from.
    pub event: Option<u32>,
    /// Whether that event is a hosted one.
    pub hosted: Option<bool>,
}

/// What one attended event makes of the owner.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ExposureShown {
    /// Hosted here, or else joined.
    pub hosted: bool,
    /// Its number in its list.
    pub event: u32,
    /// Its name.
    pub name: String,
    /// How strong the warning is now, 1–15.
    pub strength: u8,
    /// How many events away the report is it comes from: 1 if somebody there reported.
    pub hop: u8,
    /// It is strong enough to make a high risk by itself; else it is for caution.
    pub high: bool,
    /// The begin of the event: RFC 3339.
    pub since: String,
    /// It bears on the own status until then, by what is known now: RFC 3339; `null` while the
    /// event has not ended.
    pub until: Option<String>,
    /// It is the one that decides the own status.
    pub decides: bool,
}

/// Who learns something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecipientKind {
    /// The organizer of a joined event.
    Organizer,
    /// The guests of a joined or hosted event: counts alone, never who.
    Guests,
    /// A contact who may see the own status.
    Contact,
}

/// What somebody will learn by a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
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
