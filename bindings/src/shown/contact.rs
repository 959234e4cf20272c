//! Contacts, and the own profile, as they are shown.

use super::{InfectionStatus, Policy};
use corona_phone::api;

/// A contact.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct ContactShown {
    /// Number.
    pub contact: u32,
    /// As they call themselves.
    pub name: String,
    /// As the owner calls them; stays on this phone.
    pub alias: Option<String>,
    /// If they share it.
    pub status: Option<InfectionStatus>,
    /// Whether they see ours.
    pub shares: bool,
    /// They have shown that they hold us too.
    pub mutual: bool,
    /// Their picture is here.
    pub avatar: bool,
}

/// How the owner shows themselves to contacts.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct ProfileShown {
    /// 1–64 bytes.
    pub name: String,
    /// The rules the phone decides by, fixed for its life.
    pub policy: Policy,
    /// There is a picture.
    pub avatar: bool,
}

impl From<api::ContactShown> for ContactShown {
    fn from(shown: api::ContactShown) -> Self {
        Self {
            contact: shown.contact,
            name: shown.name,
            alias: shown.alias,
            status: shown.status.as_deref().map(InfectionStatus::of),
            shares: shown.shares,
            mutual: shown.mutual,
            avatar: shown.avatar,
        }
    }
}

impl From<api::ProfileShown> for ProfileShown {
    fn from(shown: api::ProfileShown) -> Self {
        Self { name: shown.name, policy: Policy::of(&shown.policy), avatar: shown.avatar }
    }
}
