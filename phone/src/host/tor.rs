//! The network that phones use: onion services, by the settings in the phone's folder.

use super::{HostError, Network};
use crate::home::Home;
use corona_transport_tor::onion::{OnionCarrier, TorConfig};
use corona_transport_tor::{Carrier, Clock, Limits, TorTransport, Traffic};
use std::sync::Arc;
use tokio::runtime::Handle;

impl<C: Carrier> Network for TorTransport<C> {
    async fn ready(&mut self) {
        Self::ready(self).await;
    }
    fn rest(&mut self, resting: bool) {
        Self::rest(self, resting);
    }
    fn traffic(&self) -> Traffic {
        Self::traffic(self)
    }
}

/// Begins to reach Tor; what comes of it is told as the network's condition.
pub(super) fn connect(
    home: &Home,
    clock: Arc<dyn Clock>,
    runtime: &Handle,
) -> Result<TorTransport<OnionCarrier>, HostError> {
    let unusable = |error: &dyn std::error::Error| HostError::Network(error.to_string());
    let (settings, folder) = (home.tor_settings(), home.tor());
    let config = if settings.exists() {
        TorConfig::read(&settings, folder).map_err(|error| unusable(&error))?
    } else {
        TorConfig::new(folder)
    };
    let carrier = OnionCarrier::open(&config).map_err(|error| unusable(&error))?;
    Ok(TorTransport::new(Arc::new(carrier), clock, Limits::default(), runtime))
}
