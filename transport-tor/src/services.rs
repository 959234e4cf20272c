//! The services a transport hosts, and who is at their doors.
//!
//! Knows of each service its keys, whether it was published, and its sessions by how far
//! they have come; decides who gets in and who has to go. Hosting is left to the carrier,
//! admission to the node.
//!
//! ```text
//! enter ──► half-open ── admit ──► accepted ── part ──► closing ── leave
//!           oldest goes            newest refused       oldest goes
//! ```

use crate::crowd::Crowd;
use crate::limits::Limits;
use crate::session::server_config;
use corona_core::identity::{Address, ServiceKeys, VerifyingKey};
use corona_core::transport::{LinkId, ServiceId};
use rustls::ServerConfig;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::AbortHandle;

/// Tells a service from another that had its name before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Generation(u64);

/// Shared between the transport, the desk and the sessions at the doors.
pub(crate) struct Services {
    limits: Limits,
    inside: Mutex<Inside>,
}

struct Inside {
    services: BTreeMap<ServiceId, Service>,
    generations: u64,
    closing: Crowd,
}

struct Service {
    generation: Generation,
    address: Address,
    proves: VerifyingKey,
    published: bool,
    door: Door,
    half_open: Crowd,
    room: Arc<Semaphore>,
}

/// What a session at a service's door needs.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) service: ServiceId,
    pub(crate) generation: Generation,
    pub(crate) tls: Arc<ServerConfig>,
}

/// A session that was let in. Dropping it makes room for another.
pub(crate) struct Admission {
    task: AbortHandle,
    _room: OwnedSemaphorePermit,
}

/// What publishing came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Publication {
    /// The carrier will tell when it can be reached.
    Awaited,
    /// It can be reached already, but by other keys than before.
    Stands,
    /// It goes on as it was.
    GoesOn,
}

impl Services {
    pub(crate) fn new(limits: Limits) -> Self {
        let closing = Crowd::new(limits.closing);
        let inside = Inside { services: BTreeMap::new(), generations: 0, closing };
        Self { limits, inside: Mutex::new(inside) }
    }

    /// Enters a service, in place of what had its name and other keys.
    pub(crate) fn publish(&self, service: ServiceId, keys: &ServiceKeys) -> Publication {
        let (address, proves) = (keys.discovery.public(), keys.prove.public());
        let mut inside = self.lock();
        let before = inside.services.get(&service);
        let same_place = before.filter(|before| before.address == address);
        if same_place.is_some_and(|before| before.proves == proves) {
            return Publication::GoesOn;
        }
        // The carrier tells once of each address.
        let published = same_place.is_some_and(|before| before.published);
        inside.generations += 1;
        let generation = Generation(inside.generations);
        let tls = Arc::new(server_config(&keys.prove));
        let door = Door { service, generation, tls };
        let half_open = Crowd::new(self.limits.half_open_per_service);
        let room = Arc::new(Semaphore::new(self.limits.accepted_per_service));
        let entry = Service { generation, address, proves, published, door, half_open, room };
        inside.services.insert(service, entry);
        if published { Publication::Stands } else { Publication::Awaited }
    }

    /// Strikes a service out; whoever stands half-open at its door is turned away.
    pub(crate) fn retire(&self, service: ServiceId) {
        self.lock().services.remove(&service);
    }

    /// Notes that a service can be reached; `None` if that is no news.
    pub(crate) fn announce(&self, service: ServiceId) -> Option<Generation> {
        let mut inside = self.lock();
        let service = inside.services.get_mut(&service)?;
        let news = !std::mem::replace(&mut service.published, true);
        news.then_some(service.generation)
    }

    pub(crate) fn is_current(&self, service: ServiceId, generation: Generation) -> bool {
        let inside = self.lock();
        inside.services.get(&service).is_some_and(|service| service.generation == generation)
    }

    /// Lets a stranger try; `begin` starts its task. Nothing happens if there is no such
    /// service.
    pub(crate) fn enter(
        &self,
        service: ServiceId,
        link: LinkId,
        begin: impl FnOnce(Door) -> AbortHandle,
    ) {
        let mut inside = self.lock();
        if let Some(service) = inside.services.get_mut(&service) {
            // Under the lock: the task must not be done before it is entered.
            let task = begin(service.door.clone());
            service.half_open.enter(link, task);
        }
    }

    /// Takes a session that failed off the half-open ones.
    pub(crate) fn turn_away(&self, door: &Door, link: LinkId) {
        let _ = self.lock().take_half_open(door, link);
    }

    /// Lets a session in whose dialler has proven a key; `None` if the service is full or
    /// gone. Whoever is in stays: here a newcomer may be the stranger.
    pub(crate) fn admit(&self, door: &Door, link: LinkId) -> Option<Admission> {
        let (task, room) = self.lock().take_half_open(door, link)?;
        let room = room.try_acquire_owned().ok()?;
        Some(Admission { task, _room: room })
    }

    /// Moves a session that this side closes out of its service's way.
    pub(crate) fn part(&self, link: LinkId, admission: Admission) {
        self.lock().closing.enter(link, admission.task);
    }

    /// Forgets a session that is over.
    pub(crate) fn leave(&self, link: LinkId) {
        let _ = self.lock().closing.leave(link);
    }

    pub(crate) fn half_open(&self) -> usize {
        self.lock().services.values().map(|service| service.half_open.len()).sum()
    }

    pub(crate) fn accepted(&self) -> usize {
        let limit = self.limits.accepted_per_service;
        let taken = |service: &Service| limit - service.room.available_permits();
        self.lock().services.values().map(taken).sum()
    }

    pub(crate) fn closing(&self) -> usize {
        self.lock().closing.len()
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn take_half_open(
        &mut self,
        door: &Door,
        link: LinkId,
    ) -> Option<(AbortHandle, Arc<Semaphore>)> {
        let service = self.services.get_mut(&door.service)?;
        if service.generation != door.generation {
            return None;
        }
        Some((service.half_open.leave(link)?, Arc::clone(&service.room)))
    }
}
