//! Who is where, and for whom: what Tor's hidden-service directories do, on one machine.
//!
//! Knows the services published on one network and decides who finds them; how a door is
//! knocked at is left to the carrier.

use corona_core::identity::{AccessKey, AccessSecret, Address};
use corona_core::transport::{Audience, ServiceId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// One network's services; `D` is what a dialler needs to get to one.
pub(super) struct Directory<D> {
    inside: Arc<Mutex<Inside<D>>>,
}

struct Inside<D> {
    phones: u64,
    entries: BTreeMap<[u8; 32], Entry<D>>,
}

struct Entry<D> {
    owner: Owner,
    audience: Audience,
    door: D,
}

/// A service of one phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Owner {
    pub(super) phone: u64,
    pub(super) service: ServiceId,
}

impl<D> Clone for Directory<D> {
    fn clone(&self) -> Self {
        Self { inside: Arc::clone(&self.inside) }
    }
}

impl<D> Default for Directory<D> {
    fn default() -> Self {
        let inside = Inside { phones: 0, entries: BTreeMap::new() };
        Self { inside: Arc::new(Mutex::new(inside)) }
    }
}

impl<D> Directory<D> {
    /// A number for a phone that joins the network.
    pub(super) fn join(&self) -> u64 {
        let mut inside = self.lock();
        inside.phones += 1;
        inside.phones
    }
    /// Enters a service, or changes what is entered for its address.
    pub(super) fn enter(&self, address: Address, owner: Owner, audience: Audience, door: D) {
        self.lock().entries.insert(*address.as_bytes(), Entry { owner, audience, door });
    }
    /// Strikes a service out, unless its address has become another's.
    pub(super) fn strike(&self, address: Address, owner: Owner) {
        let mut inside = self.lock();
        if inside.entries.get(address.as_bytes()).is_some_and(|entry| entry.owner == owner) {
            inside.entries.remove(address.as_bytes());
        }
    }
    /// The way to a service, for who may find it.
    pub(super) fn find(&self, address: Address, access: Option<&AccessSecret>) -> Option<D>
    where
        D: Clone,
    {
        let inside = self.lock();
        let entry = inside.entries.get(address.as_bytes())?;
        names(&entry.audience, access.map(AccessSecret::public)).then(|| entry.door.clone())
    }

    fn lock(&self) -> MutexGuard<'_, Inside<D>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn names(audience: &Audience, reader: Option<AccessKey>) -> bool {
    match audience {
        Audience::Everybody => true,
        Audience::Only(readers) => reader.is_some_and(|reader| readers.contains(&reader)),
    }
}
