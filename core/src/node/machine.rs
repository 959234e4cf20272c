//! The node: state, and the routes from inputs to the parts that decide.
//!
//! Three methods take inputs, [`Node::command`], [`Node::notice`] and [`Node::wake`];
//! each adds to [`Effects`] and returns. Call [`Node::next_wake`] after each.
//! Nothing else changes a node. The pump (`crate::pump`) is the loop around them.

use super::attendance::Attendance;
use super::avatars::Fetching;
use super::connection::{Connections, Purpose, Service};
use super::hosting::Hosting;
use super::pairing::Pairing;
use super::{Answer, Command, CommandError, Effects, PhoneConditions, Update};
use crate::blobs::{BlobHash, Shelf};
use crate::cascade::Signal;
use crate::contacts::{Book, Contact, Profile};
use crate::events::{Attended, HostedEvent};
use crate::identity::{AccessSecret, Card, DiscoverySecret, Ed25519, IdentitySecret, Signatures};
use crate::rules::Rules;
use crate::status::{History, InfectionStatus};
use crate::time::Timestamp;
use crate::transport::{Audience, CloseReason, LinkId, Notice, Request};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// Whose phone this is.
#[derive(Serialize, Deserialize)]
pub(super) struct Person {
    pub(super) identity: IdentitySecret,
    pub(super) discovery: DiscoverySecret,
    /// Counts rotations of the discovery key.
    pub(super) generation: u32,
    /// Former addresses, published until every contact knows the present one.
    pub(super) former: Vec<Former>,
    pub(super) profile: Profile,
    /// With self-reports, for organizers.
    pub(super) note: String,
}

/// An address that some contact may still dial.
#[derive(Serialize, Deserialize)]
pub(super) struct Former {
    pub(super) generation: u32,
    pub(super) discovery: DiscoverySecret,
}

/// What the exposures amount to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct Risk {
    pub(super) signal: Option<Signal>,
    pub(super) event: Option<super::EventRef>,
    pub(super) high: bool,
}

/// One phone's protocol machine, whose keys are of scheme `S`.
pub struct Node<S: Signatures = Ed25519> {
    pub(super) rules: Arc<Rules>,
    pub(super) person: Person,
    /// Reads the descriptors of contacts; derived once, for it costs a curve multiplication.
    pub(super) access: AccessSecret,
    /// Whom the own addresses were last published for.
    pub(super) audience: Audience,
    pub(super) history: History,
    pub(super) risk: Risk,
    /// As last shown.
    pub(super) status: InfectionStatus,
    pub(super) hosted: Hosting,
    pub(super) joined: Attendance,
    pub(super) book: Book,
    /// Avatars under way, by contact.
    pub(super) fetching: BTreeMap<u32, Fetching>,
    /// Banners under way, by joined event.
    pub(super) banners: BTreeMap<u32, Fetching>,
    pub(super) shelf: Shelf,
    pub(super) pairings: BTreeMap<u32, Pairing>,
    pub(super) next_pairing: u32,
    pub(super) connections: Connections,
    pub(super) next_link: u64,
    /// When age alone changes something next.
    pub(super) next_boundary: Timestamp,
    /// Polls that a simulation left out.
    pub(super) left_out: u64,
    pub(super) conditions: PhoneConditions,
    pub(super) scheme: PhantomData<fn() -> S>,
}

