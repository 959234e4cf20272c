//! Pieces of a state out of a file, believed once the whole file is known to be as written.
//!
//! It knows the form of such files ([`super::hashed_writer`]) and decides whether one is
//! whole and of this run. Nothing that was read may be used before
//! [`finish`](HashedReader::finish) has said so.

use super::error::CheckpointError;
use super::hashed_writer::{Hash, MAGIC};
use corona_transport_sim::TakePieces;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

const FOREIGN: &str = "this is no state of a run, or one of another version of corona-sim";
const OTHER_RUN: &str = "this state belongs to another run";
const CHANGED: &str = "the file is truncated, or has changed since it was written";

/// A file being read.
pub(super) struct HashedReader {
    path: PathBuf,
    file: BufReader<File>,
    /// Bytes behind those that were read, the hash at the end left out.
    left: u64,
    hash: Sha256,
    /// The piece at hand, encoded.
    piece: Vec<u8>,
}

impl HashedReader {
    /// Opens a file of a run; `None` if there is none.
    pub(super) fn open(path: &Path, run: &Hash) -> Result<Option<Self>, CheckpointError> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(CheckpointError::unreadable(path)(error)),
        };
        let length = file.metadata().map_err(CheckpointError::unreadable(path))?.len();
        let mut reader = Self {
            path: path.to_owned(),
            file: BufReader::with_capacity(1 << 20, file),
            left: length.saturating_sub(size_of::<Hash>() as u64),
            hash: Sha256::new(),
            piece: Vec::new(),
        };
        if reader.read(MAGIC.len() as u64)? != MAGIC {
            return Err(CheckpointError::damaged(path, FOREIGN));
        }
        if reader.read(run.len() as u64)? != run {
            return Err(CheckpointError::damaged(path, OTHER_RUN));
        }
        Ok(Some(reader))
    }

    /// The next bytes, into the buffer of the piece at hand.
    fn read(&mut self, length: u64) -> Result<&[u8], CheckpointError> {
        self.left = self.left.checked_sub(length).ok_or_else(|| self.changed())?;
        self.piece.resize(length as usize, 0);
        self.file.read_exact(&mut self.piece).map_err(CheckpointError::unreadable(&self.path))?;
        self.hash.update(&self.piece);
        Ok(&self.piece)
    }

    fn changed(&self) -> CheckpointError {
        CheckpointError::damaged(&self.path, CHANGED)
    }

    /// Whether all that was taken is all that was put.
    pub(super) fn finish(mut self) -> Result<(), CheckpointError> {
        let mut written: Hash = [0; 32];
        self.file.read_exact(&mut written).map_err(|_| self.changed())?;
        let changed = self.changed();
        if self.left == 0 && written[..] == self.hash.finalize()[..] {
            Ok(())
        } else {
            Err(changed)
        }
    }
}

impl TakePieces for HashedReader {
    type Error = CheckpointError;

    fn take<T: DeserializeOwned>(&mut self) -> Result<T, CheckpointError> {
        let mut length = [0; 8];
        length.copy_from_slice(self.read(8)?);
        self.read(u64::from_le_bytes(length))?;
        match postcard::take_from_bytes(&self.piece) {
            Ok((piece, [])) => Ok(piece),
            Ok(_) | Err(_) => Err(self.changed()),
        }
    }

    fn contradiction(&self, problem: &str) -> CheckpointError {
        CheckpointError::damaged(&self.path, problem)
    }
}
