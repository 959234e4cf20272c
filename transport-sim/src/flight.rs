//! What is in flight, and what happens when it arrives.
//!
//! A [`Flight`] names what it concerns by handles, so one whose link or service is
//! gone finds nothing and is forgotten. Executing one decides, by who is there and by
//! luck, what arrives, and gives the phone that was told something.

use crate::chance::Purpose;
use crate::directory;
use crate::link::{Grip, Link, Side, Stage};
use crate::network::{ARRIVAL, Network, PhoneIndex};
use crate::phone::Presence;
use crate::requests::direction;
use crate::slab::{Handle, Index};
use crate::traffic::Traffic;
use corona_core::identity::{AccessKey, Address, VerifyingKey};
use corona_core::time::Timestamp;
use corona_core::transport::{CloseReason, Notice, ServiceId};
use serde::{Deserialize, Serialize};

/// What a dialler has sent once its proof is under way: that proof.
const ANNOUNCEMENT: u32 = 1;

/// Something that happens later.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) enum Flight {
    /// A descriptor is out.
    Upload { service: Handle },
    /// A dial finds its host, or not.
    Reach { link: Handle },
    /// A dial ends without a link.
    Fail { link: Handle, reason: CloseReason },
    /// The host learns of a link: the dialler's proof arrives.
    Accept { link: Handle },
    /// A frame arrives.
    Deliver { link: Handle, to: Side, parcel: Index },
    /// A close arrives.
    HangUp { link: Handle, to: Side },
    /// An end of a dead link notices.
    Break { link: Handle, to: Side },
}

impl Network {
    pub(crate) fn execute(&mut self, flight: Flight) -> Option<PhoneIndex> {
        match flight {
            Flight::Upload { service } => self.upload_ends(service),
            Flight::Reach { link } => self.reach(link),
            Flight::Fail { link, reason } => self.fail(link, reason),
            Flight::Accept { link } => self.accept(link),
            Flight::Deliver { link, to, parcel } => self.deliver(link, to, parcel),
            Flight::HangUp { link, to } => self.hang_up(link, to),
            Flight::Break { link, to } => self.notice_break(link, to),
        }
    }

    fn upload_ends(&mut self, handle: Handle) -> Option<PhoneIndex> {
        let now = self.now;
        let service = self.directory.slab.live(handle)?;
        let phone = service.phone;
        let holder = &self.phones[phone as usize];
        if holder.presence != Presence::Awake {
            service.stage = directory::Stage::Waiting;
            return None;
        }
        if !holder.answers(now) {
            // It went off and came on again meanwhile.
            self.upload(phone, handle);
            return None;
        }
        service.stage = directory::Stage::Published;
        let service = service.id;
        self.tell(phone, Notice::Published { service })
    }

    fn reach(&mut self, handle: Handle) -> Option<PhoneIndex> {
        let link = self.links.slab.live(handle)?;
        let (address, expected, deadline) = (link.address, link.expected, link.deadline);
        let (luck, dialler_id, access) = (link.luck, link.dialler_id, link.access);
        let dialler = link.end(Side::Dialler).phone;
        if !self.is_awake(dialler) {
            // Its half of the handshake is never done.
            self.time_out(handle, deadline);
            return None;
        }
        let Some(host) = self.host_for(dialler, &address, access, luck) else {
            self.find_nobody(handle, deadline, luck);
            return None;
        };
        if host.proven != expected {
            return self.fail(handle, CloseReason::WrongPeer);
        }
        self.links.give_host(&mut self.phones, handle.index, host.phone, host.service);
        self.put_in_flight(handle.index, Side::Dialler, |link| Flight::Accept { link });
        self.tell(dialler, Notice::Opened { link: dialler_id })
    }

    /// The host at an address, if the dialler can reach it now and is not out of luck.
    fn host_for(
        &self,
        dialler: PhoneIndex,
        address: &Address,
        access: Option<AccessKey>,
        luck: u64,
    ) -> Option<Host> {
        let service = self.directory.find(address, access)?;
        let host = service.phone;
        let there = self.phones[host as usize].answers(self.now)
            && !self.separated(dialler, host)
            && !self.strikes(self.profile.dial_failure, Purpose::DialFailure, luck, 0);
        there.then_some(Host { phone: host, service: service.id, proven: service.proven })
    }

    fn find_nobody(&mut self, link: Handle, deadline: Timestamp, luck: u64) {
        let chance = &self.chance;
        let takes =
            self.delays.unreachable.draw(|| chance.bits(Purpose::UnreachableDelay, luck, 0));
        let known = self.now + takes;
        if known > deadline {
            self.time_out(link, deadline);
        } else {
            let reason = CloseReason::Unreachable;
            self.agenda.push(known, ARRIVAL, Flight::Fail { link, reason });
        }
    }

    fn fail(&mut self, handle: Handle, reason: CloseReason) -> Option<PhoneIndex> {
        self.links.slab.live(handle)?;
        self.tell_closed(handle.index, Side::Dialler, reason)
    }

