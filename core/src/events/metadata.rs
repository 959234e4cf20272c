//! What an event says of itself: fetched once, its hash pinned, so that an
//! organizer can't change it later (EV-8).

use crate::cascade::ReportIdentity;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// SHA-256 of an event's encoded metadata, as received.
pub type MetadataHash = [u8; 32];

/// Name, banner, begin, and what high-risk reports it takes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Metadata {
    /// At most 64 bytes of UTF-8.
    pub name: String,
    /// SHA-256 of the banner image, if there is one.
    pub banner: Option<[u8; 32]>,
    /// Begin, by the organizer's clock.
    pub start: Timestamp,
    /// Whether automatic high-risk reports must carry an identity here.
    pub high_risk_reports: ReportIdentity,
    /// Whether statistics of few attendees are exact: a warning to show at check-in,
    /// because at an event of two a count of one is a name.
    pub exact_statistics: bool,
}

/// Why metadata is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MetadataError {
    /// Name too long or empty.
    #[error("an event's name has 1 to {limit} bytes, this one {length}: shorten it")]
    Name {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
}

impl Metadata {
    /// Longest name, bytes of UTF-8.
    pub const NAME_LIMIT: usize = 64;

    /// Checks the name's length.
    ///
    /// # Errors
    /// [`MetadataError::Name`].
    pub fn check(&self) -> Result<(), MetadataError> {
        let length = self.name.len();
        if length == 0 || length > Self::NAME_LIMIT {
            return Err(MetadataError::Name { length, limit: Self::NAME_LIMIT });
        }
        Ok(())
    }

    /// The hash to pin, over the bytes as they travelled.
    #[must_use]
    pub fn hash(encoded: &[u8]) -> MetadataHash {
        let mut hash = Sha256::new();
        hash.update(b"corona/v1/metadata\0");
        hash.update(encoded);
        hash.finalize().into()
    }
}
