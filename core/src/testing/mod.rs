//! What implementations outside this crate are tested with (feature `testing`).
pub mod conformance;
