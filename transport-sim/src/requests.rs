//! What a phone's requests set in motion.
//!
//! Each request is taken at the network's present time; its consequences go onto the
//! agenda with the luck of the phone that asked. A request about a link that is gone
//! does nothing: the notice that says so is already in the inbox.

use crate::chance::Purpose;
use crate::directory::Entry;
use crate::flight::Flight;
use crate::link::{Dialled, Grip, Side, Stage};
use crate::network::{ARRIVAL, Network, PhoneIndex};
use crate::slab::{Handle, Index};
use crate::traffic::Traffic;
use corona_core::identity::{Address, ServiceKeys};
use corona_core::time::{Span, Timestamp};
use corona_core::transport::{
    Audience, CloseReason, FRAME_LIMIT, LinkId, Notice, Request, ServiceId,
};

impl Network {
    pub(crate) fn request(&mut self, phone: PhoneIndex, skew: Span, request: Request) {
        match request {
            Request::Publish { service, keys, audience } => {
                self.publish(phone, service, &keys, audience);
            }
            Request::Retire { service } => {
                self.directory.remove(&mut self.phones[phone as usize], service);
            }
            Request::Dial { link, address, expect, prove, access, deadline } => {
                let deadline = deadline - skew;
                let (id, proven) = (link, prove.public());
                let access = access.map(|secret| secret.public());
                let luck = self.luck_of_dial(phone, &address);
                self.dial(Dialled {
                    phone,
                    luck,
                    id,
                    address,
                    expected: expect,
                    proven,
                    access,
                    deadline,
                });
            }
            Request::Send { link, frame } => self.send(phone, link, frame),
            Request::Close { link } => self.close(phone, link),
        }
    }

    fn publish(
        &mut self,
        phone: PhoneIndex,
        id: ServiceId,
        keys: &ServiceKeys,
        audience: Audience,
    ) {
        let (address, proven) = (keys.discovery.public(), keys.prove.public());
        let holder = &mut self.phones[phone as usize];
        let entry = Entry { phone, id, address, proven, audience };
        let Some(service) = self.directory.enter(holder, entry) else { return };
        self.upload(phone, service);
    }

    /// Starts an upload of the service's descriptor, as soon as the phone is online.
    pub(crate) fn upload(&mut self, phone: PhoneIndex, service: Handle) {
        let holder = &mut self.phones[phone as usize];
        holder.publishes = holder.publishes.wrapping_add(1);
        let (entity, count) = (u64::from(phone), u64::from(holder.publishes));
        let starts = self.now.max(holder.online_from);
        let chance = &self.chance;
        let takes = self.delays.publish.draw(|| chance.bits(Purpose::PublishDelay, entity, count));
        self.agenda.push(starts + takes, ARRIVAL, Flight::Upload { service });
    }

    /// Names the luck of a dial by who dials which service when: not by how many dials there
    /// were before, for a poll that was left out must not change the luck of those that
    /// follow, and by no key, for luck must not depend on the scheme that makes them.
    fn luck_of_dial(&self, phone: PhoneIndex, address: &Address) -> u64 {
        let (host, service) = self.directory.holder(address).unwrap_or((PhoneIndex::MAX, 0));
        let when = self.now.as_millis().unsigned_abs();
        let pair = u64::from(phone) << 32 | u64::from(host);
        // Milliseconds take the lower 44 bits for the next five centuries.
        self.chance.bits(Purpose::Dial, pair, when ^ service.rotate_right(20))
    }

    fn dial(&mut self, dialled: Dialled) {
        let (phone, luck, deadline) = (dialled.phone, dialled.luck, dialled.deadline);
        self.count(phone, Traffic { dials: 1, ..Traffic::NONE });
        let starts = self.now.max(self.phones[phone as usize].online_from);
        let link = self.links.dial(&mut self.phones, dialled);
        let chance = &self.chance;
        let reaches = starts + self.delays.dial.draw(|| chance.bits(Purpose::DialDelay, luck, 0));
        if deadline < reaches {
            self.time_out(link, deadline);
        } else {
            self.agenda.push(reaches, ARRIVAL, Flight::Reach { link });
        }
    }

    /// The dial will have found nothing by its deadline.
    pub(crate) fn time_out(&mut self, link: Handle, deadline: Timestamp) {
        let reason = CloseReason::TimedOut;
        self.agenda.push(deadline.max(self.now), ARRIVAL, Flight::Fail { link, reason });
    }

    fn send(&mut self, phone: PhoneIndex, id: LinkId, frame: Vec<u8>) {
        let Some((index, side)) = self.find(phone, id) else { return };
        let bytes = frame.len() as u64;
        self.count(phone, Traffic { frames: 1, bytes, ..Traffic::NONE });
        let Some(link) = self.links.slab.get_mut(index) else { return };
        match link.stage {
            Stage::Open if frame.len() <= FRAME_LIMIT => {
                let to = side.other();
                let notice = Notice::Frame { link: link.id_at(to), frame };
                let parcel = self.mailroom.pack(notice);
                self.put_in_flight(index, side, |link| Flight::Deliver { link, to, parcel });
            }
            // No transport carries these; the sender learns it like any failure.
            Stage::Open | Stage::Dialling => self.refuse(index, side),
            Stage::Dead => {}
        }
    }

    /// Ends a link whose holder asked the impossible of it.
    fn refuse(&mut self, index: Index, side: Side) {
        self.tell_closed(index, side, CloseReason::Broken);
        self.sever(index);
    }

    fn close(&mut self, phone: PhoneIndex, id: LinkId) {
        self.mailroom.forget_link(&mut self.phones[phone as usize], id);
        let Some((index, side)) = self.find(phone, id) else { return };
        let to = side.other();
        let Some(link) = self.links.slab.get(index) else { return };
        if link.stage == Stage::Open && link.end(to).grip != Grip::Gone {
            self.put_in_flight(index, side, |link| Flight::HangUp { link, to });
        }
        self.links.let_go(&mut self.phones, index, side);
    }

    fn find(&self, phone: PhoneIndex, id: LinkId) -> Option<(Index, Side)> {
        self.links.find(&self.phones[phone as usize], phone, id)
    }

    /// Sends something from one end of an open link to the other, behind all that
    /// was sent before.
    pub(crate) fn put_in_flight(
        &mut self,
        index: Index,
        from: Side,
        flight: impl FnOnce(Handle) -> Flight,
    ) {
        let Some(handle) = self.links.slab.handle(index) else { return };
        let Some(link) = self.links.slab.get_mut(index) else { return };
        let luck = link.luck;
        let end = link.end_mut(from);
        let count = direction(from) | u64::from(end.sent);
        end.sent = end.sent.wrapping_add(1);
        let chance = &self.chance;
        let takes = self.delays.delivery.draw(|| chance.bits(Purpose::DeliveryDelay, luck, count));
        end.last_arrival = end.last_arrival.max(self.now + takes);
        self.agenda.push(end.last_arrival, ARRIVAL, flight(handle));
    }
}

/// Counts of the two directions of a link never meet.
pub(crate) const fn direction(from: Side) -> u64 {
    match from {
        Side::Dialler => 0,
        Side::Host => 1 << 32,
    }
}
