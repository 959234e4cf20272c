//! What contacts tell each other, read from and written to the wire.

use super::{Contact, Profile};
use crate::identity::{AccessKey, Address, Signatures};
use crate::status::InfectionStatus;
use crate::wire::{ContactBody, ContactFrame, ContactUpdate, WireError, encode};

/// A contact's update, read and checked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Theirs {
    /// Grows with every change of what follows.
    pub version: u64,
    /// Newest version of ours that they have stored.
    pub acknowledged: u64,
    /// Name and avatar.
    pub profile: Profile,
    /// Where they are.
    pub address: Address,
    /// By which they read our descriptor.
    pub access: AccessKey,
    /// `None` if they don't share it.
    pub status: Option<InfectionStatus>,
}

impl Theirs {
    /// From the wire, with keys of scheme `S`.
    ///
    /// # Errors
    /// [`WireError`] names what makes no sense.
    pub(crate) fn read<S: Signatures>(update: ContactUpdate) -> Result<Self, WireError> {
        if update.version == 0 {
            return Err(WireError::field("version", "starts at 1"));
        }
        if update.name.len() > Profile::NAME_LIMIT {
            return Err(WireError::field("name", "is too long"));
        }
        let avatar = match update.avatar.len() {
            0 => None,
            _ => Some(
                update
                    .avatar
                    .as_slice()
                    .try_into()
                    .map_err(|_| WireError::field("avatar", "is not a SHA-256"))?,
            ),
        };
        let address = Address::from_slice(&update.address)
            .filter(Address::check_with::<S>)
            .ok_or(WireError::field("address", "is not a valid key"))?;
        let access = AccessKey::from_slice(&update.access)
            .ok_or(WireError::field("access", "is not 32 bytes"))?;
        Ok(Self {
            version: update.version,
            acknowledged: update.acknowledged,
            profile: Profile { name: update.name, avatar },
            address,
            access,
            status: status(update.status)?,
        })
    }
}

/// The own side's update for one contact.
pub(crate) fn update_frame(
    contact: &Contact,
    own: &Profile,
    address: &Address,
    access: &AccessKey,
) -> Vec<u8> {
    let update = ContactUpdate {
        version: contact.version,
        acknowledged: contact.received,
        name: own.name.clone(),
        avatar: own.avatar.map_or_else(Vec::new, |hash| hash.to_vec()),
        address: address.as_bytes().to_vec(),
        status: status_code(contact.told),
        access: access.as_bytes().to_vec(),
    };
    encode(&ContactFrame { body: Some(ContactBody::Update(update)) })
}

const fn status_code(status: Option<InfectionStatus>) -> u32 {
    match status {
        None => 0,
        Some(InfectionStatus::Unknown) => 1,
        Some(InfectionStatus::HighRisk) => 2,
        Some(InfectionStatus::Suspected) => 3,
        Some(InfectionStatus::Positive) => 4,
        Some(InfectionStatus::Negative) => 5,
    }
}

fn status(code: u32) -> Result<Option<InfectionStatus>, WireError> {
    let known = [None].into_iter().chain(InfectionStatus::ALL.map(Some));
    known
        .into_iter()
        .find(|status| status_code(*status) == code)
        .ok_or(WireError::field("status", "is unknown"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_own_code() {
        for (expected, status_told) in (1..).zip(InfectionStatus::ALL) {
            assert_eq!(status_code(Some(status_told)), expected);
            assert_eq!(status(expected), Ok(Some(status_told)));
        }
        assert_eq!(status(0), Ok(None));
        assert!(status(6).is_err());
    }
}
