//! Contacts as earlier versions of the program have stored them.

use super::{Bond, Contact, Profile};
use crate::identity::{AccessKey, Card};
use crate::status::InfectionStatus;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// As records of version 4 hold a contact: nobody had another name than their own.
#[derive(Serialize, Deserialize)]
pub(crate) struct ContactOfVersion4 {
    card: Card,
    access: Option<AccessKey>,
    bond: Bond,
    profile: Profile,
    status: Option<InfectionStatus>,
    share_status: bool,
    received: u64,
    version: u64,
    acknowledged: u64,
    moved: u64,
    told: Option<InfectionStatus>,
    next_sync: Timestamp,
}

impl From<ContactOfVersion4> for Contact {
    fn from(former: ContactOfVersion4) -> Self {
        let ContactOfVersion4 {
            card,
            access,
            bond,
            profile,
            status,
            share_status,
            received,
            version,
            acknowledged,
            moved,
            told,
            next_sync,
        } = former;
        Self {
            card,
            access,
            bond,
            profile,
            status,
            share_status,
            received,
            version,
            acknowledged,
            moved,
            told,
            next_sync,
            alias: None,
            put_off: None,
        }
    }
}

#[cfg(test)]
impl From<&Contact> for ContactOfVersion4 {
    fn from(contact: &Contact) -> Self {
        Self {
            card: contact.card,
            access: contact.access,
            bond: contact.bond,
            profile: contact.profile.clone(),
            status: contact.status,
            share_status: contact.share_status,
            received: contact.received,
            version: contact.version,
            acknowledged: contact.acknowledged,
            moved: contact.moved,
            told: contact.told,
            next_sync: contact.next_sync,
        }
    }
}
