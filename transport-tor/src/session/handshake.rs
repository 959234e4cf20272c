//! From a stream to a session: the handshake, and how long it may take.
//!
//! Knows what can go wrong in it and sorts that into what a node is told. That a session
//! speaks this protocol is decided here, who may stay is left to the node.

use super::raw_key::from_spki;
use super::tls::{ALPN, client_config};
use corona_core::identity::{AuthKey, VerifyingKey};
use rustls::pki_types::ServerName;
use rustls::{CommonState, ServerConfig};
use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::{TlsAcceptor, TlsConnector, TlsStream};

/// Proves `prove` over a stream to whoever proves `expect`.
///
/// # Errors
/// Another key was shown, no session came about, or not `within` that time.
pub async fn dial<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    prove: &AuthKey,
    expect: VerifyingKey,
    within: Duration,
) -> Result<TlsStream<S>, HandshakeError> {
    let connector = TlsConnector::from(Arc::new(client_config(prove, expect)));
    // Never sent, and of no weight: keys are pinned, not names.
    let nobody = ServerName::from(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let session = in_time(connector.connect(nobody, stream), within).await?;
    insist(session.get_ref().1)?;
    Ok(TlsStream::Client(session))
}

/// Waits for a dialler to prove a key, and says which.
///
/// # Errors
/// No key was proven, no session came about, or not `within` that time.
pub async fn accept<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    config: Arc<ServerConfig>,
    within: Duration,
) -> Result<(TlsStream<S>, VerifyingKey), HandshakeError> {
    let session = in_time(TlsAcceptor::from(config).accept(stream), within).await?;
    let state = session.get_ref().1;
    insist(state)?;
    let shown = state.peer_certificates().and_then(<[_]>::first);
    let peer = shown.and_then(|spki| from_spki(spki)).ok_or(HandshakeError::NoSession)?;
    Ok((TlsStream::Server(session), peer))
}

async fn in_time<T>(
    handshake: impl Future<Output = io::Result<T>>,
    within: Duration,
) -> Result<T, HandshakeError> {
    match tokio::time::timeout(within, handshake).await {
        Ok(done) => done.map_err(|error| HandshakeError::from_io(&error)),
        Err(_) => Err(HandshakeError::TimedOut),
    }
}

/// rustls lets a side through that names no protocol at all.
fn insist(state: &CommonState) -> Result<(), HandshakeError> {
    if state.alpn_protocol() == Some(ALPN) { Ok(()) } else { Err(HandshakeError::NoSession) }
}

/// Why no session came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum HandshakeError {
    /// Somebody else answered than was expected.
    #[error("the other side did not prove the expected key")]
    WrongPeer,
    /// The other side hung up, refused, or speaks something else.
    #[error("no session came about")]
    NoSession,
    /// The other side took too long.
    #[error("the handshake took too long")]
    TimedOut,
}

impl HandshakeError {
    fn from_io(error: &io::Error) -> Self {
        let tls = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        if let Some(rustls::Error::InvalidCertificate(_)) = tls {
            Self::WrongPeer
        } else {
            Self::NoSession
        }
    }
}
