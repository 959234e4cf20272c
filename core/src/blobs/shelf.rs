//! The blobs this phone holds, each once, however many contacts or events show it.

use super::{BLOB_LIMIT, BlobError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// SHA-256 of a blob's bytes.
pub type BlobHash = [u8; 32];

/// Blobs by hash, with the number of their record.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Shelf {
    blobs: BTreeMap<BlobHash, (u32, Vec<u8>)>,
}

impl Shelf {
    pub(crate) fn hash(bytes: &[u8]) -> BlobHash {
        Sha256::digest(bytes).into()
    }

    /// Checks that bytes may become a blob.
    ///
    /// # Errors
    /// [`BlobError::Length`].
    pub(crate) fn check(bytes: &[u8]) -> Result<(), BlobError> {
        let length = bytes.len();
        if length == 0 || length > BLOB_LIMIT {
            return Err(BlobError::Length { length, limit: BLOB_LIMIT });
        }
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blobs.is_empty()
    }
    pub(crate) fn holds(&self, hash: &BlobHash) -> bool {
        self.blobs.contains_key(hash)
    }
    pub(crate) fn get(&self, hash: &BlobHash) -> Option<&[u8]> {
        self.blobs.get(hash).map(|(_, bytes)| bytes.as_slice())
    }

    /// Keeps a blob under a free number; `None` if it is held already.
    pub(crate) fn put(&mut self, bytes: Vec<u8>) -> Option<u32> {
        let hash = Self::hash(&bytes);
        if self.holds(&hash) {
            return None;
        }
        let taken: BTreeSet<u32> = self.blobs.values().map(|(number, _)| *number).collect();
        let number = taken.last().map_or(0, |last| last + 1);
        self.blobs.insert(hash, (number, bytes));
        Some(number)
    }

    /// Every blob with the number of its record.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &[u8])> + '_ {
        self.blobs.values().map(|(number, bytes)| (*number, bytes.as_slice()))
    }

    /// As restored.
    pub(crate) fn insert(&mut self, number: u32, bytes: Vec<u8>) {
        self.blobs.insert(Self::hash(&bytes), (number, bytes));
    }

    /// Drops every blob that nothing shows any more; returns their numbers.
    pub(crate) fn sweep(&mut self, shown: &BTreeSet<BlobHash>) -> Vec<u32> {
        let mut dropped = Vec::new();
        self.blobs.retain(|hash, (number, _)| {
            let keep = shown.contains(hash);
            if !keep {
                dropped.push(*number);
            }
            keep
        });
        dropped
    }
}
