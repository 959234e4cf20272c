//! The network: every phone's end of it, and what is in flight between them.
//!
//! It knows all links, services and notices; it decides when each thing arrives and
//! what goes wrong on the way, by the profile and the luck of whoever caused it. When
//! to advance, and which node to run then, is left to the owner of time.

use crate::agenda::{Agenda, Phase, QueueKind};
use crate::chance::{Chance, Purpose};
use crate::delay::Sampler;
use crate::directory::Directory;
use crate::flight::Flight;
use crate::link::Links;
use crate::mailroom::Mailroom;
use crate::partition::Partition;
use crate::phone::{Phone, Presence};
use crate::port::Port;
use crate::profile::Profile;
use crate::slab::{Index, NONE};
use crate::traffic::Traffic;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::Notice;

/// Names a phone: 0 to the number of phones minus 1.
pub type PhoneIndex = u32;

/// Everything in flight happens in the order in which it was sent off.
pub(crate) const ARRIVAL: Phase = 0;

/// A simulated onion-service network of a fixed number of phones.
///
/// *Time:* [`next_due`](Self::next_due), [`advance`](Self::advance). *Nodes:*
/// [`port`](Self::port), [`has_notices`](Self::has_notices). *Faults:*
/// [`set_presence`](Self::set_presence), [`crash`](Self::crash),
/// [`add_partition`](Self::add_partition), and what the [`Profile`] says.
///
/// Times given to it must not fall; one that does counts as the latest given before.
#[derive(Debug)]
pub struct Network {
    pub(crate) now: Timestamp,
    pub(crate) agenda: Agenda<Flight>,
    /// Takes the agenda's place for a visit to the past.
    pub(crate) past: Agenda<Flight>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) links: Links,
    pub(crate) directory: Directory,
    pub(crate) mailroom: Mailroom,
    pub(crate) partitions: Vec<Partition>,
    pub(crate) profile: Profile,
    pub(crate) delays: Delays,
    pub(crate) chance: Chance,
    pub(crate) traffic: Traffic,
}

/// The profile's delays, ready to draw from.
#[derive(Debug)]
pub(crate) struct Delays {
    pub(crate) dial: Sampler,
    pub(crate) publish: Sampler,
    pub(crate) delivery: Sampler,
    pub(crate) bootstrap: Sampler,
    pub(crate) unreachable: Sampler,
    pub(crate) break_notice: Sampler,
}

impl Network {
    /// A network of `phones` phones, all awake, with no services and no links.
    #[must_use]
    pub fn new(profile: Profile, chance: Chance, phones: u32) -> Self {
        let delays = Delays {
            dial: profile.dial.sampler(),
            publish: profile.publish.sampler(),
            delivery: profile.delivery.sampler(),
            bootstrap: profile.bootstrap.sampler(),
            unreachable: profile.unreachable.sampler(),
            break_notice: profile.break_notice.sampler(),
        };
        Self {
            now: Timestamp(i64::MIN),
            agenda: Agenda::new(),
            past: Agenda::new(),
            phones: (0..phones).map(|_| Phone::new()).collect(),
            links: Links::new(),
            directory: Directory::default(),
            mailroom: Mailroom::new(),
            partitions: Vec::new(),
            profile,
            delays,
            chance,
            traffic: Traffic::default(),
        }
    }

    /// The same network with what is in flight kept in the given queue. Same order,
    /// other speed.
    ///
    /// # Panics
    /// If something is in flight already.
    #[must_use]
    pub fn with_queue(mut self, kind: QueueKind) -> Self {
        assert!(self.agenda.is_empty(), "a network's queue is chosen before anything is in flight");
        self.agenda = Agenda::with_queue(kind);
        self
    }

