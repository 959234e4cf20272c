//! The phone around Arti: its sockets and its clock.
//!
//! Knows the runtime Arti is given: Tokio's, with TCP watched and the wall clock read in one
//! place. Decides nothing; a test may cut the network or set the clock wrong here, as a tunnel
//! or a person would. Leaves what follows from either to [`super::conditions`].

use super::wire::Wire;
use async_trait::async_trait;
use futures::io::{AsyncRead, AsyncWrite};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};
use tor_rtcompat::{
    CompoundRuntime, NetStreamListener, NetStreamProvider, PreferredRuntime, SleepProvider,
    StreamOps,
};

/// What Arti runs on.
pub(super) type PhoneRuntime = CompoundRuntime<
    PreferredRuntime,
    PhoneClock,
    PreferredRuntime,
    PhoneTcp,
    PreferredRuntime,
    PreferredRuntime,
    PreferredRuntime,
>;

/// What may befall a phone. Clones share state.
#[derive(Clone, Default)]
pub struct Surroundings {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    cut: AtomicBool,
    ahead_ms: AtomicI64,
    connections: std::sync::atomic::AtomicU64,
    wire: Wire,
}

impl Surroundings {
    /// Cuts the network off, or brings it back: connections break, and new ones fail.
    pub fn cut_network(&self, cut: bool) {
        self.inner.cut.store(cut, Ordering::SeqCst);
    }
    /// Sets the wall clock wrong by so many milliseconds; positive is ahead.
    pub fn set_clock_ahead(&self, ms: i64) {
        self.inner.ahead_ms.store(ms, Ordering::SeqCst);
    }
    /// How many connections were tried since the start.
    #[must_use]
    pub fn connections_tried(&self) -> u64 {
        self.inner.connections.load(Ordering::SeqCst)
    }
    /// What the sockets show.
    pub(super) fn wire(&self) -> &Wire {
        &self.inner.wire
    }
    fn is_cut(&self) -> bool {
        self.inner.cut.load(Ordering::SeqCst)
    }
    /// A runtime for Arti, on the Tokio runtime of the caller.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn runtime(&self) -> io::Result<PhoneRuntime> {
        let tokio = PreferredRuntime::current()?;
        let clock = PhoneClock { tokio: tokio.clone(), around: self.clone() };
        let tcp = PhoneTcp { tokio: tokio.clone(), around: self.clone() };
        Ok(CompoundRuntime::new(
            tokio.clone(),
            clock,
            tokio.clone(),
            tcp,
            tokio.clone(),
            tokio.clone(),
            tokio,
        ))
    }
}

/// Sleeps as Tokio does, and tells the phone's time.
#[derive(Clone)]
pub(super) struct PhoneClock {
    tokio: PreferredRuntime,
    around: Surroundings,
}

impl SleepProvider for PhoneClock {
    type SleepFuture = <PreferredRuntime as SleepProvider>::SleepFuture;

    fn sleep(&self, duration: Duration) -> Self::SleepFuture {
        self.tokio.sleep(duration)
    }
    fn wallclock(&self) -> SystemTime {
        let ahead = self.around.inner.ahead_ms.load(Ordering::SeqCst);
        let by = Duration::from_millis(ahead.unsigned_abs());
        let now = self.tokio.wallclock();
        if ahead < 0 { now - by } else { now + by }
    }
}

/// Connects as Tokio does, and counts.
#[derive(Clone)]
pub(super) struct PhoneTcp {
    tokio: PreferredRuntime,
    around: Surroundings,
}

type TokioTcp = <PreferredRuntime as NetStreamProvider>::Stream;

/// Counts a connection as failed unless it is told otherwise: Arti gives a slow one up by
/// dropping it.
struct Attempt<'a> {
    wire: &'a Wire,
    stands: bool,
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if !self.stands {
            self.wire.failed();
        }
    }
}

#[async_trait]
impl NetStreamProvider for PhoneTcp {
    type Stream = WatchedTcp;
    type Listener = NoListener;
    type ConnectOptions = <PreferredRuntime as NetStreamProvider>::ConnectOptions;
    type ListenOptions = <PreferredRuntime as NetStreamProvider>::ListenOptions;

    async fn connect(
        &self,
        to: &SocketAddr,
        options: &Self::ConnectOptions,
    ) -> io::Result<WatchedTcp> {
        self.around.inner.connections.fetch_add(1, Ordering::SeqCst);
        let mut attempt = Attempt { wire: self.around.wire(), stands: false };
        if self.around.is_cut() {
            return Err(io::ErrorKind::NetworkUnreachable.into());
        }
        let tcp = self.tokio.connect(to, options).await?;
        attempt.stands = true;
        Ok(WatchedTcp { tcp, around: self.around.clone() })
    }
    async fn listen(
        &self,
        _on: &SocketAddr,
        _options: &Self::ListenOptions,
    ) -> io::Result<Self::Listener> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// A phone listens nowhere: whoever dials it comes over circuits.
pub(super) enum NoListener {}

impl NetStreamListener for NoListener {
    type Stream = WatchedTcp;
    type Incoming = futures::stream::Pending<io::Result<(WatchedTcp, SocketAddr)>>;

    fn incoming(self) -> Self::Incoming {
        match self {}
    }
    fn local_addr(&self) -> io::Result<SocketAddr> {
        match *self {}
    }
}

/// A connection to a relay.
pub(super) struct WatchedTcp {
    tcp: TokioTcp,
    around: Surroundings,
}

impl WatchedTcp {
    fn check(&self) -> io::Result<()> {
        if self.around.is_cut() {
            self.around.wire().failed();
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for WatchedTcp {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        let read = Pin::new(&mut self.tcp).poll_read(context, into);
        match &read {
            Poll::Ready(Ok(1..)) => self.around.wire().heard(),
            Poll::Ready(Err(_)) => self.around.wire().failed(),
            Poll::Ready(Ok(0)) | Poll::Pending => {}
        }
        read
    }
}

impl AsyncWrite for WatchedTcp {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.tcp).poll_write(context, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }
    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_close(context)
    }
}

impl StreamOps for WatchedTcp {
    fn set_tcp_notsent_lowat(&self, notsent_lowat: u32) -> io::Result<()> {
        self.tcp.set_tcp_notsent_lowat(notsent_lowat)
    }
    fn new_handle(&self) -> Box<dyn StreamOps + Send + Unpin> {
        self.tcp.new_handle()
    }
}
