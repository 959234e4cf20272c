//! Pictures: avatars of contacts, banners of events. Named by their SHA-256, fetched once in
//! pieces that fit a frame, verified before they are kept.
mod fetch;
mod shelf;

pub use fetch::BlobError;
pub(crate) use fetch::{Fetch, Progress, chunk};
pub use shelf::BlobHash;
pub(crate) use shelf::Shelf;

/// Longest blob, in bytes.
pub const BLOB_LIMIT: usize = 256 * 1024;