    /// World time of the next thing in flight.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.agenda.peek_time()
    }

    /// Executes exactly the next thing in flight. Gives its time and whose inbox now
    /// holds notices because of it: nobody's, if it was lost, outlived by its link,
    /// or came for a phone that is not awake.
    pub fn advance(&mut self) -> Option<(Timestamp, Option<PhoneIndex>)> {
        let (at, flight) = self.agenda.pop()?;
        self.now = self.now.max(at);
        let told = self.execute(flight);
        Some((at, told.filter(|&phone| self.is_awake(phone))))
    }

    /// Goes back to `at`, an earlier time, to let something happen that was left out then:
    /// what is in flight stays where it is until [`leave_past`](Self::leave_past), and
    /// [`next_due`](Self::next_due) and [`advance`](Self::advance) know only what is sent
    /// off meanwhile. The caller makes sure that nothing since would have gone otherwise.
    pub fn enter_past(&mut self, at: Timestamp) {
        std::mem::swap(&mut self.agenda, &mut self.past);
        self.now = at;
    }

    /// Comes back to the present: what was sent off in the past and has not arrived yet
    /// arrives at its time.
    pub fn leave_past(&mut self, now: Timestamp) {
        std::mem::swap(&mut self.agenda, &mut self.past);
        while let Some((at, flight)) = self.past.pop() {
            self.agenda.push(at, ARRIVAL, flight);
        }
        self.now = now;
    }

    /// Takes what the phone has not heard yet out of its inbox, so that it does not hear it in
    /// the past.
    pub fn hold_notices(&mut self, phone: PhoneIndex) -> HeldNotices {
        let holder = &mut self.phones[phone as usize];
        let held = HeldNotices { phone, first: holder.first_notice, last: holder.last_notice };
        (holder.first_notice, holder.last_notice) = (NONE, NONE);
        held
    }

    /// Puts it back, before whatever has come meanwhile.
    pub fn release_notices(&mut self, held: HeldNotices) {
        let holder = &mut self.phones[held.phone as usize];
        if held.first != NONE {
            self.mailroom.precede(holder, held.first, held.last);
        }
    }

    /// The phone's transport at world time `now`, by a clock that shows `now + skew`.
    ///
    /// # Panics
    /// If there is no such phone.
    pub fn port(&mut self, phone: PhoneIndex, now: Timestamp, skew: Span) -> Port<'_> {
        assert!((phone as usize) < self.phones.len(), "phone {phone} of {}", self.phones.len());
        self.now = self.now.max(now);
        Port::new(self, phone, skew)
    }

    /// Whether the phone's next poll gives a notice.
    #[must_use]
    pub fn has_notices(&self, phone: PhoneIndex) -> bool {
        let phone = &self.phones[phone as usize];
        phone.presence == Presence::Awake && phone.has_mail()
    }

    /// Cuts the members off from everybody else for a time. What is then under way
    /// between the two sides breaks its link; dials across fail as unreachable.
    pub fn add_partition(&mut self, mut partition: Partition) {
        partition.members.sort_unstable();
        let now = self.now;
        self.partitions.retain(|other| other.until > now);
        self.partitions.push(partition);
    }

    /// All phones' traffic since the start or the last [`take_traffic`](Self::take_traffic).
    #[must_use]
    pub const fn traffic(&self) -> &Traffic {
        &self.traffic
    }

    /// The same, and starts counting anew. Phones' own totals go on.
    pub const fn take_traffic(&mut self) -> Traffic {
        std::mem::replace(&mut self.traffic, Traffic::NONE)
    }

    /// How many links some phone holds an end of, dials included.
    #[must_use]
    pub const fn open_links(&self) -> usize {
        self.links.slab.len()
    }

    /// One phone's traffic since the start.
    #[must_use]
    pub fn traffic_of(&self, phone: PhoneIndex) -> &Traffic {
        &self.phones[phone as usize].traffic
    }

    pub(crate) fn poll(&mut self, phone: PhoneIndex) -> Option<Notice> {
        let phone = &mut self.phones[phone as usize];
        if phone.presence != Presence::Awake {
            return None;
        }
        self.mailroom.take(phone)
    }

    pub(crate) fn is_awake(&self, phone: PhoneIndex) -> bool {
        self.phones[phone as usize].presence == Presence::Awake
    }

    /// Puts a notice into the inbox of the phone; gives the phone.
    pub(crate) fn tell(&mut self, phone: PhoneIndex, notice: Notice) -> Option<PhoneIndex> {
        self.mailroom.tell(&mut self.phones[phone as usize], notice);
        Some(phone)
    }

    pub(crate) fn separated(&self, one: PhoneIndex, other: PhoneIndex) -> bool {
        self.partitions.iter().any(|partition| partition.separates(one, other, self.now))
    }

    /// Draws whether something of this probability happens.
    pub(crate) fn strikes(&self, probability: f64, purpose: Purpose, luck: u64, n: u64) -> bool {
        // Most networks lack most faults: what cannot happen is not drawn.
        probability > 0.0 && self.chance.happens(purpose, luck, n, probability)
    }

    /// Counts something of the phone's traffic.
    pub(crate) fn count(&mut self, phone: PhoneIndex, traffic: Traffic) {
        self.phones[phone as usize].traffic += traffic;
        self.traffic += traffic;
    }
}

/// See [`Network::hold_notices`].
#[derive(Debug)]
pub struct HeldNotices {
    phone: PhoneIndex,
    first: Index,
    last: Index,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_phone_and_a_pending_flight_are_small() {
        assert!(size_of::<Phone>() <= 80, "{} bytes", size_of::<Phone>());
        assert!(size_of::<Flight>() <= 16, "{} bytes", size_of::<Flight>());
    }
}
