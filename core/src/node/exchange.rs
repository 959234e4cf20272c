//! Conversations with contacts: who is admitted, what each side tells, when to dial.
//!
//! Whoever dials tells its side; the other answers with its own and acknowledges; whoever
//! heard something newer says once more what it holds now. An update acknowledges only what
//! is stored, because the pump stores before it sends.

use super::connection::{Purpose, Talk};
use super::machine::Node;
use super::{Effects, Update};
use crate::contacts::{Bond, Theirs, schedule, update_frame};
use crate::identity::{Signatures, VerifyingKey};
use crate::time::Timestamp;
use crate::transport::{CloseReason, LinkId, Request};
use crate::wire::{ContactBody, ContactFrame, decode};

impl<S: Signatures> Node<S> {
    /// Admits by identity, whichever of our addresses was dialled; anybody else learns nothing.
    pub(super) fn accept_contact(
        &mut self,
        link: LinkId,
        peer: &VerifyingKey,
        now: Timestamp,
        out: &mut Effects,
    ) {
        match self.book.number(&peer.assume_role()) {
            Some(contact) => {
                let deadline = now + self.rules.contacts.answer_deadline;
                let talk = Talk::Admitted;
                self.set_deadline(link, Purpose::Contact { contact, talk }, deadline);
            }
            None => out.requests.push(Request::Close { link }),
        }
    }

    /// Starts every sync that is due, over an open link if there is one.
    pub(super) fn begin_syncs(&mut self, now: Timestamp, out: &mut Effects) {
        let polls_wait = self.conditions.polls_wait();
        if self.book.next_sync(polls_wait) > now {
            return;
        }
        for number in self.book.due(now, polls_wait) {
            let links: Vec<(LinkId, Talk)> = self.contact_links(number).collect();
            let settled = links.iter().find(|(_, talk)| *talk == Talk::Settled);
            match settled {
                Some((link, _)) => self.send_update(*link, number, Talk::Settled, now, out),
                None if links.is_empty() => self.dial_contact(number, now, out),
                // An exchange has begun, and will tell what is true by then.
                None => {}
            }
            // Until its outcome is known; the outcome sets the true time.
            self.put_off_sync(number, now);
        }
    }

    fn put_off_sync(&mut self, number: u32, now: Timestamp) {
        let retry = self.rules.contacts.retry;
        if let Some(contact) = self.book.get_mut(number) {
            contact.put_off_sync(now + retry);
        }
    }

    fn dial_contact(&mut self, number: u32, now: Timestamp, out: &mut Effects) {
        let link = self.dialled();
        let rules = &self.rules;
        let Some(contact) = self.book.get(number) else {
            return;
        };
        let deadline = now + rules.contacts.dial_deadline;
        out.requests.push(Request::Dial {
            link,
            address: contact.card.address,
            expect: contact.card.identity.erase_role(),
            prove: self.person.identity.erase_role(),
            access: Some(self.access.clone()),
            deadline,
        });
        let purpose = Purpose::Contact { contact: number, talk: Talk::Dialling };
        self.set_deadline(link, purpose, deadline + rules.contacts.answer_deadline);
    }

    pub(super) fn contact_opened(
        &mut self,
        link: LinkId,
        contact: u32,
        now: Timestamp,
        out: &mut Effects,
    ) {
        self.send_update(link, contact, Talk::Asked, now, out);
    }

    fn send_update(
        &mut self,
        link: LinkId,
        number: u32,
        talk: Talk,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let Some(contact) = self.book.get(number) else {
            return self.hang_up(link, out);
        };
        let address = self.person.discovery.public();
        let frame = update_frame(contact, &self.person.profile, &address, &self.access.public());
        out.requests.push(Request::Send { link, frame });
        self.keep_open(link, number, talk, now);
    }

    /// Moves the deadline of a link that was used just now.
    fn keep_open(&mut self, link: LinkId, contact: u32, talk: Talk, now: Timestamp) {
        let limit = match talk {
            Talk::Dialling | Talk::Asked | Talk::Admitted => self.rules.contacts.answer_deadline,
            Talk::Settled => self.rules.contacts.idle_limit,
        };
        self.set_deadline(link, Purpose::Contact { contact, talk }, now + limit);
    }

