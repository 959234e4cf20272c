//! Starting Arti.
//!
//! Knows what Arti needs before it runs: a source of cryptography, a runtime, a configuration.
//! Decides how often to begin again when the network can't be had. Leaves what to tell the
//! person meanwhile to [`super::conditions`].

use super::pauses::Pauses;
use super::requirements::{LenientBuilder, Requirements};
use super::surroundings::{PhoneRuntime, Surroundings};
use arti_client::{HasKind, TorClient, TorClientConfig};
use std::io;
use std::sync::Arc;
use std::time::Duration;

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
        .dirmgr_builder::<LenientBuilder>(directory)
        .create_unbootstrapped()?)
}

/// Begins until it has worked; from then on Arti keeps its directory fresh by itself.
pub(super) async fn bootstrap(client: Client) {
    let mut pauses = Pauses::new(Duration::from_secs(1), Duration::from_secs(60));
    while let Err(error) = client.bootstrap().await {
        tracing::info!(kind = ?error.kind(), "Tor can't be used yet; trying again");
        pauses.wait().await;
    }
}
