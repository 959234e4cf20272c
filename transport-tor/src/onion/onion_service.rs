//! One service, from its launch to the erasing of its last trace.
//!
//! Knows how Arti hosts a key of ours and whom a descriptor names. Decides what is accepted:
//! one stream per circuit, to the port of links or of probes, from a stranger who says so in
//! time. Leaves which services there are to [`super::services`], and who dials to the session.

use super::client::Client;
use super::dial::Dialler;
use super::pauses::Pauses;
use super::probe::{self, LINK_PORT, PROBE_PORT};
use super::traces::Traces;
use crate::carrier::Happening;
use arti_client::config::onion_service::{OnionServiceConfig, OnionServiceConfigBuilder};
use arti_client::{DataStream, HasKind};
use corona_core::identity::{AccessKey, AccessSecret, Address, DiscoverySecret};
use corona_core::transport::{Audience, Condition, ServiceId};
use futures::{Stream, StreamExt};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, watch};
use tor_cell::relaycell::msg::Connected;
use tor_config::Reconfigure;
use tor_hscrypto::pk::{HsClientDescEncKey, HsIdKeypair};
use tor_hsservice::{HsNickname, RendRequest, RunningOnionService, StreamRequest};
use tor_llcrypto::pk::{curve25519, ed25519};
use tor_proto::stream::IncomingStreamRequest;
use zeroize::Zeroizing;

/// More readers than this don't fit a descriptor for certain (Arti's own advice).
const READERS: usize = 160;
/// Strangers who may be in the middle of arriving at one service.
const ARRIVING: usize = 64;
/// How long one may take to arrive.
const ARRIVAL: Duration = Duration::from_secs(60);

/// Whom a descriptor can name of an audience.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Readership {
    /// Nobody: there is no descriptor.
    Nobody,
    /// These.
    These(Vec<AccessKey>),
    /// Whoever has the address.
    Everybody,
    /// Too many to name: whoever has the address.
    TooMany,
}

impl From<Audience> for Readership {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Everybody => Self::Everybody,
            Audience::Only(mut keys) => {
                keys.sort_unstable();
                keys.dedup();
                match keys.len() {
                    0 => Self::Nobody,
                    // One place is for the probe.
                    1..READERS => Self::These(keys),
                    READERS.. => Self::TooMany,
                }
            }
        }
    }
}

/// A service to be hosted, and whom to tell.
pub(super) struct OnionService {
    pub(super) service: ServiceId,
    pub(super) discovery: DiscoverySecret,
    pub(super) dialler: Dialler,
    pub(super) traces: Traces,
    pub(super) told: mpsc::Sender<Happening<DataStream>>,
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
                () = &mut serve => return Ok(()),
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
        let arriving = Arc::new(Semaphore::new(ARRIVING));
        let mut arrivals = tokio::task::JoinSet::new();
        while let Some(request) = requests.next().await {
            while arrivals.try_join_next().is_some() {}
            let Ok(place) = arriving.clone().acquire_owned().await else { return };
            let (told, service) = (self.told.clone(), self.service);
            arrivals.spawn(async move {
                drop(tokio::time::timeout(ARRIVAL, arrive(request, service, told)).await);
                drop(place);
            });
        }
    }
}

/// Lets a stranger in as far as the first stream of the circuit.
async fn arrive(
    request: RendRequest,
    service: ServiceId,
    told: mpsc::Sender<Happening<DataStream>>,
) {
    let Ok(mut streams) = request.accept().await else { return };
    let Some(first) = streams.next().await else { return };
    match port(&first) {
        Some(LINK_PORT) => {
            let Ok(stream) = first.accept(Connected::new_empty()).await else { return };
            tokio::spawn(hold(streams));
            drop(told.send(Happening::Incoming(service, stream)).await);
        }
        Some(PROBE_PORT) => {
            drop(first.accept(Connected::new_empty()).await);
            tokio::spawn(hold(streams));
        }
        Some(_) | None => drop(first.shutdown_circuit()),
    }
}

/// Keeps a circuit whose stream is in use; who asks for a second stream loses both.
async fn hold(mut streams: impl Stream<Item = StreamRequest> + Unpin) {
    if let Some(second) = streams.next().await {
        drop(second.shutdown_circuit());
    }
}

fn port(request: &StreamRequest) -> Option<u16> {
    match request.request() {
        IncomingStreamRequest::Begin(begin) => Some(begin.port()),
        _ => None,
    }
}

/// A key only this phone's own probe has.
fn probe_key() -> Result<AccessSecret, getrandom::Error> {
    let mut bytes = Zeroizing::new([0; 32]);
    #[expect(clippy::disallowed_methods, reason = "a key that nobody can guess, and never kept")]
    getrandom::fill(bytes.as_mut())?;
    Ok(AccessSecret::from_bytes(bytes))
}

/// How Arti is to host a service.
fn configuration(
    name: &HsNickname,
    probe: &AccessSecret,
    readership: &Readership,
) -> Result<OnionServiceConfig, tor_config::ConfigBuildError> {
    let mut config = OnionServiceConfigBuilder::default();
    config.nickname(name.clone()).max_concurrent_streams_per_circuit(1);
    match readership {
        Readership::These(keys) => {
            let readers = config.restricted_discovery();
            readers.enabled(true);
            for (index, key) in keys.iter().chain([&probe.public()]).enumerate() {
                let key = curve25519::PublicKey::from(*key.as_bytes());
                let Ok(name) = format!("r{index}").parse() else { continue };
                readers.static_keys().access().push((name, HsClientDescEncKey::from(key)));
            }
        }
        Readership::Nobody | Readership::Everybody | Readership::TooMany => {}
    }
    config.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(n: u8) -> Vec<AccessKey> {
        (0..n).map(|i| AccessKey::from_bytes([i; 32])).collect()
    }

    #[test]
    fn an_audience_becomes_the_readers_a_descriptor_can_name() {
        let of = |n| Readership::from(Audience::Only(keys(n)));
        assert!(of(0) == Readership::Nobody);
        assert!(of(159) == Readership::These(keys(159)));
        assert!(of(160) == Readership::TooMany);
        assert!(Readership::from(Audience::Everybody) == Readership::Everybody);
        let twice = [keys(2), keys(2)].concat();
        assert!(Readership::from(Audience::Only(twice)) == Readership::These(keys(2)));
    }

    #[test]
    fn a_restricted_service_names_its_readers_and_the_probe() {
        let (name, probe) = (Traces::fresh_name().unwrap(), probe_key().unwrap());
        let named = |readership| {
            let config = configuration(&name, &probe, &readership).unwrap();
            let restricted = config.restricted_discovery();
            (*restricted.enabled(), restricted.static_keys().as_ref().len())
        };
        assert_eq!(named(Readership::These(keys(3))), (true, 4));
        assert_eq!(named(Readership::Everybody), (false, 0));
        assert_eq!(named(Readership::TooMany), (false, 0));
    }
}
