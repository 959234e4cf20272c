//! Starting Arti.
//!
//! Knows what Arti needs before it runs: a source of cryptography, a runtime, a configuration.
//! Decides when to let Arti begin: once a relay can be reached at all, because Arti shuns for
//! minutes, then hours, every relay it failed to reach. Leaves what to tell the person
//! meanwhile to [`super::conditions`].

use super::pauses::Pauses;
use super::requirements::{LenientBuilder, Requirements};
use super::surroundings::{PhoneRuntime, Surroundings};
use arti_client::{BootstrapBehavior, HasKind, TorClient, TorClientConfig};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tor_dircommon::fallback::FallbackList;
use tor_guardmgr::bridge::BridgeConfig;
use tor_linkspec::HasAddrs;
use tor_rtcompat::NetStreamProvider;

/// How long a relay may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Arti, on this phone's runtime.
pub(super) type Client = Arc<TorClient<PhoneRuntime>>;

/// Why Arti can't be made.
#[derive(thiserror::Error, Debug)]
pub(super) enum StartError {
    /// No Tokio runtime here.
    #[error("no Tokio runtime: {0}")]
    NoRuntime(#[from] io::Error),
    /// Arti refuses.
    #[error("{0}")]
    Arti(#[from] arti_client::Error),
}

/// Makes Arti, without a word on the network.
pub(super) fn make(
    config: TorClientConfig,
    around: &Surroundings,
    requirements: &Arc<Requirements>,
) -> Result<Client, StartError> {
    // Another part of the process may have installed one; then that one serves.
    drop(rustls::crypto::aws_lc_rs::default_provider().install_default());
    let directory = Arc::new(LenientBuilder(requirements.clone()));
    Ok(TorClient::with_runtime(around.runtime()?)
        .config(config)
        .bootstrap_behavior(BootstrapBehavior::Manual)
        .dirmgr_builder::<LenientBuilder>(directory)
        .create_unbootstrapped()?)
}

/// Begins until it has worked, and says so; from then on Arti keeps its directory fresh by
/// itself. Must not be dropped before: Arti can't begin twice.
///
/// A phone that knows no guards yet first sees whether any relay answers: Arti meets a
/// fallback next anyway. One that has guards touches nobody else.
pub(super) async fn bootstrap(
    client: Client,
    config: TorClientConfig,
    has_guards: bool,
    ready: watch::Sender<bool>,
) {
    let mut pauses = Pauses::new(Duration::from_secs(1), Duration::from_secs(30));
    while !has_guards && !relay_answers(client.runtime(), &config).await {
        pauses.wait().await;
    }
    let mut pauses = Pauses::new(Duration::from_secs(1), Duration::from_secs(60));
    while let Err(error) = client.bootstrap().await {
        tracing::info!(kind = ?error.kind(), "Tor can't be used yet; trying again");
        pauses.wait().await;
    }
    ready.send_replace(true);
}

/// Whether one of the relays everybody knows takes connections. Not asked by somebody with
/// bridges, who had better not be seen there.
async fn relay_answers(runtime: &PhoneRuntime, config: &TorClientConfig) -> bool {
    let bridges: &[BridgeConfig] = config.as_ref();
    let fallbacks: &FallbackList = config.as_ref();
    let mut random = [0; 8];
    #[expect(clippy::disallowed_methods, reason = "spreads phones over the relays")]
    let drawn = getrandom::fill(&mut random);
    if !bridges.is_empty() || fallbacks.is_empty() || drawn.is_err() {
        return true;
    }
    let index = u64::from_le_bytes(random) % fallbacks.len() as u64;
    let Some(relay) = fallbacks.iter().nth(index as usize) else { return true };
    for address in relay.addrs() {
        let options = Default::default();
        let connect = runtime.connect(&address, &options);
        if let Ok(Ok(_)) = tokio::time::timeout(PATIENCE, connect).await {
            return true;
        }
    }
    false
}
