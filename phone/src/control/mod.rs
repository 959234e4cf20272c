//! Questions from the command line, one JSON value per line over a socket in the folder.
mod client;

pub use client::{AskError, Replies, ask};

/// Longest line either way, bytes.
pub(crate) const LINE_LIMIT: u64 = 1 << 20;
