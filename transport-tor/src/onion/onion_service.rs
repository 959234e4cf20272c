//! One service, from its launch to the erasing of its last trace.
//!
//! Knows how Arti hosts a key of ours and whom a descriptor names. Decides when it is
//! launched, again after a fault, and told of. Leaves which services there are to
//! [`super::services`], and who gets in to [`super::arrivals`].

use super::arrivals::Arrivals;
use super::client::Client;
use super::dial::Dialler;
use super::onion_stream::OnionStream;
use super::pauses::Pauses;
use super::probe;
use super::readership::{Readership, configuration, probe_key};
use super::traces::Traces;
use crate::carrier::Happening;
use arti_client::HasKind;
use corona_core::identity::{AccessSecret, Address, DiscoverySecret};
use corona_core::transport::{Condition, ServiceId};
use futures::{Stream, StreamExt};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tor_config::Reconfigure;
use tor_hscrypto::pk::HsIdKeypair;
use tor_hsservice::{HsNickname, RendRequest, RunningOnionService};
use tor_llcrypto::pk::ed25519;
use zeroize::Zeroizing;

/// How long to leave a service alone that Arti gave up: a lasting fault must not become a
/// busy loop of launches.
const GIVEN_UP: Duration = Duration::from_secs(30);

/// A service to be hosted, and whom to tell.
pub(super) struct OnionService {
    pub(super) service: ServiceId,
    pub(super) discovery: DiscoverySecret,
    pub(super) dialler: Dialler,
    pub(super) traces: Traces,
    pub(super) told: mpsc::Sender<Happening<OnionStream>>,
}

impl OnionService {
    /// Hosts until `readership` has no sender any more, then erases what is left.
    pub(super) async fn run(self, mut readership: watch::Receiver<Readership>) {
        loop {
            let now = readership.borrow_and_update().clone();
            if now == Readership::Nobody {
                if readership.changed().await.is_err() {
                    return;
                }
            } else if self.host(now, &mut readership).await.is_err() {
                return;
            }
        }
    }

    /// Hosts until there are no readers (`Ok`) or no more service (`Err`).
    async fn host(
        &self,
        first: Readership,
        readership: &mut watch::Receiver<Readership>,
    ) -> Result<(), watch::error::RecvError> {
        let (Ok(name), Ok(probe)) = (Traces::fresh_name(), probe_key()) else {
            tracing::error!("the operating system gives no randomness; a service is not hosted");
            tokio::time::sleep(Duration::from_secs(60)).await;
            return readership.has_changed().map(drop);
        };
        let ended = self.launch_and_serve(&name, &probe, first, readership).await;
        self.traces.erase(self.client(), &name).await;
        ended
    }

    async fn launch_and_serve(
        &self,
        name: &HsNickname,
        probe: &AccessSecret,
        first: Readership,
        readership: &mut watch::Receiver<Readership>,
    ) -> Result<(), watch::error::RecvError> {
        tokio::select! {
            () = self.dialler.ready() => {}
            changed = readership.changed() => return changed,
        }
        let mut pauses = Pauses::new(Duration::from_secs(1), Duration::from_secs(60));
        let (running, requests) = loop {
            match self.launch(name, probe, &first) {
                Ok(launched) => break launched,
                Err(error) => {
                    tracing::warn!(%error, "a service could not be launched; trying again");
                }
            }
            tokio::select! {
                () = pauses.wait() => {}
                changed = readership.changed() => return changed,
            }
            self.traces.erase(self.client(), name).await;
        };
        self.tell_of(&first).await;
        let mut serve = pin!(self.serve(requests));
        let mut publish = pin!(self.publish(probe));
        let mut published = false;
        loop {
            tokio::select! {
                changed = readership.changed() => changed?,
                () = &mut serve => {
                    tracing::error!("a service was given up; it is launched again");
                    tokio::time::sleep(GIVEN_UP).await;
                    return Ok(());
                }
                () = &mut publish, if !published => { published = true; continue }
            }
            let now = readership.borrow_and_update().clone();
            if now == Readership::Nobody {
                readership.mark_changed();
                return Ok(());
            }
            self.change(&running, name, probe, &now);
            self.tell_of(&now).await;
        }
    }

    fn client(&self) -> &Client {
        &self.dialler.client
    }
    fn address(&self) -> Address {
        self.discovery.public()
    }

    fn launch(
        &self,
        name: &HsNickname,
        probe: &AccessSecret,
        readership: &Readership,
    ) -> Result<(Arc<RunningOnionService>, impl Stream<Item = RendRequest> + use<>), String> {
        let config = configuration(name, probe, readership).map_err(|error| error.to_string())?;
        let seed = Zeroizing::new(*self.discovery.seed());
        let key = ed25519::ExpandedKeypair::from(&ed25519::Keypair::from_bytes(&seed));
        self.client()
            .launch_onion_service_with_hsid(config, HsIdKeypair::from(key))
            // Arti's messages may name the service; its kinds of errors do not.
            .map_err(|error| format!("{:?}", error.kind()))?
            .ok_or_else(|| "it is disabled".to_owned())
    }

    fn change(
        &self,
        running: &RunningOnionService,
        name: &HsNickname,
        probe: &AccessSecret,
        readership: &Readership,
    ) {
        let changed = configuration(name, probe, readership)
            .map_err(|error| error.to_string())
            .and_then(|config| {
                let how = Reconfigure::AllOrNothing;
                running.reconfigure(config, how).map_err(|error| error.to_string())
            });
        if let Err(error) = changed {
            tracing::error!(%error, "the readers of a service could not be changed");
        }
    }

    async fn tell_of(&self, readership: &Readership) {
        if *readership == Readership::TooMany {
            let condition = Condition::Unrestricted { service: self.service };
            drop(self.told.send(Happening::Condition(condition)).await);
        }
    }

    async fn publish(&self, probe: &AccessSecret) {
        probe::reached(&self.dialler, &self.address(), probe).await;
        drop(self.told.send(Happening::Published(self.service)).await);
    }

    /// Answers until Arti has no more requests. What is in the middle of arriving when the
    /// service ends is turned away; what has arrived stays.
    async fn serve(&self, requests: impl Stream<Item = RendRequest>) {
        let mut requests = pin!(requests);
        let mut arrivals = Arrivals::new(self.service, self.told.clone());
        while let Some(request) = requests.next().await {
            arrivals.admit(request);
        }
    }
}
