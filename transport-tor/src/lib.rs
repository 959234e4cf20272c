//! The Corona Network's transport for real phones: links over Tor onion services.
//!
//! ```text
//! TorTransport      Transport of corona-core: requests in, notices out, tasks behind
//!   session         TLS 1.3, raw ed25519 keys on both sides, whole frames
//!     Carrier       bytes between an address and its diallers
//!       onion       … over Tor, by Arti
//!       loopback    … over TCP on 127.0.0.1, and pipes in memory: for tests
//! ```
mod carrier;
mod clock;
mod crowd;
mod dialler;
mod limits;
mod link;
mod link_table;
mod link_task;
pub mod loopback;
mod news;
pub mod onion;
mod service_desk;
mod services;
pub mod session;
mod tor_transport;
mod traffic;

pub use carrier::{Carrier, Happening, Hosting, Unreachable};
pub use clock::Clock;
pub use limits::Limits;
pub use tor_transport::TorTransport;
pub use traffic::Traffic;
