//! The phone's loop: node, transport, store and clock together, until it is told to stop.
//!
//! ```text
//! start          opens everything, in the order in which it can fail
//! running        the same within another program
//! residence      who lives in the folder: nobody, a phone with its gateway off, or on
//!   moving       profiles that leave, or come from a backup
//!   dormant      a phone without its node: what outlives a change of the network
//!   gateway      the way to the network, on or off
//!   turns        a living phone: pumps the node, shows what came of it, answers
//!     wishes     what a question asks
//!     looking    questions that change nothing
//!     refusals   why something was not done
//!     views, history, disclosures: how things stand, how that came, and who learns what
//!     news       updates in words
//!   listeners    who waits or follows, whatever becomes of the node
//!     waiting    questions whose answer is an update to come
//!     chronicle  updates, numbered
//!   sparing      what is to be spared, told to every node that lives here
//! tor            the network that phones use
//! holding        a store that stands still on request; test only
//! recording      a trace; test only
//! ```
mod acknowledging;
mod chronicle;
mod disclosures;
mod dormant;
mod gateway;
mod history;
mod holding;
mod listeners;
mod looking;
mod moment;
mod moving;
mod network;
mod news;
mod options;
mod recording;
mod refusals;
mod residence;
mod running;
mod sparing;
mod start;
mod stopping;
mod tor;
mod turns;
mod views;
mod waiting;
mod wishes;

pub use network::Network;
pub use options::{ApiOptions, HostError, RunOptions};
pub use running::{Asker, Replies, RunningPhone};
pub use start::{run, run_over};

pub(crate) use dormant::random;
