//! Phones on a loopback network, with a real clock and a runtime of their own.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use corona_core::identity::{AuthKey, DiscoverySecret, IdentitySecret, ServiceKeys};
use corona_core::testing::conformance::Rig;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::Transport;
use corona_transport_tor::loopback::{LoopbackNetwork, LoopbackTcp, PipeNetwork, Pipes};
use corona_transport_tor::{Carrier, Clock, Limits, TorTransport};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::runtime::Runtime;
use zeroize::Zeroizing;

/// The system's clock.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "sessions run in real time")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970");
        Timestamp(since.as_millis() as i64)
    }
    fn wait(&self, until: Timestamp) -> Duration {
        let left = until.as_millis() - self.now().as_millis();
        Duration::from_millis(u64::try_from(left).unwrap_or(0))
    }
}

/// A network that has a carrier for every phone.
pub(crate) trait Network {
    type Carrier: Carrier;
    fn new() -> Self;
    fn carrier(&self) -> Self::Carrier;
}

impl Network for PipeNetwork {
    type Carrier = Pipes;
    fn new() -> Self {
        Self::new()
    }
    fn carrier(&self) -> Pipes {
        self.carrier()
    }
}

impl Network for LoopbackNetwork {
    type Carrier = LoopbackTcp;
    fn new() -> Self {
        Self::new()
    }
    fn carrier(&self) -> LoopbackTcp {
        self.carrier()
    }
}

/// Three phones, driven from outside the runtime.
pub(crate) struct Bed<N: Network> {
    phones: [TorTransport<N::Carrier>; 3],
    _runtime: Runtime,
    seeds: Seeds,
}

impl<N: Network> Bed<N> {
    pub(crate) fn new(limits: Limits) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime can be had");
        let network = N::new();
        let phones = std::array::from_fn(|_| {
            let carrier = Arc::new(network.carrier());
            TorTransport::new(carrier, Arc::new(SystemClock), limits, runtime.handle())
        });
        Self { phones, _runtime: runtime, seeds: Seeds::default() }
    }
}

impl<N: Network> Rig for Bed<N> {
    fn with<R>(&mut self, end: usize, act: impl FnOnce(&mut dyn Transport) -> R) -> R {
        act(&mut self.phones[end])
    }
    fn now(&self, _end: usize) -> Timestamp {
        SystemClock.now()
    }
    #[expect(clippy::disallowed_methods, reason = "real tasks need real time")]
    fn pass(&mut self, span: Span) {
        std::thread::sleep(Duration::from_millis(u64::try_from(span.0).unwrap_or(0)));
    }
    fn fresh_seed(&mut self) -> [u8; 32] {
        self.seeds.fresh()
    }
    fn patience(&self) -> Span {
        Span::seconds(5)
    }
    fn quiet(&self) -> Span {
        Span(400)
    }
}

/// Keys nobody else has.
#[derive(Default)]
pub(crate) struct Seeds {
    given: u64,
    run: u64,
}

impl Seeds {
    /// On a network that outlives this process nobody may have had the keys before.
    pub(crate) fn unlike_other_runs() -> Self {
        let run =
            SystemClock.now().as_millis().unsigned_abs() << 22 | u64::from(std::process::id());
        Self { given: 0, run }
    }
    pub(crate) fn fresh(&mut self) -> [u8; 32] {
        self.given += 1;
        let mut seed = [0x5e; 32];
        seed[..8].copy_from_slice(&self.given.to_le_bytes());
        seed[8..16].copy_from_slice(&self.run.to_le_bytes());
        seed
    }
    pub(crate) fn key(&mut self) -> AuthKey {
        IdentitySecret::from_seed(Zeroizing::new(self.fresh())).erase_role()
    }
    pub(crate) fn service(&mut self) -> ServiceKeys {
        let discovery = DiscoverySecret::from_seed(Zeroizing::new(self.fresh()));
        ServiceKeys { discovery, prove: self.key() }
    }
}
