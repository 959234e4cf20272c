//! A link between two phones: its two ends and how they hang in their phones' chains.
//!
//! A [`Link`] knows who holds which end; [`Links`] finds an end by the id its phone
//! gave it. When an end is let go, and what its phone is told, the network decides.

use crate::network::PhoneIndex;
use crate::phone::Phone;
use crate::pieces::TakePieces;
use crate::slab::{Handle, Index, NONE, Slab};
use corona_core::identity::{AccessKey, Address, VerifyingKey};
use corona_core::time::Timestamp;
use corona_core::transport::{LinkId, ServiceId};
use serde::{Deserialize, Serialize};

/// One of the two ends of a link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Side {
    Dialler,
    Host,
}

impl Side {
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Dialler => Self::Host,
            Self::Host => Self::Dialler,
        }
    }
}

/// Where a link is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Stage {
    /// The host has not been reached; there is no host end.
    Dialling,
    /// What is sent arrives.
    Open,
    /// Nothing arrives any more, though an end may not know.
    Dead,
}

/// What a phone has of its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Grip {
    /// Nothing yet: the link has not been announced to it.
    Unaware,
    /// The link's announcement has arrived, and is heard with what is right behind it.
    Announced,
    /// It may send, and will be told of frames and the end.
    Held,
    /// It closed the link, was told of its end, or crashed.
    Gone,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct End {
    pub(crate) phone: PhoneIndex,
    pub(crate) grip: Grip,
    /// What it has sent, announcement included: the counter of delivery delays.
    pub(crate) sent: u32,
    /// What has arrived of that: the counter of what goes wrong on the way.
    pub(crate) arrived: u32,
    /// When the last thing it sent arrives; nothing later sent arrives earlier.
    pub(crate) last_arrival: Timestamp,
    previous: Index,
    next: Index,
}

