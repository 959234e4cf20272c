//! Addresses on the Tor network, hosted and dialled in-process by Arti.
//!
//! Knows Arti's API and where it falls short of what a phone needs: keys that leave no
//! trace, an honest answer to "can anybody reach me", a network that goes and comes back, a
//! clock that is wrong, and a library that would rather end the process. Decides how often to
//! try and when a try was the last. Leaves who is at the other end to the session above.
//!
//! ```text
//! OnionCarrier ─┬─ services ── onion_service ── probe   host, retire
//!               ├─ dial ── isolation, readers           dial
//!               ├─ conditions ── skew, requirements     how the network stands
//!               └─ client ── config, folder, surroundings
//! ```

mod arrivals;
mod bridges;
mod client;
mod conditions;
mod config;
mod dial;
mod folder;
mod isolation;
mod onion_carrier;
mod onion_service;
mod onion_stream;
mod pauses;
mod probe;
mod readers;
mod readership;
mod requirements;
mod services;
mod skew;
mod surroundings;
mod traces;
mod wire;

pub use bridges::PluggableTransport;
pub use config::{ConfigError, TorConfig};
pub use folder::FolderError;
pub use onion_carrier::{OnionCarrier, OpenError};
pub use onion_stream::OnionStream;
pub use surroundings::Surroundings;
