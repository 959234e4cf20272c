//! How a node's state becomes records, and records a node again.
//!
//! Each record starts with a version byte, then holds one value in postcard's
//! encoding (docs/decisions/0004). Keys and pseudonyms are inside: buffers wipe themselves.

use super::machine::{Node, Person};
use super::{Effects, EventRef};
use crate::contacts::{Contact, ContactOfVersion4};
use crate::events::{Archived, Attended, Guest, HostedEvent, HostedRecord, Participation};
use crate::identity::Signatures;
use crate::rules::Rules;
use crate::status::History;
use crate::storage::{RecordKey, Snapshot};
use crate::time::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Written. Read are all from [`OLDEST_VERSION`] on: what was stored becomes this version when
/// it next changes.
///
/// 5: contacts have an alias; every other record is as in 4.
const RECORD_VERSION: u8 = 5;
const OLDEST_VERSION: u8 = 4;

/// Why a store's content is no node.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum RestoreError {
    /// There is no identity: nothing was ever stored.
    #[error("the store holds no identity: create one")]
    Empty,
    /// A record of another version.
    #[error(
        "record {key:?} has version {version}, this build reads {OLDEST_VERSION} to \
         {RECORD_VERSION}: update the app"
    )]
    Version {
        /// Which.
        key: RecordKey,
        /// Found.
        version: u8,
    },
    /// A damaged record.
    #[error("record {key:?} cannot be read ({problem}): restore the store from a backup")]
    Damaged {
        /// Which.
        key: RecordKey,
        /// As decoded.
        problem: String,
    },
    /// A record whose owner is missing.
    #[error("record {key:?} belongs to an event that isn't there: restore the store from a backup")]
    Orphan {
        /// Which.
        key: RecordKey,
    },
}

pub(super) fn encode<T: Serialize + ?Sized>(value: &T) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    bytes.push(RECORD_VERSION);
    let extended = postcard::to_extend(value, std::mem::take(&mut *bytes));
    Zeroizing::new(extended.expect("our records are plain data"))
}

/// A participation's record.
#[derive(Serialize, Deserialize)]
enum Stored<L, A> {
    Live(L),
    Archived(A),
}

fn encode_attended(attended: Attended<'_>) -> Zeroizing<Vec<u8>> {
    encode(&match attended {
        Attended::Live(participation) => Stored::Live(participation),
        Attended::Archived(archived) => Stored::Archived(archived),
    })
}

fn decode<T: DeserializeOwned>(key: RecordKey, bytes: &[u8]) -> Result<T, RestoreError> {
    match bytes.split_first() {
        Some((OLDEST_VERSION..=RECORD_VERSION, rest)) => postcard::from_bytes(rest)
            .map_err(|error| RestoreError::Damaged { key, problem: error.to_string() }),
        Some((&version, _)) => Err(RestoreError::Version { key, version }),
        None => Err(RestoreError::Damaged { key, problem: "no bytes".to_owned() }),
    }
}

/// A contact's record of any version.
fn decode_contact(key: RecordKey, bytes: &[u8]) -> Result<Contact, RestoreError> {
    match bytes.first() {
        Some(4) => decode::<ContactOfVersion4>(key, bytes).map(Contact::from),
        Some(_) | None => decode(key, bytes),
    }
}

impl<S: Signatures> Node<S> {
    pub(super) fn store_person(&self, out: &mut Effects) {
        out.put(RecordKey::Person, || encode(&self.person));
    }
    pub(super) fn store_history(&self, out: &mut Effects) {
        // A mistaken first report, taken back, leaves nothing.
        if self.history.entries().is_empty() {
            out.erase(RecordKey::Status);
        } else {
            out.put(RecordKey::Status, || encode(&self.history));
        }
    }
    pub(super) fn store_hosted(&self, number: u32, out: &mut Effects) {
        if let Some(hosted) = self.hosted.get(number) {
            out.put(RecordKey::Hosted(number), || encode(hosted.event.record()));
        }
    }
    pub(super) fn store_guest(&self, number: u32, slot: u32, out: &mut Effects) {
        let hosted = self.hosted.get(number);
        if let Some(guest) = hosted.and_then(|hosted| hosted.event.guest(slot)) {
            out.put(RecordKey::Guest(number, slot), || encode(guest));
        }
    }
    pub(super) fn store_joined(&self, number: u32, out: &mut Effects) {
        if let Some(attended) = self.joined.attended(number) {
            out.put(RecordKey::Participation(number), || encode_attended(attended));
        }
    }
    pub(super) fn store_contact(&self, number: u32, out: &mut Effects) {
        if let Some(contact) = self.book.get(number) {
            out.put(RecordKey::Contact(number), || encode(contact));
        }
    }
    pub(super) fn erase_event(&self, event: EventRef, out: &mut Effects) {
        match event {
            EventRef::Hosted(number) => {
                out.erase(RecordKey::Hosted(number));
                let guests = self.hosted.get(number).into_iter().flat_map(|h| h.event.guests());
                guests.for_each(|(slot, _)| out.erase(RecordKey::Guest(number, slot)));
            }
            EventRef::Joined(number) => out.erase(RecordKey::Participation(number)),
        }
    }