impl<S: Signatures> Node<S> {
    /// A new person: fresh identity and discovery keys, stored and published. A name longer
    /// than [`Profile::NAME_LIMIT`] is cut: no contact or organizer would take it.
    pub fn create(
        rules: Arc<Rules>,
        mut profile: Profile,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Self {
        let end = profile.name.floor_char_boundary(Profile::NAME_LIMIT);
        profile.name.truncate(end);
        let person = Person {
            identity: IdentitySecret::generate_with::<S>(rng),
            discovery: DiscoverySecret::generate_with::<S>(rng),
            generation: 0,
            former: Vec::new(),
            profile,
            note: String::new(),
        };
        let mut node = Self::with_person(rules, person, now);
        node.store_person(out);
        node.resume(now, out);
        node
    }

    pub(super) fn with_person(rules: Arc<Rules>, person: Person, now: Timestamp) -> Self {
        Self {
            rules,
            access: AccessSecret::of_with::<S>(&person.identity),
            audience: Audience::Only(Vec::new()),
            person,
            history: History::default(),
            risk: Risk::default(),
            status: InfectionStatus::Unknown,
            hosted: Hosting::default(),
            joined: Attendance::default(),
            book: Book::default(),
            fetching: BTreeMap::new(),
            banners: BTreeMap::new(),
            shelf: Shelf::default(),
            pairings: BTreeMap::new(),
            next_pairing: 0,
            connections: Connections::default(),
            // A restarted node must not reuse the ids of its former life.
            next_link: now.as_millis().unsigned_abs() << 10,
            next_boundary: Timestamp::FAR_FUTURE,
            scheme: PhantomData,
            left_out: 0,
            conditions: PhoneConditions::default(),
        }
    }

    /// Publishes services and schedules what is due, after creation or restart.
    pub(super) fn resume(&mut self, now: Timestamp, out: &mut Effects) {
        self.audience = self.book.audience();
        self.publish_addresses(out);
        self.status = self.history.status(now, &self.rules.status).unwrap_or(self.status);
        self.evaluate(now, out);
        let numbers: Vec<u32> = self.joined.iter().map(|(number, _)| *number).collect();
        numbers.into_iter().for_each(|number| self.schedule_visit(number, now));
        self.resume_contacts(now);
    }

    /// Carries out a person's wish.
    ///
    /// # Errors
    /// [`CommandError`]; then nothing changed and `out` is as before.
    pub fn command(
        &mut self,
        command: Command,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        match command {
            Command::CreateEvent { name, banner } => {
                self.create_event(name, banner, now, rng, out).map(Answer::Hosted)
            }
            Command::ShowCode { event } => self.show_code(event, now, rng).map(Answer::Code),
            Command::CloseEvent { event } => self.close_event(event, now, out),
            Command::Decide { event, slot, decision } => {
                self.decide(event, slot, decision, now, out)
            }
            Command::CheckIn { code } => self.check_in(code, now, rng, out).map(Answer::Joining),
            Command::Consent { event, given } => self.consent(event, given, now, out),
            Command::ReportInfection { status, infectious_from, note } => {
                self.report_infection(status, infectious_from, note, now, out)
            }
            Command::ReportNegative { sampled } => self.report_negative(sampled, now, out),
            Command::Correct => self.correct(now, out),
            Command::ShowCard => Ok(Answer::Card(self.card())),
            Command::AddContact { card, share_status } => {
                self.add_contact(card, share_status, now, out).map(Answer::Contact)
            }
            Command::Invite => self.invite(now, rng, out),
            Command::Join { invitation } => {
                self.join_invitation(&invitation, now, rng, out).map(Answer::Pairing)
            }
            Command::ConfirmPairing { pairing, matches } => {
                self.confirm_pairing(pairing, matches, now, rng, out)
            }
            Command::CancelPairing { pairing } => self.cancel_pairing(pairing, out),
            Command::SetProfile { name, avatar } => self.set_profile(name, avatar, now, out),
            Command::ShareStatus { contact, share } => self.share_status(contact, share, now, out),
            Command::RenameContact { contact, alias } => self.rename_contact(contact, alias, out),
            Command::RemoveContact { contact } => self.remove_contact(contact, now, rng, out),
            Command::RotateDiscovery => {
                self.rotate_discovery(now, rng, out);
                Ok(Answer::Done)
            }
            Command::Conditions(conditions) => Ok(self.set_conditions(conditions, now)),
            Command::CatchUp => {
                self.book.hurry_one(now);
                Ok(Answer::Done)
            }
        }
    }

    /// Takes what the transport tells.
    pub fn notice(
        &mut self,
        notice: Notice,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) {
        match notice {
            Notice::Published { service } => out.updates.push(match Service::of(service) {
                Some(Service::Pairing(pairing)) => Update::InvitationReady { pairing },
                Some(Service::Event(event)) => Update::ServicePublished { event: Some(event) },
                Some(Service::Person(_)) | None => Update::ServicePublished { event: None },
            }),
            Notice::Accepted { link, service, peer } => match Service::of(service) {
                Some(Service::Event(event)) => self.accept_guest(link, event, &peer, now, out),
                Some(Service::Person(_)) => self.accept_contact(link, &peer, now, out),
                Some(Service::Pairing(pairing)) => {
                    self.accept_joiner(link, pairing, &peer, now, rng, out);
                }
                None => out.requests.push(Request::Close { link }),
            },
            Notice::Opened { link } => match self.purpose(link) {
                Some(Purpose::CheckIn { event, .. }) => self.send_check_in(link, event, now, out),
                Some(Purpose::Visit { event, .. }) => self.send_visit(link, event, now, out),
                Some(Purpose::Pair { pairing }) => self.pairing_opened(link, pairing, now, out),
                Some(Purpose::Contact { contact, .. }) => {
                    self.contact_opened(link, contact, now, out);
                }
                Some(
                    Purpose::ServeCode { .. }
                    | Purpose::ServeGuest { .. }
                    | Purpose::FetchBanner { .. },
                )
                | None => {}
            },
            Notice::Frame { link, frame } => match self.purpose(link) {
                Some(Purpose::CheckIn { event, .. }) => {
                    self.checked_in(link, event, &frame, now, out);
                }
                Some(Purpose::Visit { event, sent, .. }) => {
                    self.visited(link, event, sent, &frame, now, out);
                }
                Some(Purpose::FetchBanner { event }) => {
                    self.take_banner(link, event, &frame, now, out);
                }
                Some(Purpose::ServeCode { event, used }) => {
                    self.serve_check_in(link, event, used, &frame, now, out);
                }
                Some(Purpose::ServeGuest { event, slot }) => {
                    self.serve_visit(link, event, slot, &frame, now, out);
                }
                Some(Purpose::Pair { pairing }) => {
                    self.pairing_frame(link, pairing, &frame, now, out);
                }
                Some(Purpose::Contact { contact, talk }) => {
                    self.contact_frame(link, contact, talk, &frame, now, out);
                }
                None => {}
            },
            Notice::Closed { link, reason } => self.closed(link, reason, now, out),
            Notice::Condition(condition) => out.updates.push(Update::Network(condition)),
        }
    }

    /// Does what is due at `now`.
    pub fn wake(&mut self, now: Timestamp, out: &mut Effects) {
        self.close_overdue(now, out);
        if self.next_boundary <= now {
            self.evaluate(now, out);
        }
        self.begin_visits(now, out);
        self.begin_syncs(now, out);
        self.expire_invitations(now, out);
    }

    fn purpose(&self, link: LinkId) -> Option<Purpose> {
        self.connections.get(&link).map(|connection| connection.purpose)
    }

    pub(super) fn dialled(&mut self) -> LinkId {
        self.next_link += 1;
        LinkId::dialled(self.next_link)
    }

    /// Ends a link from our side.
    pub(super) fn hang_up(&mut self, link: LinkId, out: &mut Effects) {
        self.connections.remove(&link);
        out.requests.push(Request::Close { link });
    }

    /// A link ended before it had served its purpose.
    pub(super) fn closed(
        &mut self,
        link: LinkId,
        reason: CloseReason,
        now: Timestamp,
        out: &mut Effects,
    ) {
        match self.connections.remove(&link).map(|connection| connection.purpose) {
            Some(Purpose::CheckIn { event, sent }) => {
                self.check_in_cut(event, sent, reason, now, out);
            }
            Some(Purpose::Visit { event, opened, .. }) => {
                self.visit_cut(event, opened, reason, now, out);
            }
            Some(Purpose::Pair { pairing }) => self.pairing_cut(pairing, reason, now, out),
            Some(Purpose::Contact { contact, talk }) => {
                self.contact_cut(link, contact, talk, reason, now, out);
            }
            Some(
                Purpose::ServeCode { .. }
                | Purpose::ServeGuest { .. }
                | Purpose::FetchBanner { .. },
            )
            | None => {}
        }
    }

    /// The own 64 bytes.
    #[must_use]
    pub fn card(&self) -> Card {
        Card { identity: self.person.identity.public(), address: self.person.discovery.public() }
    }
    /// The own status, as last shown.
    #[must_use]
    pub fn status(&self) -> InfectionStatus {
        self.status
    }
    /// The best faded signal of the own exposures, from caution on.
    #[must_use]
    pub fn signal(&self) -> Option<Signal> {
        self.risk.signal
    }
    /// The event that signal comes from.
    #[must_use]
    pub fn signal_event(&self) -> Option<super::EventRef> {
        self.risk.event
    }
    /// Self-reports so far.
    #[must_use]
    pub fn history(&self) -> &History {
        &self.history
    }
    /// A hosted event.
    #[must_use]
    pub fn hosted_event(&self, number: u32) -> Option<&HostedEvent> {
        self.hosted.get(number).map(|hosted| &hosted.event)
    }
    /// A joined event.
    #[must_use]
    pub fn participation(&self, number: u32) -> Option<Attended<'_>> {
        self.joined.attended(number)
    }
    /// Numbers of hosted events.
    pub fn hosted_events(&self) -> impl Iterator<Item = u32> + '_ {
        self.hosted.numbers()
    }
    /// As long as this is the same, so are all hosted events, for the life of this node.
    #[must_use]
    pub fn hosted_changes(&self) -> u32 {
        self.hosted.changes()
    }
    /// Contacts by number, but for those whose pairing is in doubt.
    pub fn contacts(&self) -> impl Iterator<Item = (u32, &Contact)> + '_ {
        self.book.iter().filter(|(_, contact)| contact.is_confirmed())
    }
    /// How the owner shows themselves to contacts.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.person.profile
    }
    /// An avatar or banner, once it is here.
    #[must_use]
    pub fn blob(&self, hash: &BlobHash) -> Option<&[u8]> {
        self.shelf.get(hash)
    }
    /// Numbers of joined events, archived ones included, in order.
    pub fn participations(&self) -> impl Iterator<Item = u32> + '_ {
        self.joined.numbers()
    }
}
