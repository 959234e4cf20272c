//! What the owner does with contacts: add, share, remove, move to another address.
//!
//! The book decides whom a change concerns; here that becomes records, services and the
//! times at which [`super::exchange`] talks to them.

use super::connection::Service;
use super::machine::{Former, Node};
use super::{Answer, CommandError, Effects};
use crate::blobs::Shelf;
use crate::contacts::{Bond, Contact, Profile};
use crate::identity::{Card, DiscoverySecret, ServiceKeys, Signatures};
use crate::storage::RecordKey;
use crate::time::Timestamp;
use crate::transport::{LinkId, Request};
use rand_core::CryptoRng;

impl<S: Signatures> Node<S> {
    pub(super) fn add_contact(
        &mut self,
        card: Card,
        share_status: bool,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<u32, CommandError> {
        if card.identity == self.person.identity.public() {
            return Err(CommandError::OwnCard);
        }
        let known = self.book.number(&card.identity);
        if let Some(number) = known.filter(|number| self.is_contact(*number)) {
            return Err(CommandError::AlreadyContact { number });
        }
        let number = self.book.add(card, None, String::new(), Bond::Scanned, now);
        if let Some(contact) = self.book.get_mut(number) {
            contact.share_status = share_status;
            contact.told = share_status.then_some(self.status);
        }
        self.store_contact(number, out);
        self.readdress(out);
        Ok(number)
    }

    pub(super) fn is_contact(&self, number: u32) -> bool {
        self.book.get(number).is_some_and(|contact| contact.is_confirmed())
    }

    pub(super) fn set_profile(
        &mut self,
        name: String,
        avatar: Option<Vec<u8>>,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let (length, limit) = (name.len(), Profile::NAME_LIMIT);
        if length > limit {
            return Err(CommandError::ProfileName { length, limit });
        }
        avatar.as_deref().map(Shelf::check).transpose()?;
        let profile = Profile { name, avatar: avatar.as_deref().map(Shelf::hash) };
        if profile == self.person.profile {
            return Ok(Answer::Done);
        }
        self.person.profile = profile;
        if let Some(avatar) = avatar {
            self.keep_blob(avatar, out);
        }
        self.store_person(out);
        let (secret, rules) = (&self.person.identity, &self.rules.contacts);
        let told = self.book.profile_changed(secret, now, rules, self.conditions.polls_wait());
        told.into_iter().for_each(|number| self.store_contact(number, out));
        self.sweep_blobs(out);
        Ok(Answer::Done)
    }

    pub(super) fn share_status(
        &mut self,
        number: u32,
        share: bool,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let missing = CommandError::NoSuchContact { number };
        let contact = self.book.get_mut(number).filter(|c| c.is_confirmed()).ok_or(missing)?;
        contact.share_status = share;
        self.store_contact(number, out);
        self.tell_contacts(now, out);
        Ok(Answer::Done)
    }

    pub(super) fn rename_contact(
        &mut self,
        number: u32,
        alias: Option<String>,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let limit = Contact::ALIAS_LIMIT;
        if let Some(length) = alias.as_deref().map(str::len).filter(|l| *l == 0 || *l > limit) {
            return Err(CommandError::Alias { length, limit });
        }
        let missing = CommandError::NoSuchContact { number };
        let contact = self.book.get_mut(number).filter(|c| c.is_confirmed()).ok_or(missing)?;
        contact.alias = alias.map(Into::into);
        self.store_contact(number, out);
        Ok(Answer::Done)
    }

    /// Lets contacts who may see the own status hear what it is now.
    pub(super) fn tell_contacts(&mut self, now: Timestamp, out: &mut Effects) {
        if self.book.is_empty() {
            return;
        }
        let (secret, rules) = (&self.person.identity, &self.rules.contacts);
        let polls_wait = self.conditions.polls_wait();
        let concerned = self.book.share(self.status, secret, now, rules, polls_wait);
        concerned.into_iter().for_each(|number| self.store_contact(number, out));
    }

    pub(super) fn remove_contact(
        &mut self,
        number: u32,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        if self.book.get(number).is_none() {
            return Err(CommandError::NoSuchContact { number });
        }
        self.forget_contact(number, out);
        self.rotate_discovery(now, rng, out);
        Ok(Answer::Done)
    }

    /// Erases a contact and ends every link with them.
    pub(super) fn forget_contact(&mut self, number: u32, out: &mut Effects) {
        let links: Vec<LinkId> = self.contact_links(number).map(|(link, _)| link).collect();
        links.into_iter().for_each(|link| self.hang_up(link, out));
        self.book.remove(number);
        self.fetching.remove(&number);
        out.erase(RecordKey::Contact(number));
        self.sweep_blobs(out);
        self.readdress(out);
        self.retire_addresses(out);
    }

    /// Moves to a fresh address. The former one stays published until every contact has
    /// acknowledged the new one: two people who both move while they can't reach each
    /// other would lose each other otherwise.
    pub(super) fn rotate_discovery(
        &mut self,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) {
        let fresh = DiscoverySecret::generate_with::<S>(rng);
        let discovery = std::mem::replace(&mut self.person.discovery, fresh);
        self.person.former.push(Former { generation: self.person.generation, discovery });
        self.person.generation += 1;
        self.publish_address(self.person.generation, &self.person.discovery, out);
        let told = self.book.address_changed(now);
        told.into_iter().for_each(|number| self.store_contact(number, out));
        self.store_person(out);
        self.retire_addresses(out);
    }

    /// Retires and erases former addresses once no contact needs them.
    pub(super) fn retire_addresses(&mut self, out: &mut Effects) {
        if self.person.former.is_empty() || !self.book.all_know_address() {
            return;
        }
        for former in self.person.former.drain(..) {
            let service = Service::Person(former.generation).id();
            out.requests.push(Request::Retire { service });
        }
        self.store_person(out);
    }

    /// Publishes the present address and every former one still needed.
    pub(super) fn publish_addresses(&self, out: &mut Effects) {
        self.publish_address(self.person.generation, &self.person.discovery, out);
        for former in &self.person.former {
            self.publish_address(former.generation, &former.discovery, out);
        }
    }

    /// Publishes the addresses anew if other people may find them than before.
    pub(super) fn readdress(&mut self, out: &mut Effects) {
        let audience = self.book.audience();
        if audience != self.audience {
            self.audience = audience;
            self.publish_addresses(out);
        }
    }

    fn publish_address(&self, generation: u32, discovery: &DiscoverySecret, out: &mut Effects) {
        let prove = self.person.identity.erase_role();
        let keys = ServiceKeys { discovery: discovery.clone(), prove };
        let service = Service::Person(generation).id();
        let audience = self.audience.clone();
        out.requests.push(Request::Publish { service, keys, audience });
    }

    pub(super) fn resume_regular_syncs(&mut self, now: Timestamp) {
        self.book.resume_regular(&self.person.identity, now, &self.rules.contacts);
    }

    pub(super) fn resume_contacts(&mut self, now: Timestamp) {
        self.book.resume(&self.person.identity, now, &self.rules.contacts);
    }
}