impl End {
    const fn new(phone: PhoneIndex, grip: Grip) -> Self {
        let last_arrival = Timestamp(i64::MIN);
        Self { phone, grip, sent: 0, arrived: 0, last_arrival, previous: NONE, next: NONE }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Link {
    /// Names its luck: drawn from the dialler, the service and the time of the dial.
    pub(crate) luck: u64,
    pub(crate) stage: Stage,
    pub(crate) dialler_id: LinkId,
    pub(crate) host_id: LinkId,
    pub(crate) service: ServiceId,
    pub(crate) address: Address,
    pub(crate) expected: VerifyingKey,
    pub(crate) proven: VerifyingKey,
    pub(crate) access: Option<AccessKey>,
    pub(crate) deadline: Timestamp,
    dialler: End,
    host: End,
}

/// What a dial brings along.
pub(crate) struct Dialled {
    pub(crate) phone: PhoneIndex,
    pub(crate) luck: u64,
    pub(crate) id: LinkId,
    pub(crate) address: Address,
    pub(crate) expected: VerifyingKey,
    pub(crate) proven: VerifyingKey,
    pub(crate) access: Option<AccessKey>,
    pub(crate) deadline: Timestamp,
}

impl Link {
    fn new(dialled: Dialled) -> Self {
        Self {
            luck: dialled.luck,
            stage: Stage::Dialling,
            dialler_id: dialled.id,
            host_id: LinkId::accepted(0),
            service: ServiceId(0),
            address: dialled.address,
            expected: dialled.expected,
            proven: dialled.proven,
            access: dialled.access,
            deadline: dialled.deadline,
            dialler: End::new(dialled.phone, Grip::Held),
            host: End::new(NONE, Grip::Gone),
        }
    }
    pub(crate) const fn end(&self, side: Side) -> &End {
        match side {
            Side::Dialler => &self.dialler,
            Side::Host => &self.host,
        }
    }
    pub(crate) const fn end_mut(&mut self, side: Side) -> &mut End {
        match side {
            Side::Dialler => &mut self.dialler,
            Side::Host => &mut self.host,
        }
    }
    /// What the phone at this end calls the link.
    pub(crate) const fn id_at(&self, side: Side) -> LinkId {
        match side {
            Side::Dialler => self.dialler_id,
            Side::Host => self.host_id,
        }
    }
}

/// All links, and the chains by which each phone finds its own.
#[derive(Debug)]
pub(crate) struct Links {
    pub(crate) slab: Slab<Link>,
}

impl Links {
    pub(crate) const fn new() -> Self {
        Self { slab: Slab::new() }
    }

    pub(crate) fn thaw<P: TakePieces>(from: &mut P) -> Result<Self, P::Error> {
        Ok(Self { slab: Slab::thaw(from)? })
    }

    pub(crate) fn dial(&mut self, phones: &mut [Phone], dialled: Dialled) -> Handle {
        let phone = dialled.phone;
        let handle = self.slab.insert(Link::new(dialled));
        self.chain(&mut phones[phone as usize], handle.index, Side::Dialler);
        handle
    }

    /// Gives a dialled link its host end, of which the host is not yet aware.
    pub(crate) fn give_host(
        &mut self,
        phones: &mut [Phone],
        index: Index,
        host: PhoneIndex,
        service: ServiceId,
    ) {
        let phone = &mut phones[host as usize];
        phone.accepts = phone.accepts.wrapping_add(1);
        if let Some(link) = self.slab.get_mut(index) {
            // The count makes ids of one phone distinct and orders them by age,
            // whatever other phones do; the slot finds the link at once.
            let count = u64::from(phone.accepts) & 0x7FFF_FFFF;
            link.host_id = LinkId::accepted(count << 32 | u64::from(index));
            link.service = service;
            link.stage = Stage::Open;
            link.host = End::new(host, Grip::Unaware);
        }
        self.chain(phone, index, Side::Host);
    }

    /// The link that `phone` holds an end of and calls `id`.
    pub(crate) fn find(
        &self,
        phone: &Phone,
        holder: PhoneIndex,
        id: LinkId,
    ) -> Option<(Index, Side)> {
        if id.is_accepted() {
            let index = id.0 as Index;
            let link = self.slab.get(index)?;
            let found =
                link.host.phone == holder && link.host_id == id && link.host.grip == Grip::Held;
            return found.then_some((index, Side::Host));
        }
        let mut index = phone.first_dialled;
        while let Some(link) = self.slab.get(index) {
            if link.dialler_id == id {
                return Some((index, Side::Dialler));
            }
            index = link.dialler.next;
        }
        None
    }

    /// Any link in this chain of the phone.
    pub(crate) const fn first(phone: &Phone, side: Side) -> Index {
        match side {
            Side::Dialler => phone.first_dialled,
            Side::Host => phone.first_accepted,
        }
    }

    /// Lets go of an end, and of the link once nobody has one.
    pub(crate) fn let_go(&mut self, phones: &mut [Phone], index: Index, side: Side) {
        let Some(link) = self.slab.get_mut(index) else { return };
        let end = link.end_mut(side);
        if end.grip != Grip::Gone {
            end.grip = Grip::Gone;
            let (phone, previous, next) = (end.phone, end.previous, end.next);
            self.unchain(&mut phones[phone as usize], side, previous, next);
        }
        let nobody = |link: &Link| link.dialler.grip == Grip::Gone && link.host.grip == Grip::Gone;
        if self.slab.get(index).is_some_and(nobody) {
            self.slab.remove(index);
        }
    }

    fn chain(&mut self, phone: &mut Phone, index: Index, side: Side) {
        let first = std::mem::replace(first_of(phone, side), index);
        if let Some(link) = self.slab.get_mut(first) {
            link.end_mut(side).previous = index;
        }
        if let Some(link) = self.slab.get_mut(index) {
            let end = link.end_mut(side);
            (end.previous, end.next) = (NONE, first);
        }
    }

    fn unchain(&mut self, phone: &mut Phone, side: Side, previous: Index, next: Index) {
        match self.slab.get_mut(previous) {
            Some(link) => link.end_mut(side).next = next,
            None => *first_of(phone, side) = next,
        }
        if let Some(link) = self.slab.get_mut(next) {
            link.end_mut(side).previous = previous;
        }
    }
}

const fn first_of(phone: &mut Phone, side: Side) -> &mut Index {
    match side {
        Side::Dialler => &mut phone.first_dialled,
        Side::Host => &mut phone.first_accepted,
    }
}
