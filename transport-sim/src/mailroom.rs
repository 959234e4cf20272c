//! Notices under way and notices that wait for their phone, in one pool.
//!
//! A [`Mailroom`] knows every notice from its sending to its poll: arriving moves an
//! index, not a frame. When a notice arrives is left to the network.

use crate::phone::Phone;
use crate::pieces::{PutPieces, TakePieces};
use crate::slab::{Index, NONE, Slab};
use corona_core::transport::{LinkId, Notice};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct Parcel {
    notice: Notice,
    next: Index,
}

#[derive(Debug)]
pub(crate) struct Mailroom {
    parcels: Slab<Parcel>,
}

impl Mailroom {
    pub(crate) const fn new() -> Self {
        Self { parcels: Slab::new() }
    }
    pub(crate) fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        self.parcels.freeze(to)
    }
    pub(crate) fn thaw<P: TakePieces>(from: &mut P) -> Result<Self, P::Error> {
        Ok(Self { parcels: Slab::thaw(from)? })
    }
    /// A notice that is not in any inbox yet.
    pub(crate) fn pack(&mut self, notice: Notice) -> Index {
        self.parcels.insert(Parcel { notice, next: NONE }).index
    }
    /// A packed notice is lost on the way.
    pub(crate) fn lose(&mut self, parcel: Index) {
        self.parcels.remove(parcel);
    }
    /// Puts a packed notice at the end of the phone's inbox.
    pub(crate) fn deliver(&mut self, phone: &mut Phone, parcel: Index) {
        match self.parcels.get_mut(phone.last_notice) {
            Some(last) => last.next = parcel,
            None => phone.first_notice = parcel,
        }
        phone.last_notice = parcel;
    }
    /// Puts a chain of parcels before what is in the phone's inbox.
    pub(crate) fn precede(&mut self, phone: &mut Phone, first: Index, last: Index) {
        if let Some(parcel) = self.parcels.get_mut(last) {
            parcel.next = phone.first_notice;
        }
        phone.first_notice = first;
        if phone.last_notice == NONE {
            phone.last_notice = last;
        }
    }
    /// Puts a notice at the end of the phone's inbox.
    pub(crate) fn tell(&mut self, phone: &mut Phone, notice: Notice) {
        let parcel = self.pack(notice);
        self.deliver(phone, parcel);
    }
    /// Takes the oldest notice of the phone's inbox.
    pub(crate) fn take(&mut self, phone: &mut Phone) -> Option<Notice> {
        let parcel = self.parcels.remove(phone.first_notice)?;
        phone.first_notice = parcel.next;
        if parcel.next == NONE {
            phone.last_notice = NONE;
        }
        Some(parcel.notice)
    }
    /// Removes what the phone has not heard yet of this link: it closed it.
    pub(crate) fn forget_link(&mut self, phone: &mut Phone, id: LinkId) {
        self.forget(phone, |notice| link_of(notice) == Some(id));
    }
    /// Removes everything the phone has not heard yet.
    pub(crate) fn forget_all(&mut self, phone: &mut Phone) {
        self.forget(phone, |_| true);
    }

    fn forget(&mut self, phone: &mut Phone, unwanted: impl Fn(&Notice) -> bool) {
        let (mut kept, mut index) = (NONE, phone.first_notice);
        while let Some(parcel) = self.parcels.get(index) {
            let (next, drop) = (parcel.next, unwanted(&parcel.notice));
            if drop {
                self.parcels.remove(index);
                match self.parcels.get_mut(kept) {
                    Some(before) => before.next = next,
                    None => phone.first_notice = next,
                }
            } else {
                kept = index;
            }
            index = next;
        }
        phone.last_notice = kept;
    }
}

const fn link_of(notice: &Notice) -> Option<LinkId> {
    match notice {
        Notice::Published { .. } | Notice::Condition(_) => None,
        Notice::Opened { link }
        | Notice::Accepted { link, .. }
        | Notice::Frame { link, .. }
        | Notice::Closed { link, .. } => Some(*link),
    }
}
