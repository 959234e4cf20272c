//! All paired people by number, and who among them must be told what.
//!
//! It decides whom to admit, when to dial and when an old address has served its time;
//! frames, links and records are the node's.

use super::{Bond, Contact, ContactRules, schedule};
use crate::identity::{AccessKey, Card, IdentityKey, IdentitySecret};
use crate::status::InfectionStatus;
use crate::time::Timestamp;
use crate::transport::Audience;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::cell::Cell;
use std::collections::BTreeMap;

/// Contacts by number.
#[derive(Default, Deserialize)]
#[serde(from = "StoredBook")]
pub(crate) struct Book {
    /// Boxed, for a map's nodes have room for eleven.
    contacts: BTreeMap<u32, Box<Contact>>,
    /// What everybody who may see the own status is told, unless somebody changed since.
    shared: Option<InfectionStatus>,
    /// When the first talk is due, unless a contact changed since it was looked up.
    next_sync: Cell<Option<Timestamp>>,
}

/// [`Book`] as it is serialised: with what the contacts' records leave out.
#[derive(Deserialize)]
struct StoredBook {
    contacts: BTreeMap<u32, Box<Contact>>,
    put_off: Vec<(u32, Timestamp)>,
    shared: Option<InfectionStatus>,
}

impl Serialize for Book {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { contacts, shared, next_sync: _ } = self;
        let put_off = contacts
            .iter()
            .filter_map(|(number, contact)| contact.put_off.map(|until| (*number, until)));
        let mut stored = serializer.serialize_struct("Book", 3)?;
        stored.serialize_field("contacts", contacts)?;
        stored.serialize_field("put_off", &put_off.collect::<Vec<_>>())?;
        stored.serialize_field("shared", shared)?;
        stored.end()
    }
}

impl From<StoredBook> for Book {
    fn from(stored: StoredBook) -> Self {
        let StoredBook { mut contacts, put_off, shared } = stored;
        for (number, until) in put_off {
            if let Some(contact) = contacts.get_mut(&number) {
                contact.put_off_sync(until);
            }
        }
        Self { contacts, shared, next_sync: Cell::default() }
    }
}

