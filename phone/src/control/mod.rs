//! Questions from the command line, one JSON value per line over a socket in the folder.
//!
//! ```text
//! client     the asking side: blocking, in another program
//! server     accepts whoever may write to the socket, one question per connection
//!   asked    a question on its way to the host, and the way back
//! ```
mod asked;
mod client;
mod server;

pub use client::{AskError, Replies, ask};

pub(crate) use asked::{Answers, Asked};
pub(crate) use server::{CROWD, Server, ServerError};

/// Longest question, bytes.
pub(crate) const ASK_LIMIT: u64 = 64 << 10;
/// Longest answer, bytes: a phone with a thousand events says much less.
pub(crate) const REPLY_LIMIT: u64 = 64 << 20;
