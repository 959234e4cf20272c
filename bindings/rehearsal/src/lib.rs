//! The bindings with a network on this machine instead of Tor: for tests of apps alone.
//!
//! It is a library of its own so that nothing of it can be in one that is shipped: the phone of
//! `corona-bindings` knows Tor and no other network.

use corona_bindings::{Failure, Key, Listener, Phone};
use corona_phone::host::RunningPhone;
use corona_transport_tor::loopback::LoopbackNetwork;
use corona_transport_tor::{Limits, TorTransport};
use std::path::PathBuf;
use std::sync::Arc;

corona_bindings::uniffi_reexport_scaffolding!();
uniffi::setup_scaffolding!("corona_rehearsal");

/// Phones of one process that reach each other by TCP on 127.0.0.1, with the sessions they
/// have over Tor.
#[derive(uniffi::Object)]
pub struct RehearsalNetwork {
    network: LoopbackNetwork,
}

#[uniffi::export]
impl RehearsalNetwork {
    /// A network without phones.
    #[uniffi::constructor]
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::new(Self { network: LoopbackNetwork::new() })
    }

    /// As `Phone.open`, on this network. `clock` is the file of a scaled clock, if the phone
    /// is to run by one.
    ///
    /// # Errors
    /// As `Phone.open`.
    #[uniffi::method(default(listener = None, clock = None))]
    pub fn open(
        &self,
        folder: String,
        key: Key,
        listener: Option<Arc<dyn Listener>>,
        clock: Option<String>,
    ) -> Result<Arc<Phone>, Failure> {
        let network = self.network.clone();
        let clock = clock.map(PathBuf::from);
        Phone::open_over(
            folder,
            key,
            listener,
            Box::new(move |folder, key, mut options| {
                let network = network.clone();
                options.scaled_clock.clone_from(&clock);
                RunningPhone::start_over(folder, key, options, move |_home, clock, runtime| {
                    let carrier = Arc::new(network.carrier());
                    Ok(TorTransport::new(carrier, clock, Limits::default(), runtime))
                })
            }),
        )
    }
}
