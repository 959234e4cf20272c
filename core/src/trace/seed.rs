//! What a process' randomness grows from.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// Seeds the ChaCha20 stream of one process; 64 hexadecimal digits in a trace. Wiped on
/// drop; deliberately not `Debug`: every key of that process follows from it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(#[serde(with = "hex::serde")] [u8; 32]);

impl Seed {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
