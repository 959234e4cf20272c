//! Bytes over Tor, and the circuit of whoever dialled.
//!
//! Knows a stream of Arti's and, on the host's side, that a circuit is kept for it. Decides
//! nothing; dropping it lets the circuit go. Leaves what happens to that to
//! [`super::arrivals`].

use arti_client::DataStream;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::oneshot;

/// A stream to or from an onion service.
pub struct OnionStream {
    stream: DataStream,
    /// Whoever keeps the circuit hears of the end by the loss of this.
    _circuit: Option<oneshot::Sender<()>>,
}

impl OnionStream {
    pub(super) fn dialled(stream: DataStream) -> Self {
        Self { stream, _circuit: None }
    }
    pub(super) fn accepted(stream: DataStream, circuit: oneshot::Sender<()>) -> Self {
        Self { stream, _circuit: Some(circuit) }
    }
}

impl AsyncRead for OnionStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        AsyncRead::poll_read(Pin::new(&mut self.stream), cx, into)
    }
}

impl AsyncWrite for OnionStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        AsyncWrite::poll_write(Pin::new(&mut self.stream), cx, bytes)
    }
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        AsyncWrite::poll_flush(Pin::new(&mut self.stream), cx)
    }
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        AsyncWrite::poll_shutdown(Pin::new(&mut self.stream), cx)
    }
}