impl Book {
    /// Puts a contact in: new, or as restored.
    pub(crate) fn insert(&mut self, number: u32, contact: Contact) {
        self.shared = None;
        self.all_mut().insert(number, Box::new(contact));
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
                contact.plan_sync(now);
            }
            return number;
        }
        let number = self.contacts.keys().next_back().map_or(0, |last| last + 1);
        let contact = Contact { access, ..Contact::new(card, name, bond, now) };
        self.insert(number, contact);
        number
    }

    pub(crate) fn remove(&mut self, number: u32) {
        self.all_mut().remove(&number);
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Contact> {
        self.contacts.get(&number).map(Box::as_ref)
    }
    pub(crate) fn get_mut(&mut self, number: u32) -> Option<&mut Contact> {
        self.shared = None;
        self.all_mut().get_mut(&number).map(Box::as_mut)
    }
    /// Contacts, to change them.
    fn all_mut(&mut self) -> &mut BTreeMap<u32, Box<Contact>> {
        self.next_sync = Cell::default();
        &mut self.contacts
    }
    pub(crate) fn number(&self, identity: &IdentityKey) -> Option<u32> {
        // A person has some dozens: no index is worth its memory.
        self.iter().find(|(_, c)| c.card.identity == *identity).map(|(number, _)| number)
    }
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Contact)> + '_ {
        self.contacts.iter().map(|(number, contact)| (*number, contact.as_ref()))
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

    /// When somebody is due next; in the far future without anybody. Asked after every input,
    /// most of which concern no contact. Where polls wait, so do those who need not be told
    /// anything; call [`reconsider`](Self::reconsider) when that changes.
    pub(crate) fn next_sync(&self, polls_wait: bool) -> Timestamp {
        self.next_sync.get().unwrap_or_else(|| {
            let concerned = self.contacts.values().filter(|c| !polls_wait || c.is_urgent());
            let due = concerned.map(|contact| contact.due());
            let next = due.min().unwrap_or(Timestamp::FAR_FUTURE);
            self.next_sync.set(Some(next));
            next
        })
    }

    /// Who is due at `now`.
    pub(crate) fn due(&self, now: Timestamp, polls_wait: bool) -> Vec<u32> {
        let concerned = self.iter().filter(|(_, c)| !polls_wait || c.is_urgent());
        concerned.filter(|(_, c)| c.due() <= now).map(|(number, _)| number).collect()
    }

    /// Looks up anew when somebody is due.
    pub(crate) fn reconsider(&mut self) {
        self.next_sync = Cell::default();
    }

    /// Whether everybody holds our present address.
    pub(crate) fn all_know_address(&self) -> bool {
        self.contacts.values().all(|contact| contact.knows_address())
    }

    /// The profile changed: everybody hears of it, each at their own time. Returns whom to store.
    pub(crate) fn profile_changed(
        &mut self,
        secret: &IdentitySecret,
        now: Timestamp,
        rules: &ContactRules,
        polls_wait: bool,
    ) -> Vec<u32> {
        for (number, contact) in self.all_mut() {
            tell_soon(*number, contact, secret, now, rules, polls_wait);
        }
        self.contacts.keys().copied().collect()
    }

    /// The own status or who may see it changed. Returns whom that concerns.
    pub(crate) fn share(
        &mut self,
        status: InfectionStatus,
        secret: &IdentitySecret,
        now: Timestamp,
        rules: &ContactRules,
        polls_wait: bool,
    ) -> Vec<u32> {
        let mut concerned = Vec::new();
        // Evaluated far more often than anything changes.
        if self.shared == Some(status) {
            return concerned;
        }
        self.shared = Some(status);
        for (number, contact) in self.all_mut() {
            let shared = contact.share_status.then_some(status);
            if contact.told != shared {
                contact.told = shared;
                tell_soon(*number, contact, secret, now, rules, polls_wait);
                concerned.push(*number);
            }
        }
        concerned
    }

    /// The address changed: everybody hears of it at once. Returns whom to store.
    pub(crate) fn address_changed(&mut self, now: Timestamp) -> Vec<u32> {
        for contact in self.all_mut().values_mut() {
            contact.changed();
            contact.moved = contact.version;
            contact.plan_sync(now);
        }
        self.contacts.keys().copied().collect()
    }

    /// CO-13: of those whom a restart has put off, the one who has waited longest is due now.
    pub(crate) fn hurry_one(&mut self, now: Timestamp) {
        let waits = |contact: &Contact| contact.next_sync <= now && contact.due() > now;
        let contacts = self.all_mut().values_mut().filter(|contact| waits(contact));
        if let Some(longest) = contacts.min_by_key(|contact| contact.next_sync) {
            longest.put_off_sync(now);
        }
    }

    /// After a restart: who waits for our address is due now, everybody else who is overdue
    /// at times of their own, or the restart would link them.
    pub(crate) fn resume(&mut self, secret: &IdentitySecret, now: Timestamp, rules: &ContactRules) {
        for (number, contact) in self.all_mut() {
            let urgent = !contact.knows_address() || !contact.is_confirmed();
            if urgent {
                contact.put_off_sync(now);
            } else {
                spread_overdue(*number, contact, secret, now, rules);
            }
        }
    }

    /// Syncs need not wait any more: who is overdue, at times of their own (CO-12).
    pub(crate) fn resume_regular(
        &mut self,
        secret: &IdentitySecret,
        now: Timestamp,
        rules: &ContactRules,
    ) {
        for (number, contact) in self.all_mut().iter_mut().filter(|(_, c)| !c.is_urgent()) {
            spread_overdue(*number, contact, secret, now, rules);
        }
    }
}

fn spread_overdue(
    number: u32,
    contact: &mut Contact,
    secret: &IdentitySecret,
    now: Timestamp,
    rules: &ContactRules,
) {
    if contact.due() <= now {
        let input = now.as_millis().unsigned_abs();
        let at = schedule::spread(secret, number, input, now, rules);
        contact.put_off_sync(at);
    }
}

fn tell_soon(
    number: u32,
    contact: &mut Contact,
    secret: &IdentitySecret,
    now: Timestamp,
    rules: &ContactRules,
    polls_wait: bool,
) {
    // Those who wait may all be overdue, and must not hear of it together.
    let waits = polls_wait && !contact.is_urgent();
    contact.changed();
    let at = schedule::spread(secret, number, contact.version, now, rules);
    contact.plan_sync(if waits { at } else { contact.due().min(at) });
}
