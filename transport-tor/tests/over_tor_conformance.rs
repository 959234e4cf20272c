//! The transport keeps the laws of every transport over a private Tor network.

mod bed;

use bed::{Seeds, SystemClock};
use corona_core::testing::conformance::{self, Rig};
use corona_core::time::{Span, Timestamp};
use corona_core::transport::Transport;
use corona_private_tor::network_or_skip;
use corona_transport_tor::onion::{OnionCarrier, TorConfig};
use corona_transport_tor::{Clock, Limits, TorTransport};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Three phones with a Tor client each.
struct Bed {
    phones: [TorTransport<OnionCarrier>; 3],
    runtime: Option<Runtime>,
    seeds: Seeds,
    _homes: TempDir,
}

impl Bed {
    fn new(network: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime can be had");
        let homes = tempfile::tempdir().expect("a temporary folder");
        let guard = runtime.enter();
        let phones = std::array::from_fn(|end| {
            let mut config = TorConfig::new(homes.path().join(end.to_string()));
            config.network = Some(network.to_owned());
            let carrier = OnionCarrier::open(&config).expect("the folder is fresh");
            let clock = Arc::new(SystemClock);
            TorTransport::new(Arc::new(carrier), clock, Limits::default(), runtime.handle())
        });
        drop(guard);
        Self { phones, runtime: Some(runtime), seeds: Seeds::unlike_other_runs(), _homes: homes }
    }
}

impl Drop for Bed {
    fn drop(&mut self) {
        // Arti's blocking tasks may take their time; the next law need not wait for them.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Rig for Bed {
    fn with<R>(&mut self, end: usize, act: impl FnOnce(&mut dyn Transport) -> R) -> R {
        act(&mut self.phones[end])
    }
    fn now(&self, _end: usize) -> Timestamp {
        SystemClock.now()
    }
    #[expect(clippy::disallowed_methods, reason = "real circuits need real time")]
    fn pass(&mut self, span: Span) {
        std::thread::sleep(Duration::from_millis(u64::try_from(span.0).unwrap_or(0)));
    }
    fn fresh_seed(&mut self) -> [u8; 32] {
        self.seeds.fresh()
    }
    fn patience(&self) -> Span {
        Span::seconds(60)
    }
    fn quiet(&self) -> Span {
        Span::seconds(2)
    }
    // A private network on loopback spoils next to none.
    fn dials_to_be_sure(&self) -> usize {
        1
    }
}

fn keeps(test: &str, laws: impl Fn(&mut dyn FnMut() -> Bed)) {
    let Some(network) = network_or_skip(test) else { return };
    laws(&mut || Bed::new(network.arti_toml_path()));
}

#[test]
fn tor_keeps_the_laws_about_who_is_reached() {
    keeps("tor_keeps_the_laws_about_who_is_reached", |bed| conformance::all_of_reaching(bed));
}

#[test]
fn tor_keeps_the_laws_about_services() {
    keeps("tor_keeps_the_laws_about_services", |bed| conformance::all_of_moving(bed));
}

#[test]
fn tor_keeps_the_laws_about_what_is_carried() {
    keeps("tor_keeps_the_laws_about_what_is_carried", |bed| conformance::all_of_delivery(bed));
}

#[test]
fn tor_keeps_the_laws_about_the_end_of_links() {
    keeps("tor_keeps_the_laws_about_the_end_of_links", |bed| conformance::all_of_ending(bed));
}
