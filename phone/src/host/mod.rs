//! The phone's loop: node, transport, store and clock together, until it is told to stop.
//!
//! ```text
//! start       opens everything, in the order in which it can fail
//! turns       waits for what comes first, pumps the node, shows what came of it
//!   wishes    what a question asks of the node
//!   waiting   questions whose answer is an update to come
//!   views     how things stand, as the command line shows it
//!   news      updates in words
//! tor         the network that phones use
//! holding     a store that stands still on request; test only
//! recording   a trace; test only
//! ```
mod holding;
mod network;
mod news;
mod options;
mod recording;
mod start;
mod stopping;
mod tor;
mod turns;
mod views;
mod waiting;
mod wishes;

pub use network::Network;
pub use options::{HostError, RunOptions};
pub use start::{run, run_over};
