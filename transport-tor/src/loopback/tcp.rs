//! A carrier of TCP connections on 127.0.0.1.
//!
//! Knows a listener for every service, on a port the system picks; decides nothing. Real
//! sockets have what pipes lack: resets, half-closed ends, buffers of the system's size.

use super::desk::Desk;
use super::directory::Directory;
use crate::carrier::{Carrier, Happening, Hosting, Unreachable};
use corona_core::identity::{AccessSecret, Address};
use corona_core::transport::ServiceId;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

/// Phones that reach each other by TCP on this machine.
#[derive(Clone, Default)]
pub struct LoopbackNetwork {
    directory: Directory<Arc<Door>>,
}

/// A listener; it is closed with the last who knows of it.
struct Door {
    socket: SocketAddr,
    listening: AbortHandle,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl LoopbackNetwork {
    /// A network without phones.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
    /// The carrier of one more phone.
    #[must_use]
    pub fn carrier(&self) -> LoopbackTcp {
        LoopbackTcp { desk: Desk::new(self.directory.clone()) }
    }
}

/// The carrier of one phone; see [`LoopbackNetwork`].
pub struct LoopbackTcp {
    desk: Desk<Arc<Door>, TcpStream>,
}

impl Carrier for LoopbackTcp {
    type Stream = TcpStream;

    fn start(&self, told: mpsc::Sender<Happening<TcpStream>>) {
        self.desk.start(told);
    }
    async fn dial(
        &self,
        address: Address,
        access: Option<AccessSecret>,
    ) -> Result<TcpStream, Unreachable> {
        let door = self.desk.directory().find(address, access.as_ref()).ok_or(Unreachable)?;
        let stream = TcpStream::connect(door.socket).await.map_err(|_| Unreachable)?;
        prompt(&stream);
        Ok(stream)
    }
    fn host(&self, hosting: Hosting) {
        self.desk.host(hosting, |service, told| {
            let listener = listen();
            let listener = listener.inspect_err(|error| {
                tracing::error!(service = service.0, %error, "no port to listen at");
            });
            listener.ok().map(|(socket, listener)| {
                let listening = tokio::spawn(receive(service, listener, told)).abort_handle();
                Arc::new(Door { socket, listening })
            })
        });
    }
    fn retire(&self, service: ServiceId) {
        self.desk.retire(service);
    }
    fn rest(&self, _resting: bool) {}
}

fn listen() -> io::Result<(SocketAddr, TcpListener)> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    listener.set_nonblocking(true)?;
    Ok((listener.local_addr()?, TcpListener::from_std(listener)?))
}

async fn receive(
    service: ServiceId,
    listener: TcpListener,
    told: mpsc::Sender<Happening<TcpStream>>,
) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                prompt(&stream);
                if told.send(Happening::Incoming(service, stream)).await.is_err() {
                    return;
                }
            }
            // A caller that is gone already, or no file left for it: a moment later there may be.
            Err(_) => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
        }
    }
}

/// Frames are whole messages; nothing is gained by waiting for more. Without it they are
/// late, not wrong, so a refusal does not matter.
fn prompt(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
}