    /// The host hears of a link by the dialler's proof. One that has a question right behind
    /// it is heard with that: TLS 1.3 carries both together, and a phone has nothing to do for
    /// a guest who has said nothing yet. It isn't in the inbox before: what else the phone hears
    /// meanwhile must not decide when it hears of this.
    fn accept(&mut self, handle: Handle) -> Option<PhoneIndex> {
        let link = self.arrive(handle, Side::Host)?;
        let has_spoken = link.end(Side::Dialler).sent > ANNOUNCEMENT;
        link.end_mut(Side::Host).grip = Grip::Announced;
        if has_spoken { None } else { self.announce(handle, Side::Host) }
    }

    /// Lets the host hear of a link whose announcement has arrived; gives the host if it did.
    fn announce(&mut self, handle: Handle, to: Side) -> Option<PhoneIndex> {
        let link = self.links.slab.live(handle)?;
        let (service, peer, link_id) = (link.service, link.proven, link.id_at(to));
        let end = link.end_mut(to);
        if end.grip != Grip::Announced {
            return None;
        }
        end.grip = Grip::Held;
        let host = end.phone;
        self.tell(host, Notice::Accepted { link: link_id, service, peer })
    }

    fn deliver(&mut self, handle: Handle, to: Side, parcel: Index) -> Option<PhoneIndex> {
        if self.arrive(handle, to).is_none() {
            self.mailroom.lose(parcel);
            return None;
        }
        // Whatever becomes of the frame, the announcement before it has arrived.
        let announced = self.announce(handle, to);
        self.frame_arrives(handle, to, parcel).or(announced)
    }

    fn frame_arrives(&mut self, handle: Handle, to: Side, parcel: Index) -> Option<PhoneIndex> {
        let link = self.links.slab.live(handle)?;
        let sender = link.end_mut(to.other());
        let count = direction(to.other()) | u64::from(sender.arrived);
        sender.arrived = sender.arrived.wrapping_add(1);
        let (luck, receiver) = (link.luck, link.end(to).phone);
        if self.strikes(self.profile.stall, Purpose::LinkStall, luck, count) {
            self.deaden(handle.index);
        } else if self.strikes(self.profile.link_break, Purpose::LinkBreak, luck, count) {
            self.sever(handle.index);
        } else {
            self.mailroom.deliver(&mut self.phones[receiver as usize], parcel);
            return Some(receiver);
        }
        self.mailroom.lose(parcel);
        None
    }

    fn hang_up(&mut self, handle: Handle, to: Side) -> Option<PhoneIndex> {
        self.arrive(handle, to)?;
        self.announce(handle, to);
        self.tell_closed(handle.index, to, CloseReason::ByPeer)
    }

    fn notice_break(&mut self, handle: Handle, to: Side) -> Option<PhoneIndex> {
        let link = self.links.slab.live(handle)?;
        if link.end(to).grip != Grip::Held {
            return None;
        }
        self.tell_closed(handle.index, to, CloseReason::Broken)
    }

    /// The link, if something for this end can arrive there.
    fn arrive(&mut self, handle: Handle, to: Side) -> Option<&mut Link> {
        let link = self.links.slab.live(handle)?;
        if link.stage != Stage::Open || link.end(to).grip == Grip::Gone {
            return None;
        }
        let (one, other) = (link.end(Side::Dialler).phone, link.end(Side::Host).phone);
        if self.separated(one, other) {
            self.sever(handle.index);
            return None;
        }
        self.links.slab.live(handle)
    }

    /// Tells the phone at an end that its link is over, and lets go of the end.
    pub(crate) fn tell_closed(
        &mut self,
        index: Index,
        side: Side,
        reason: CloseReason,
    ) -> Option<PhoneIndex> {
        let link = self.links.slab.get(index)?;
        let (id, phone, stage) = (link.id_at(side), link.end(side).phone, link.stage);
        if stage == Stage::Dialling {
            self.count(phone, Traffic { failed_dials: 1, ..Traffic::NONE });
        }
        self.links.let_go(&mut self.phones, index, side);
        self.tell(phone, Notice::Closed { link: id, reason })
    }

    /// Kills a link and lets luck say which of its ends are told, and when.
    pub(crate) fn sever(&mut self, index: Index) {
        let Some(handle) = self.links.slab.handle(index) else { return };
        self.deaden(index);
        for to in [Side::Dialler, Side::Host] {
            let Some(link) = self.links.slab.live(handle) else { return };
            let (luck, grip) = (link.luck, link.end(to).grip);
            let told = grip == Grip::Held
                && self.strikes(self.profile.break_told, Purpose::BreakTold, luck, direction(to));
            if told {
                let chance = &self.chance;
                let takes = self
                    .delays
                    .break_notice
                    .draw(|| chance.bits(Purpose::BreakNotice, luck, direction(to)));
                self.agenda.push(self.now + takes, ARRIVAL, Flight::Break { link: handle, to });
            }
        }
    }

    /// Kills a link; nobody is told. A host that was not aware of it never will be.
    pub(crate) fn deaden(&mut self, index: Index) {
        let Some(link) = self.links.slab.get_mut(index) else { return };
        link.stage = Stage::Dead;
        let has_heard = match link.end(Side::Host).grip {
            Grip::Unaware | Grip::Announced => false,
            Grip::Held | Grip::Gone => true,
        };
        if !has_heard {
            self.links.let_go(&mut self.phones, index, Side::Host);
        }
    }
}

/// Who answers a dial.
struct Host {
    phone: PhoneIndex,
    service: ServiceId,
    proven: VerifyingKey,
}
