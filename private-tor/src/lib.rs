//! A private Tor network on loopback, for tests.
//!
//! It knows how Debian's `tor` is told to be a whole network: a few directory
//! authorities and relays, each in a /16 of its own inside 127.0.0.0/8, so that
//! Arti's ordinary path rules can be met. It decides when that network is usable
//! (onion services can be published) and sees to it that nothing of it outlives
//! its owner. What is done over it is left to the tests.
//!
//! ```no_run
//! use corona_private_tor::{PrivateTor, Settings};
//!
//! let network = PrivateTor::start(Settings::default())?;
//! println!("for Arti: {}", network.arti_toml_path().display());
//! network.stop();
//! # Ok::<(), corona_private_tor::StartError>(())
//! ```
//!
//! Tests that may share a network take [`network_or_skip`] and name their binary
//! `over_tor_…`, by which `cargo xtask test` knows them. Linux only: other
//! systems don't answer to all of 127.0.0.0/8.

mod arti_config;
mod authority_keys;
mod consensus;
mod error;
mod http;
mod keeper;
mod network;
mod node;
mod patience;
mod ports;
mod processes;
mod programs;
mod settings;
mod shared;
mod shared_random;
mod torrc;

pub use error::StartError;
pub use network::PrivateTor;
pub use node::Relay;
pub use settings::Settings;
pub use shared::{SharedNetwork, VARIABLE, network_or_skip, or_skip};
