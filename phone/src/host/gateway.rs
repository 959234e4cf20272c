//! The phone's way to the network: on, over a network of its own runtime, or off.
//!
//! It knows how to begin and how to end a network so that nothing of it is left behind: the
//! next one finds the folder unlocked. Whether it is to be on is the residence's to say.

use super::network::Network;
use corona_core::transport::{CloseReason, Notice, Request, Transport};
use corona_transport_tor::Traffic;
use std::collections::VecDeque;
use std::future::pending;
use std::io;
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};

/// How long what was said last may take to leave.
const FAREWELL: Duration = Duration::from_secs(3);

/// Off or on.
pub(super) enum Gateway<T> {
    /// Nobody is reached.
    Off(Silence),
    /// Everybody may be.
    On(Connection<T>),
}

/// A network and the threads it lives on.
pub(super) struct Connection<T> {
    // First, so that it goes before its threads do.
    network: T,
    _threads: Threads,
}

/// A runtime that ends with its owner, wherever that is dropped.
pub(super) struct Threads(Option<Runtime>);

/// A transport on which nobody answers.
#[derive(Default)]
pub(super) struct Silence(VecDeque<Notice>);

impl Threads {
    pub(super) fn new() -> io::Result<Self> {
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).thread_name("network").enable_all().build()?;
        Ok(Self(Some(runtime)))
    }
    pub(super) fn handle(&self) -> Option<&Handle> {
        self.0.as_ref().map(Runtime::handle)
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // A runtime must not end on a thread of another one.
        let ending = self
            .0
            .take()
            .map(|runtime| std::thread::spawn(move || runtime.shutdown_timeout(FAREWELL)));
        if ending.is_some_and(|ending| ending.join().is_err()) {
            tracing::error!("the network's threads did not end in order");
        }
    }
}

impl<T> Gateway<T> {
    pub(super) fn off() -> Self {
        Self::Off(Silence::default())
    }
    pub(super) fn on(network: T, threads: Threads) -> Self {
        Self::On(Connection { network, _threads: threads })
    }
    pub(super) const fn is_on(&self) -> bool {
        match self {
            Self::Off(_) => false,
            Self::On(_) => true,
        }
    }
}

impl Transport for Silence {
    fn submit(&mut self, request: Request) {
        match request {
            Request::Dial { link, .. } => {
                self.0.push_back(Notice::Closed { link, reason: CloseReason::Unreachable });
            }
            // Nothing is ever published or open here.
            Request::Publish { .. }
            | Request::Retire { .. }
            | Request::Send { .. }
            | Request::Close { .. } => {}
        }
    }
    fn poll(&mut self) -> Option<Notice> {
        self.0.pop_front()
    }
}

impl<T: Network> Transport for Gateway<T> {
    fn submit(&mut self, request: Request) {
        match self {
            Self::Off(silence) => silence.submit(request),
            Self::On(connection) => connection.network.submit(request),
        }
    }
    fn poll(&mut self) -> Option<Notice> {
        match self {
            Self::Off(silence) => silence.poll(),
            Self::On(connection) => connection.network.poll(),
        }
    }
}

impl<T: Network> Network for Gateway<T> {
    async fn ready(&mut self) {
        match self {
            Self::Off(silence) if silence.0.is_empty() => pending().await,
            Self::Off(_) => {}
            Self::On(connection) => connection.network.ready().await,
        }
    }
    fn rest(&mut self, resting: bool) {
        match self {
            Self::Off(_) => {}
            Self::On(connection) => connection.network.rest(resting),
        }
    }
    fn traffic(&self) -> Traffic {
        match self {
            Self::Off(_) => Traffic::default(),
            Self::On(connection) => connection.network.traffic(),
        }
    }
}