    pub(super) fn contact_frame(
        &mut self,
        link: LinkId,
        number: u32,
        talk: Talk,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let body = decode::<ContactFrame>(frame).ok().and_then(|frame| frame.body);
        match (body, talk) {
            (Some(ContactBody::Update(update)), _) => match Theirs::read::<S>(update) {
                Ok(theirs) => self.take_update(link, number, talk, theirs, now, out),
                Err(_) => self.hang_up(link, out),
            },
            (Some(ContactBody::Fetch(fetch)), Talk::Settled) => {
                self.serve_avatar(link, &fetch, out);
                self.keep_open(link, number, talk, now);
            }
            (Some(ContactBody::Chunk(piece)), Talk::Settled) => {
                self.take_avatar(link, number, &piece, out);
                self.keep_open(link, number, talk, now);
            }
            (Some(ContactBody::Fetch(_) | ContactBody::Chunk(_)) | None, _) => {
                self.hang_up(link, out);
            }
        }
    }

    fn take_update(
        &mut self,
        link: LinkId,
        number: u32,
        talk: Talk,
        theirs: Theirs,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let rules = &self.rules;
        let Some(contact) = self.book.get_mut(number) else {
            return self.hang_up(link, out);
        };
        let taken = contact.take(theirs);
        let at = if contact.is_told() {
            let secret = &self.person.identity;
            schedule::daily(secret, number, now, &rules.contacts)
        } else {
            contact.due().min(now + rules.contacts.retry)
        };
        contact.plan_sync(at);
        let must_answer = match talk {
            Talk::Admitted => true,
            // We moved while they were answering: they must not wait an hour for that.
            Talk::Asked => taken.newer || !contact.knows_address(),
            Talk::Settled | Talk::Dialling => taken.newer,
        };
        self.store_contact(number, out);
        self.readdress(out);
        if taken.bonded {
            out.updates.push(Update::ContactConfirmed { contact: number });
        }
        if taken.visible {
            out.updates.push(Update::ContactChanged { contact: number });
        }
        if must_answer {
            self.send_update(link, number, Talk::Settled, now, out);
        } else {
            self.keep_open(link, number, Talk::Settled, now);
        }
        if taken.avatar {
            self.fetching.remove(&number);
            self.sweep_blobs(out);
        }
        self.fetch_avatar(link, number, out);
        self.retire_addresses(out);
    }

    /// A link with a contact ended.
    pub(super) fn contact_cut(
        &mut self,
        link: LinkId,
        number: u32,
        talk: Talk,
        reason: CloseReason,
        now: Timestamp,
        out: &mut Effects,
    ) {
        if let Some(fetching) = self.fetching.get_mut(&number)
            && fetching.link == Some(link)
        {
            fetching.link = None;
        }
        match talk {
            Talk::Dialling => self.put_off_sync(number, now),
            Talk::Asked if reason == CloseReason::ByPeer => self.refused(number, now, out),
            Talk::Asked => self.put_off_sync(number, now),
            Talk::Admitted | Talk::Settled => {}
        }
    }

    /// Their phone answers at that address and does not admit us.
    fn refused(&mut self, number: u32, now: Timestamp, out: &mut Effects) {
        self.put_off_sync(number, now);
        let rules = &self.rules;
        let Some(contact) = self.book.get_mut(number) else {
            return;
        };
        match &mut contact.bond {
            Bond::InDoubt { refusals } => {
                *refusals += 1;
                if *refusals >= rules.contacts.doubt_refusals {
                    self.forget_contact(number, out);
                    out.updates.push(Update::ContactRefused { contact: number });
                } else {
                    self.store_contact(number, out);
                }
            }
            // They removed us, or did not scan us yet: asking every hour changes nothing.
            Bond::Scanned | Bond::Mutual => {
                let secret = &self.person.identity;
                let at = schedule::daily(secret, number, now, &rules.contacts);
                contact.put_off_sync(at);
            }
        }
    }

    pub(super) fn contact_links(&self, number: u32) -> impl Iterator<Item = (LinkId, Talk)> + '_ {
        self.connections.iter().filter_map(move |(link, connection)| match connection.purpose {
            Purpose::Contact { contact, talk } if contact == number => Some((*link, talk)),
            Purpose::Contact { .. }
            | Purpose::Pair { .. }
            | Purpose::CheckIn { .. }
            | Purpose::Visit { .. }
            | Purpose::FetchBanner { .. }
            | Purpose::ServeCode { .. }
            | Purpose::ServeGuest { .. } => None,
        })
    }
}