    /// All that a store holds of this node once its effects are committed: what is stored is
    /// what the node is. Codes, pairings, links and the times of retries are in no record.
    #[must_use]
    pub fn records(&self) -> Snapshot {
        let mut records = Snapshot::new();
        records.insert(RecordKey::Person, encode(&self.person));
        if !self.history.entries().is_empty() {
            records.insert(RecordKey::Status, encode(&self.history));
        }
        for (number, contact) in self.book.iter() {
            records.insert(RecordKey::Contact(number), encode(contact));
        }
        for (number, hosted) in self.hosted.iter() {
            records.insert(RecordKey::Hosted(number), encode(hosted.event.record()));
            for (slot, guest) in hosted.event.guests() {
                records.insert(RecordKey::Guest(number, slot), encode(guest));
            }
        }
        for (number, joined) in self.joined.iter() {
            if joined.participation().is_stored() {
                let record = encode_attended(Attended::Live(joined.participation()));
                records.insert(RecordKey::Participation(*number), record);
            }
        }
        for (number, archived) in self.joined.iter_archived() {
            let record = encode_attended(Attended::Archived(archived));
            records.insert(RecordKey::Participation(number), record);
        }
        for (number, bytes) in self.shelf.iter() {
            records.insert(RecordKey::Blob(number), encode(bytes));
        }
        records
    }

    /// A node that continues where the stored one stopped: services are published again,
    /// unacknowledged reports go out again, codes on screens are void.
    ///
    /// # Errors
    /// [`RestoreError`] names the record that cannot be used; the store is not touched.
    pub fn restore(
        rules: Arc<Rules>,
        snapshot: &Snapshot,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Self, RestoreError> {
        let person = snapshot.get(&RecordKey::Person).ok_or(RestoreError::Empty)?;
        let person: Person = decode(RecordKey::Person, person)?;
        let mut node = Self::with_person(rules, person, now);
        let mut hosted: BTreeMap<u32, (HostedRecord, Vec<(u32, Guest)>)> = BTreeMap::new();
        for (key, bytes) in snapshot {
            let key = *key;
            match key {
                RecordKey::Person => {}
                RecordKey::Status => node.history = decode::<History>(key, bytes)?,
                RecordKey::Hosted(number) => {
                    hosted.insert(number, (decode(key, bytes)?, Vec::new()));
                }
                RecordKey::Guest(number, slot) => {
                    let orphan = RestoreError::Orphan { key };
                    let (record, guests) = hosted.get_mut(&number).ok_or_else(|| orphan.clone())?;
                    if !record.continues(guests.len(), slot) {
                        return Err(orphan);
                    }
                    guests.push((slot, decode(key, bytes)?));
                }
                RecordKey::Participation(number) => {
                    match decode::<Stored<Participation, Archived>>(key, bytes)? {
                        Stored::Live(live) => node.joined.insert(number, live),
                        Stored::Archived(archived) => node.joined.insert_archived(number, archived),
                    }
                }
                RecordKey::Contact(number) => {
                    node.book.insert(number, decode_contact(key, bytes)?);
                }
                RecordKey::Blob(number) => node.shelf.insert(number, decode(key, bytes)?),
            }
        }
        for (number, (record, guests)) in hosted {
            let event = HostedEvent::restore(record, guests, &node.rules.policy);
            node.hosted.insert(number, event);
        }
        node.resume(now, out);
        Ok(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cascade::Policy;
    use crate::contacts::{Bond, Profile};
    use crate::identity::{Card, DiscoverySecret, Ed25519, IdentitySecret};
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng as _;

    fn rules() -> Arc<Rules> {
        Arc::new(Rules::with_policy(Policy::graded()))
    }
    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::from_seed([7; 32])
    }

    /// A node with one contact, and what an earlier version would have stored of both.
    fn former() -> (Node<Ed25519>, Snapshot) {
        let (mut out, now) = (Effects::default(), Timestamp(1_586_714_400_000));
        let profile = Profile { name: "Alice".to_owned(), avatar: None };
        let mut node = Node::create(rules(), profile, now, &mut rng(), &mut out);
        let card = Card {
            identity: IdentitySecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
        };
        node.book.add(card, None, "Bob".to_owned(), Bond::Mutual, now);
        let mut records = node.records();
        for (key, bytes) in &mut records {
            if let RecordKey::Contact(number) = key {
                let contact = node.book.get(*number).unwrap();
                *bytes = encode(&ContactOfVersion4::from(contact));
            }
            bytes[0] = 4;
        }
        (node, records)
    }

    #[test]
    fn records_of_version_4_are_read_and_become_this_version_when_they_change() {
        let (node, records) = former();
        assert!(records.len() >= 2);
        let (mut out, now) = (Effects::default(), Timestamp(1_586_714_500_000));
        let mut read = Node::<Ed25519>::restore(rules(), &records, now, &mut out).unwrap();
        assert_eq!(read.records(), node.records(), "nothing was lost or made up");
        read.rename_contact(0, Some("Bobby".to_owned()), &mut out).unwrap();
        let renamed = read.records();
        assert_eq!(renamed[&RecordKey::Contact(0)][0], RECORD_VERSION);
        let again = Node::<Ed25519>::restore(rules(), &renamed, now, &mut out).unwrap();
        assert_eq!(again.book.get(0).unwrap().called(), "Bobby");
    }

    #[test]
    fn records_of_a_version_to_come_are_refused_by_name() {
        let (_, mut records) = former();
        for version in [0, 3, RECORD_VERSION + 1] {
            records.get_mut(&RecordKey::Person).unwrap()[0] = version;
            let (mut out, now) = (Effects::default(), Timestamp(1_586_714_500_000));
            let refused = Node::<Ed25519>::restore(rules(), &records, now, &mut out);
            assert_eq!(
                refused.err(),
                Some(RestoreError::Version { key: RecordKey::Person, version })
            );
        }
    }
}
