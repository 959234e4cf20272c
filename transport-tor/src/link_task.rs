//! One link from its first frame to its end.
//!
//! Knows the session and moves frames both ways at once, so that two sides that both send
//! never wait for each other. It decides how a link ended; how that is ordered is in
//! `link`, and who is at the other side is left to the dialler and the service desk.
//!
//! ```text
//! reading ── a whole frame ──► News::Frame (waits while too much is unpolled)
//!    └── close_notify: ByPeer, anything else: Broken ──► News::Closed
//! writing ◄── frames ordered
//! handle dropped ──► no more news; what is queued leaves, then close_notify
//! handle cut ──────► the stream is dropped: Broken at the other side
//! ```

use crate::link::{Ending, Orders};
use crate::news::News;
use crate::session::{Decoder, encode};
use corona_core::transport::{CloseReason, LinkId};
use std::future::pending;
use std::io;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, split};
use tokio::sync::mpsc;
use tokio_rustls::TlsStream;

/// What is read at once: enough for most frames, and little enough for hundreds of links.
const CHUNK: usize = 4 * 1024;

/// How long the other side has to hang up once everything has left. TCP takes back what it
/// has delivered if a socket is closed over unread bytes; Tor needs no such patience.
const LINGER: Duration = Duration::from_secs(2);

/// Carries a link that is up until it ends. `closing` is called when this side closes.
pub(crate) async fn carry<S: AsyncRead + AsyncWrite + Unpin>(
    link: LinkId,
    session: TlsStream<S>,
    orders: Orders,
    news: &mpsc::Sender<News>,
    farewell: Duration,
    closing: impl FnOnce(),
) {
    let over = {
        let (mut reader, writer) = split(session);
        let (frames, mut end) = orders.split();
        let mut writing = pin!(write(writer, frames));
        let over = tokio::select! {
            biased;
            ending = end.ending() => Over::Ours(ending),
            reason = read(link, &mut reader, news) => Over::Theirs(reason),
            () = &mut writing => return,
        };
        if let Over::Ours(Ending::Closed) = over {
            closing();
            tokio::select! {
                () = writing => {}
                () = discard(&mut reader) => {}
                () = tokio::time::sleep(farewell) => {}
            }
        }
        over
        // The stream goes before the news: the other side need not wait for a poll.
    };
    if let Over::Theirs(reason) = over {
        tracing::debug!(link = link.0, ?reason, "link is over");
        // Nobody to tell: the transport is gone.
        let _ = news.send(News::Closed { link, reason }).await;
    }
}

enum Over {
    Ours(Ending),
    Theirs(CloseReason),
}

/// Tells whole frames until the other side ends the link.
async fn read(
    link: LinkId,
    reader: &mut (impl AsyncRead + Unpin),
    news: &mpsc::Sender<News>,
) -> CloseReason {
    let mut decoder = Decoder::default();
    let mut chunk = vec![0; CHUNK];
    loop {
        let mut bytes = match reader.read(&mut chunk).await {
            // A session that ends without close_notify is an error to rustls.
            Ok(0) if decoder.is_between_frames() => return CloseReason::ByPeer,
            Ok(0) | Err(_) => return CloseReason::Broken,
            Ok(length) => &chunk[..length],
        };
        while !bytes.is_empty() {
            let frame = match decoder.take(&mut bytes) {
                Ok(Some(frame)) => frame,
                Ok(None) => continue,
                Err(_) => return CloseReason::Broken,
            };
            if news.send(News::Frame { link, frame }).await.is_err() {
                return CloseReason::Broken;
            }
        }
    }
}

/// Writes what is ordered, then says goodbye, and is done when the other side has had
/// its time.
async fn write(mut writer: impl AsyncWrite + Unpin, mut frames: mpsc::Receiver<Vec<u8>>) {
    if write_all(&mut writer, &mut frames).await.is_err() {
        // Frames that came before the break are still to be read; the end comes from there.
        pending::<()>().await;
    }
    tokio::time::sleep(LINGER).await;
}

async fn write_all(
    writer: &mut (impl AsyncWrite + Unpin),
    frames: &mut mpsc::Receiver<Vec<u8>>,
) -> io::Result<()> {
    while let Some(frame) = frames.recv().await {
        let bytes = encode(&frame).map_err(io::Error::other)?;
        writer.write_all(&bytes).await?;
        if frames.is_empty() {
            writer.flush().await?;
        }
    }
    writer.shutdown().await
}

/// Reads until the other side hangs up.
async fn discard(reader: &mut (impl AsyncRead + Unpin)) {
    let mut chunk = vec![0; CHUNK];
    while let Ok(1..) = reader.read(&mut chunk).await {}
}
