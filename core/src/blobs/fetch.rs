//! Fetching one blob piece by piece, and answering for pieces.

use super::BLOB_LIMIT;
use super::shelf::{BlobHash, Shelf};
use crate::transport::FRAME_LIMIT;
use crate::wire::{BlobChunk, FetchBlob};
use serde::{Deserialize, Serialize};

/// Bytes of a piece: what a frame holds besides its header and the message's tags and lengths.
const CHUNK: usize = FRAME_LIMIT - 64;

/// Why bytes are no blob.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BlobError {
    /// None, or too many.
    #[error("a picture has 1 to {limit} bytes, this one {length}: choose or make a smaller one")]
    Length {
        /// Bytes given.
        length: usize,
        /// Bytes allowed.
        limit: usize,
    },
}

/// A blob being fetched.
#[derive(Serialize, Deserialize)]
pub(crate) struct Fetch {
    hash: BlobHash,
    bytes: Vec<u8>,
}

/// What a piece led to.
pub(crate) enum Progress {
    /// Ask for the next piece.
    More(Fetch),
    /// All there, and it has the hash it should.
    Complete(Vec<u8>),
    /// Not held there, too long, or not what its hash says.
    Refused,
}

impl Fetch {
    pub(crate) fn new(hash: BlobHash) -> Self {
        Self { hash, bytes: Vec::new() }
    }

    /// The request for the next piece.
    pub(crate) fn request(&self) -> FetchBlob {
        FetchBlob { hash: self.hash.to_vec(), offset: self.bytes.len() as u32 }
    }

    /// Takes the next piece.
    pub(crate) fn take(mut self, piece: &BlobChunk) -> Progress {
        let total = piece.total as usize;
        let length = self.bytes.len() + piece.bytes.len();
        if piece.bytes.is_empty() || total > BLOB_LIMIT || length > total {
            return Progress::Refused;
        }
        self.bytes.extend_from_slice(&piece.bytes);
        if length < total {
            Progress::More(self)
        } else if Shelf::hash(&self.bytes) == self.hash {
            Progress::Complete(self.bytes)
        } else {
            Progress::Refused
        }
    }
}

/// The piece of `blob` that was asked for; says that there is nothing if `blob` is `None`.
pub(crate) fn chunk(blob: Option<&[u8]>, offset: u32) -> BlobChunk {
    let piece = blob.and_then(|blob| {
        let rest = blob.get(offset as usize..)?;
        Some(BlobChunk { total: blob.len() as u32, bytes: rest[..rest.len().min(CHUNK)].to_vec() })
    });
    piece.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{ContactBody, ContactFrame, encode};

    fn fetch_all(blob: &[u8], hash: BlobHash) -> Option<Vec<u8>> {
        let mut fetch = Fetch::new(hash);
        loop {
            let piece = chunk(Some(blob), fetch.request().offset);
            let frame = ContactFrame { body: Some(ContactBody::Chunk(piece.clone())) };
            assert!(encode(&frame).len() <= FRAME_LIMIT);
            match fetch.take(&piece) {
                Progress::More(next) => fetch = next,
                Progress::Complete(bytes) => return Some(bytes),
                Progress::Refused => return None,
            }
        }
    }

    #[test]
    fn a_blob_of_any_size_arrives_whole() {
        for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, BLOB_LIMIT] {
            let blob: Vec<u8> = (0..length).map(|i| (i % 251) as u8).collect();
            assert_eq!(fetch_all(&blob, Shelf::hash(&blob)), Some(blob));
        }
    }

    #[test]
    fn bytes_that_differ_from_their_hash_or_exceed_the_limit_are_refused() {
        assert_eq!(fetch_all(b"other", Shelf::hash(b"promised")), None);
        let endless = vec![0; BLOB_LIMIT + 1];
        assert_eq!(fetch_all(&endless, Shelf::hash(&endless)), None);
        assert_eq!(fetch_all(b"", Shelf::hash(b"")), None);
        assert_eq!(chunk(Some(b"abc"), 9), BlobChunk::default());
    }
}
