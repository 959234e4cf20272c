//! What lies below a session: something that hosts addresses and dials them.
//!
//! A [`Carrier`] moves bytes between whoever dials an address and whoever hosts it; it
//! proves nothing about either beyond the address itself. Who is there is for the session
//! (`crate::session`) to prove, what is wanted for [`crate::TorTransport`] to say. Tor is one
//! carrier; pipes in memory and loopback TCP are two more, which keep the same laws.

use corona_core::identity::{AccessSecret, Address, DiscoverySecret};
use corona_core::transport::{Audience, Condition, ServiceId};
use std::future::Future;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;

/// Hosts and dials.
///
/// Methods are called from a Tokio runtime. Dropping a future gives its work up.
pub trait Carrier: Send + Sync + 'static {
    /// Bytes both ways. Dropping it closes it.
    type Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static;

    /// Begins; from here on all that happens is told through `told`.
    fn start(&self, told: mpsc::Sender<Happening<Self::Stream>>);

    /// Opens a stream of its own to an address: no two streams share a circuit, so that
    /// nobody on the way can link who dials twice. Tries again by itself where that may
    /// help; the caller gives up by dropping the future.
    ///
    /// # Errors
    /// [`Unreachable`] once it is clear that nobody answers there now.
    fn dial(
        &self,
        address: Address,
        access: Option<AccessSecret>,
    ) -> impl Future<Output = Result<Self::Stream, Unreachable>> + Send;

    /// Hosts an address until [`Carrier::retire`], whatever becomes of the network
    /// meanwhile. A service that is hosted already under this key gets the new audience and
    /// goes on.
    fn host(&self, hosting: Hosting);

    /// Stops hosting, and leaves nothing of the service behind: no key, no state, no name.
    /// Streams that are open stay open.
    fn retire(&self, service: ServiceId);

    /// Says whether anything is due soon. A carrier that hosts nothing may sleep when
    /// nothing is; a dial wakes it.
    fn rest(&self, resting: bool);
}

/// A service as a carrier hosts it.
pub struct Hosting {
    /// The name of the service; the same name with another key replaces.
    pub service: ServiceId,
    /// The key whose public half is the address.
    pub discovery: DiscoverySecret,
    /// Who may find it.
    pub audience: Audience,
}

/// What a carrier tells.
pub enum Happening<S> {
    /// The service can be reached: a dial of our own got through. Told once for each
    /// [`Carrier::host`] that began a service.
    Published(ServiceId),
    /// Somebody dialled the service.
    Incoming(ServiceId, S),
    /// How the network stands has changed.
    Condition(Condition),
}

/// Nobody answers at an address now: nothing is published there, or its phone is off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("nobody answers at that address now")]
pub struct Unreachable;
