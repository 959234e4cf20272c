//! Carriers over the private Tor network, each with a folder of its own.

use crate::bed::Network;
use corona_private_tor::{PrivateTor, SharedNetwork};
use corona_transport_tor::onion::{OnionCarrier, TorConfig};
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

pub(crate) struct OnionNetwork {
    network: SharedNetwork,
    homes: TempDir,
    given: AtomicU32,
}

impl Network for OnionNetwork {
    type Carrier = OnionCarrier;

    fn new() -> Self {
        let network = PrivateTor::shared().expect("the test has seen that it is there");
        let homes = tempfile::tempdir().expect("a temporary folder");
        Self { network, homes, given: AtomicU32::new(0) }
    }
    fn carrier(&self) -> OnionCarrier {
        let number = self.given.fetch_add(1, Ordering::SeqCst);
        let mut config = TorConfig::new(self.homes.path().join(number.to_string()));
        config.network = Some(self.network.arti_toml_path().to_owned());
        OnionCarrier::open(&config).expect("the folder is fresh")
    }
}
