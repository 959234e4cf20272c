//! What one phone hosts on a loopback network.
//!
//! Knows each service's address and door, and decides what a [`Hosting`] changes: a
//! beginning, another audience, another key. What a door is, and how it is opened, is left
//! to the carrier.

use super::directory::{Directory, Owner};
use crate::carrier::{Happening, Hosting};
use corona_core::identity::Address;
use corona_core::transport::{Audience, Condition, ServiceId};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;

pub(super) struct Desk<D, S> {
    phone: u64,
    directory: Directory<D>,
    inside: Mutex<Inside<D, S>>,
}

struct Inside<D, S> {
    told: Option<mpsc::Sender<Happening<S>>>,
    hosted: BTreeMap<ServiceId, Hosted<D>>,
}

struct Hosted<D> {
    address: Address,
    door: D,
    published: bool,
}

/// What becomes of a door that is not needed any more is the door's to say, by its drop.
impl<D: Clone, S: Send + 'static> Desk<D, S> {
    pub(super) fn new(directory: Directory<D>) -> Self {
        let inside = Inside { told: None, hosted: BTreeMap::new() };
        Self { phone: directory.join(), directory, inside: Mutex::new(inside) }
    }

    pub(super) fn directory(&self) -> &Directory<D> {
        &self.directory
    }

    /// Begins to tell; a loopback network is there from the first.
    pub(super) fn start(&self, told: mpsc::Sender<Happening<S>>) {
        self.lock().told = Some(told.clone());
        tell(told, Happening::Condition(Condition::Online));
    }

    /// Hosts; `open` makes a door for a service that begins. Before the start it does
    /// nothing, and if no door can be had the service is not published.
    pub(super) fn host(
        &self,
        hosting: Hosting,
        open: impl FnOnce(ServiceId, mpsc::Sender<Happening<S>>) -> Option<D>,
    ) {
        let (service, address) = (hosting.service, hosting.discovery.public());
        let owner = Owner { phone: self.phone, service };
        let mut inside = self.lock();
        let Some(told) = inside.told.clone() else { return };
        let before = inside.hosted.remove(&service);
        let goes_on = before.filter(|before| {
            let same = before.address == address;
            if !same {
                self.directory.strike(before.address, owner);
            }
            same
        });
        let begin = || {
            let door = open(service, told.clone())?;
            Some(Hosted { address, door, published: false })
        };
        let Some(mut hosted) = goes_on.or_else(begin) else { return };
        let readable = hosting.audience != Audience::Only(Vec::new());
        if readable {
            self.directory.enter(address, owner, hosting.audience, hosted.door.clone());
        } else {
            self.directory.strike(address, owner);
        }
        if readable && !std::mem::replace(&mut hosted.published, true) {
            tell(told, Happening::Published(service));
        }
        inside.hosted.insert(service, hosted);
    }

    pub(super) fn retire(&self, service: ServiceId) {
        if let Some(hosted) = self.lock().hosted.remove(&service) {
            self.directory.strike(hosted.address, Owner { phone: self.phone, service });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inside<D, S>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<D, S> Drop for Desk<D, S> {
    fn drop(&mut self) {
        let inside = self.inside.get_mut().unwrap_or_else(PoisonError::into_inner);
        for (service, hosted) in &inside.hosted {
            let owner = Owner { phone: self.phone, service: *service };
            self.directory.strike(hosted.address, owner);
        }
    }
}

/// Tells without waiting for who is told.
fn tell<S: Send + 'static>(told: mpsc::Sender<Happening<S>>, happening: Happening<S>) {
    tokio::spawn(async move { told.send(happening).await });
}
