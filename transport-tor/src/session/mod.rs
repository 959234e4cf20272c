//! Sessions: TLS 1.3 with raw ed25519 keys on both sides, and whole frames inside.
//!
//! Public so that tests can hold them against the laws; a program needs
//! [`TorTransport`](crate::TorTransport) alone.
mod framing;
mod handshake;
mod raw_key;
mod tls;

pub(crate) use framing::PREFIX;
pub use framing::{Decoder, FramingError, encode};
pub use handshake::{HandshakeError, accept, dial};
pub use tls::{ALPN, client_config, server_config};
