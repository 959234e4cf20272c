//! What an event says of itself: fetched once and kept, so that an organizer can't change
//! it later (EV-8).

use crate::blobs::BlobHash;
use crate::cascade::ReportIdentity;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// Name, banner, begin, and what high-risk reports it takes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Metadata {
    /// At most 64 bytes of UTF-8.
    pub name: SmolStr,
    /// SHA-256 of the banner image, if there is one.
    pub banner: Option<Box<BlobHash>>,
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
}
