//! All paired people by number, and who among them must be told what.
//!
//! It decides whom to admit, when to dial and when an old address has served its time;
//! frames, links and records are the node's.

use super::{Bond, Contact, ContactRules, schedule};
use crate::identity::{AccessKey, Card, IdentityKey, IdentitySecret};
use crate::status::InfectionStatus;
use crate::time::Timestamp;
use crate::transport::Audience;
use std::collections::BTreeMap;

/// Contacts by number.
#[derive(Default)]
pub(crate) struct Book {
    contacts: BTreeMap<u32, Contact>,
    by_identity: BTreeMap<IdentityKey, u32>,
    /// What everybody who may see the own status is told, unless somebody changed since.
    shared: Option<InfectionStatus>,
}

impl Book {
    /// Puts a contact in: new, or as restored.
    pub(crate) fn insert(&mut self, number: u32, contact: Contact) {
        self.shared = None;
        self.by_identity.insert(contact.card.identity, number);
        self.contacts.insert(number, contact);
    }

    /// Adds a person, or lifts the bond with somebody who is there already.
    pub(crate) fn add(
        &mut self,
        card: Card,
        access: Option<AccessKey>,
        name: String,
        bond: Bond,
        now: Timestamp,
    ) -> u32 {
        if let Some(number) = self.number(&card.identity) {
            if let Some(contact) = self.get_mut(number)
                && !contact.is_confirmed()
            {
                contact.card = card;
                contact.access = access.or(contact.access);
                contact.bond = bond;
                contact.next_sync = now;
            }
            return number;
        }
        let number = self.contacts.keys().next_back().map_or(0, |last| last + 1);
        let contact = Contact { access, ..Contact::new(card, name, bond, now) };
        self.insert(number, contact);
        number
    }

    pub(crate) fn remove(&mut self, number: u32) -> Option<Contact> {
        let contact = self.contacts.remove(&number)?;
        self.by_identity.remove(&contact.card.identity);
        Some(contact)
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Contact> {
        self.contacts.get(&number)
    }
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut Contact> {
        self.shared = None;
        self.contacts.get_mut(&number)
    }
    pub(crate) fn number(&self, identity: &IdentityKey) -> Option<u32> {
        self.by_identity.get(identity).copied()
    }
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Contact)> + '_ {
        self.contacts.iter().map(|(number, contact)| (*number, contact))
    }
    pub(crate) fn is_empty(&self) -> bool {
        self.contacts.is_empty()
    }

    /// Who may find the own addresses: contacts, unless one of them has not told yet by
    /// which key they would.
    pub(crate) fn audience(&self) -> Audience {
        let readers: Option<Vec<_>> = self.contacts.values().map(|c| c.access).collect();
        readers.map_or(Audience::Everybody, Audience::Only)
    }

    /// The earliest time at which somebody is due.
    pub(crate) fn next_sync(&self) -> Option<Timestamp> {
        self.contacts.values().map(|contact| contact.next_sync).min()
    }

    /// Who is due at `now`.
    pub(crate) fn due(&self, now: Timestamp) -> Vec<u32> {
        self.iter().filter(|(_, c)| c.next_sync <= now).map(|(number, _)| number).collect()
    }

    /// Whether everybody holds our present address.
    pub(crate) fn all_know_address(&self) -> bool {
        self.contacts.values().all(Contact::knows_address)
    }

    /// The profile changed: everybody hears of it, each at their own time. Returns whom to store.
    pub(crate) fn profile_changed(
        &mut self,
        secret: &IdentitySecret,
        now: Timestamp,
        rules: &ContactRules,
    ) -> Vec<u32> {
        self.contacts.values_mut().for_each(|contact| tell_soon(contact, secret, now, rules));
        self.contacts.keys().copied().collect()
    }

    /// The own status or who may see it changed. Returns whom that concerns.
    pub(crate) fn share(
        &mut self,
        status: InfectionStatus,
        secret: &IdentitySecret,
        now: Timestamp,
        rules: &ContactRules,
    ) -> Vec<u32> {
        let mut concerned = Vec::new();
        // Evaluated far more often than anything changes.
        if self.shared == Some(status) {
            return concerned;
        }
        self.shared = Some(status);
        for (number, contact) in &mut self.contacts {
            let shared = contact.share_status.then_some(status);
            if contact.told != shared {
                contact.told = shared;
                tell_soon(contact, secret, now, rules);
                concerned.push(*number);
            }
        }
        concerned
    }

    /// The address changed: everybody hears of it at once. Returns whom to store.
    pub(crate) fn address_changed(&mut self, now: Timestamp) -> Vec<u32> {
        for contact in self.contacts.values_mut() {
            contact.changed();
            contact.moved = contact.version;
            contact.next_sync = now;
        }
        self.contacts.keys().copied().collect()
    }

    /// After a restart: who waits for our address is due now, everybody else who is overdue
    /// at times of their own, or the restart would link them.
    pub(crate) fn resume(&mut self, secret: &IdentitySecret, now: Timestamp, rules: &ContactRules) {
        for contact in self.contacts.values_mut() {
            let urgent = !contact.knows_address() || !contact.is_confirmed();
            if urgent {
                contact.next_sync = now;
            } else if contact.next_sync <= now {
                let identity = &contact.card.identity;
                let input = now.as_millis().unsigned_abs();
                let at = schedule::spread(secret, identity, input, now, rules);
                contact.next_sync = at;
            }
        }
    }
}

fn tell_soon(contact: &mut Contact, secret: &IdentitySecret, now: Timestamp, rules: &ContactRules) {
    contact.changed();
    let at = schedule::spread(secret, &contact.card.identity, contact.version, now, rules);
    contact.next_sync = contact.next_sync.min(at);
}
