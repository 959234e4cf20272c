//! Which services are hosted.
//!
//! Knows each service's key and the task that hosts it. Decides whether an order begins a
//! service, changes its readers or replaces it, and when Arti may sleep. Leaves a service's
//! own life to [`super::onion_service`].

use super::dial::Dialler;
use super::onion_service::OnionService;
use super::onion_stream::OnionStream;
use super::readership::Readership;
use super::traces::Traces;
use crate::carrier::{Happening, Hosting};
use arti_client::DormantMode;
use corona_core::identity::Address;
use corona_core::transport::ServiceId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::{mpsc, watch};

/// What services are told to do.
pub(super) enum Order {
    Host(Hosting),
    Retire(ServiceId),
    Rest(bool),
    /// A dial begins.
    Wake,
}

struct Hosted {
    address: Address,
    readership: watch::Sender<Readership>,
}

/// The services of one carrier.
pub(super) struct Services {
    dialler: Dialler,
    traces: Traces,
    told: mpsc::Sender<Happening<OnionStream>>,
    asleep: watch::Sender<bool>,
    /// Dials under way.
    dials: Arc<AtomicUsize>,
    hosted: BTreeMap<ServiceId, Hosted>,
}

impl Services {
    pub(super) fn new(
        dialler: Dialler,
        traces: Traces,
        told: mpsc::Sender<Happening<OnionStream>>,
        asleep: watch::Sender<bool>,
        dials: Arc<AtomicUsize>,
    ) -> Self {
        Self { dialler, traces, told, asleep, dials, hosted: BTreeMap::new() }
    }

    /// Carries orders out, in order, until nobody can give any more.
    pub(super) async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Host(hosting) => self.host(hosting),
                // Dropping the sender ends the task, which erases as its last deed.
                Order::Retire(service) => drop(self.hosted.remove(&service)),
                Order::Rest(resting) => self.sleep(resting && self.is_idle()),
                Order::Wake => self.sleep(false),
            }
        }
    }

    fn host(&mut self, hosting: Hosting) {
        let address = hosting.discovery.public();
        let readership = Readership::from(hosting.audience);
        if readership != Readership::Nobody {
            self.sleep(false);
        }
        if let Some(hosted) = self.hosted.get(&hosting.service)
            && hosted.address == address
        {
            hosted.readership.send_if_modified(|now| {
                let news = *now != readership;
                *now = readership;
                news
            });
            return;
        }
        let (sender, receiver) = watch::channel(readership);
        let service = OnionService {
            service: hosting.service,
            discovery: hosting.discovery,
            dialler: self.dialler.clone(),
            traces: self.traces.clone(),
            told: self.told.clone(),
        };
        tokio::spawn(service.run(receiver));
        self.hosted.insert(hosting.service, Hosted { address, readership: sender });
    }

    /// Whether nobody could mind if Arti slept: nothing has readers, nothing is dialled.
    fn is_idle(&self) -> bool {
        let unread = |hosted: &Hosted| *hosted.readership.borrow() == Readership::Nobody;
        self.hosted.values().all(unread) && self.dials.load(Ordering::SeqCst) == 0
    }

    fn sleep(&self, asleep: bool) {
        let changed = self.asleep.send_if_modified(|now| std::mem::replace(now, asleep) != asleep);
        if changed {
            let mode = if asleep { DormantMode::Soft } else { DormantMode::Normal };
            self.dialler.client.set_dormant(mode);
        }
    }
}
