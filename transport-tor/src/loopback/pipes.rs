//! A carrier of pipes in memory.
//!
//! Knows no sockets and no ports: a dial makes a pipe and hands its far end to the host.
//! What the host makes of it is left to the session.

use super::desk::Desk;
use super::directory::Directory;
use crate::carrier::{Carrier, Happening, Hosting, Unreachable};
use corona_core::identity::{AccessSecret, Address};
use corona_core::transport::ServiceId;
use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;

/// Bytes that a pipe holds each way before its writer waits; as much as a socket would.
const CAPACITY: usize = 64 * 1024;

/// Phones that reach each other by pipes.
#[derive(Clone, Default)]
pub struct PipeNetwork {
    directory: Directory<Door>,
}

#[derive(Clone)]
struct Door {
    service: ServiceId,
    host: mpsc::Sender<Happening<DuplexStream>>,
}

impl PipeNetwork {
    /// A network without phones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// The carrier of one more phone.
    #[must_use]
    pub fn carrier(&self) -> Pipes {
        Pipes { desk: Desk::new(self.directory.clone()) }
    }
}

/// The carrier of one phone; see [`PipeNetwork`].
pub struct Pipes {
    desk: Desk<Door, DuplexStream>,
}

impl Carrier for Pipes {
    type Stream = DuplexStream;

    fn start(&self, told: mpsc::Sender<Happening<DuplexStream>>) {
        self.desk.start(told);
    }
    async fn dial(
        &self,
        address: Address,
        access: Option<AccessSecret>,
    ) -> Result<DuplexStream, Unreachable> {
        let door = self.desk.directory().find(address, access.as_ref()).ok_or(Unreachable)?;
        let (near, far) = duplex(CAPACITY);
        let incoming = Happening::Incoming(door.service, far);
        door.host.send(incoming).await.map_err(|_| Unreachable)?;
        Ok(near)
    }
    fn host(&self, hosting: Hosting) {
        self.desk.host(hosting, |service, host| Some(Door { service, host }));
    }
    fn retire(&self, service: ServiceId) {
        self.desk.retire(service);
    }
    fn rest(&self, _resting: bool) {}
}
