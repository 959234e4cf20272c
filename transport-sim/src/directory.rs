//! Which onion services there are, and where.
//!
//! A [`Directory`] knows each service's phone, keys and stage and finds it by address;
//! like Tor's hash ring it does not know whether the phone answers. Publishing again
//! replaces: the same name on the same phone, or the same address anywhere.

use crate::network::PhoneIndex;
use crate::phone::Phone;
use crate::pieces::{PutPieces, TakePieces};
use crate::slab::{Handle, Index, NONE, Slab};
use corona_core::identity::{AccessKey, Address, VerifyingKey};
use corona_core::transport::{Audience, ServiceId};
use serde::{Deserialize, Serialize};
#[expect(clippy::disallowed_types, reason = "looked up, never iterated, with a fixed hash")]
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// How far a service is with being published.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Stage {
    /// Its descriptor is being uploaded.
    Uploading,
    /// Its phone was not there to upload it.
    Waiting,
    /// Strangers can reach it.
    Published,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Service {
    pub(crate) phone: PhoneIndex,
    pub(crate) id: ServiceId,
    pub(crate) address: Address,
    pub(crate) proven: VerifyingKey,
    pub(crate) audience: Audience,
    pub(crate) stage: Stage,
    next: Index,
}

/// A service as its phone publishes it.
pub(crate) struct Entry {
    pub(crate) phone: PhoneIndex,
    pub(crate) id: ServiceId,
    pub(crate) address: Address,
    pub(crate) proven: VerifyingKey,
    pub(crate) audience: Audience,
}

impl Service {
    /// Whether a dialler who holds this key can read its descriptor.
    fn is_for(&self, access: Option<AccessKey>) -> bool {
        match &self.audience {
            Audience::Everybody => true,
            Audience::Only(keys) => access.is_some_and(|key| keys.contains(&key)),
        }
    }
}

#[expect(clippy::disallowed_types, reason = "looked up, never iterated, with a fixed hash")]
type ByAddress = HashMap<Address, Index, BuildHasherDefault<AddressHasher>>;

#[derive(Debug, Default)]
pub(crate) struct Directory {
    pub(crate) slab: Slab<Service>,
    by_address: ByAddress,
}

impl Directory {
    /// The index follows from the services and those whose address doesn't find them.
    pub(crate) fn freeze<P: PutPieces>(&self, to: &mut P) -> Result<(), P::Error> {
        let Self { slab, by_address } = self;
        slab.freeze(to)?;
        let found =
            |(index, service): &(Index, &Service)| by_address.get(&service.address) == Some(index);
        let hidden: Vec<Index> =
            slab.iter().filter(|one| !found(one)).map(|(index, _)| index).collect();
        to.put(&hidden)
    }
    pub(crate) fn thaw<P: TakePieces>(from: &mut P) -> Result<Self, P::Error> {
        let slab: Slab<Service> = Slab::thaw(from)?;
        let hidden: Vec<Index> = from.take()?;
        let found = slab.iter().filter(|(index, _)| hidden.binary_search(index).is_err());
        let by_address = found.map(|(index, service)| (service.address, index)).collect();
        Ok(Self { slab, by_address })
    }

    /// Enters a service that must be uploaded now; `None` if it was there already, and only
    /// its audience changes.
    pub(crate) fn enter(&mut self, phone: &mut Phone, entry: Entry) -> Option<Handle> {
        let Entry { phone: holder, id, address, proven, audience } = entry;
        if let Some(service) = self.of(phone, id)
            && (service.address, service.proven) == (address, proven)
        {
            service.audience = audience;
            return None;
        }
        self.remove(phone, id);
        let stage = Stage::Uploading;
        let next = phone.first_service;
        let service = Service { phone: holder, id, address, proven, audience, stage, next };
        let handle = self.slab.insert(service);
        phone.first_service = handle.index;
        self.by_address.insert(address, handle.index);
        Some(handle)
    }

    /// The phone's service of this name.
    fn of(&mut self, phone: &Phone, id: ServiceId) -> Option<&mut Service> {
        let mut index = phone.first_service;
        while let Some(service) = self.slab.get(index) {
            if service.id == id {
                return self.slab.get_mut(index);
            }
            index = service.next;
        }
        None
    }

    /// Takes the phone's service of this name out.
    pub(crate) fn remove(&mut self, phone: &mut Phone, id: ServiceId) {
        let (mut previous, mut index) = (NONE, phone.first_service);
        while let Some(service) = self.slab.get(index) {
            let next = service.next;
            if service.id == id {
                match self.slab.get_mut(previous) {
                    Some(before) => before.next = next,
                    None => phone.first_service = next,
                }
                self.take_out(index);
                return;
            }
            (previous, index) = (index, next);
        }
    }

    /// Takes all services of the phone out.
    pub(crate) fn remove_all(&mut self, phone: &mut Phone) {
        let mut index = std::mem::replace(&mut phone.first_service, NONE);
        while let Some(next) = self.slab.get(index).map(|service| service.next) {
            self.take_out(index);
            index = next;
        }
    }

    /// Whose service an address is, published or not, and its number there.
    pub(crate) fn holder(&self, address: &Address) -> Option<(PhoneIndex, u64)> {
        let service = self.slab.get(*self.by_address.get(address)?)?;
        Some((service.phone, service.id.0))
    }

    /// The published service at an address, if a dialler with this key finds it.
    pub(crate) fn find(&self, address: &Address, access: Option<AccessKey>) -> Option<&Service> {
        let service = self.slab.get(*self.by_address.get(address)?)?;
        (service.stage == Stage::Published && service.is_for(access)).then_some(service)
    }

    /// The services of the phone that wait for it; they are being uploaded from now on.
    pub(crate) fn resume(&mut self, phone: &Phone) -> Vec<Handle> {
        let (mut resumed, mut index) = (Vec::new(), phone.first_service);
        while let Some(service) = self.slab.get_mut(index) {
            let next = service.next;
            if service.stage == Stage::Waiting {
                service.stage = Stage::Uploading;
                resumed.extend(self.slab.handle(index));
            }
            index = next;
        }
        resumed
    }

    fn take_out(&mut self, index: Index) {
        if let Some(service) = self.slab.remove(index)
            && self.by_address.get(&service.address) == Some(&index)
        {
            self.by_address.remove(&service.address);
        }
    }
}

/// Addresses are public keys: nearly uniform already, and nobody in a simulation
/// chooses them to collide.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }
    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
