//! What can go wrong between a finished run and the bytes of its files.

/// A result file could not be encoded. The input is never the reason: records
/// of any content give valid files.
#[derive(Debug, thiserror::Error)]
#[error("{file}: cannot be encoded: {reason}; this is a bug in corona-sim, please report it")]
pub struct EncodeError {
    file: String,
    reason: String,
}

impl EncodeError {
    pub(super) fn new(stem: &str, extension: &str, reason: &dyn std::fmt::Display) -> Self {
        Self { file: format!("{stem}.{extension}"), reason: reason.to_string() }
    }
}
