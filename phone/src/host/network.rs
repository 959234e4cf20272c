//! What the host needs of a transport beyond moving frames.

use corona_core::transport::Transport;
use corona_transport_tor::Traffic;
use std::future::Future;

/// A transport that can be waited for.
pub trait Network: Transport {
    /// Ends once [`Transport::poll`] has something; dropping the future loses nothing.
    fn ready(&mut self) -> impl Future<Output = ()>;
    /// Says whether the phone has nothing to do for minutes.
    fn rest(&mut self, resting: bool);
    /// What went over its links so far.
    fn traffic(&self) -> Traffic {
        Traffic::default()
    }
}
