//! A simulated, deterministic onion-service network.
//!
//! It stands in for Tor below [`corona_core::transport::Transport`]: the same
//! requests and notices, with delays and faults drawn from the seed of a run.
//!
//! ```text
//! node of phone 7            Network                          node of phone 3
//!   submit(Dial) ──► Port ──► agenda: reach at 09:00:05.2
//!                             advance() = (09:00:05.2, Some(7))
//!   poll() = Opened ◄─ Port   agenda: accept at 09:00:05.4
//!                             advance() = (09:00:05.4, Some(3))
//!                                            Port ──► poll() = Accepted
//! ```
//!
//! Whoever owns the [`Network`] owns time: it advances the network to its next
//! happening when nothing else in its world comes before that, and runs the node
//! whose inbox then holds notices.
pub mod agenda;
pub mod chance;
mod delay;
mod directory;
mod flight;
mod freezing;
mod link;
mod mailroom;
mod network;
mod partition;
mod phone;
mod pieces;
mod port;
mod presence;
mod profile;
mod requests;
mod slab;
mod stand_in;
mod tor_profile;
mod traffic;

pub use agenda::{Agenda, QueueKind};
pub use chance::Chance;
pub use delay::Delay;
pub use network::{HeldNotices, Network, PhoneIndex};
pub use partition::Partition;
pub use phone::Presence;
pub use pieces::{PutPieces, TakePieces};
pub use port::Port;
pub use profile::Profile;
pub use stand_in::StandIn;
pub use traffic::Traffic;
