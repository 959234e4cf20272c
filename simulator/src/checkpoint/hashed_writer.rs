//! Pieces of a state on their way into a file that appears whole or not at all.
//!
//! It knows the form of such files: a heading, pieces behind their lengths, the SHA-256 of
//! all that. It decides when the file has its name. What the pieces are is left to those
//! who put them.
//!
//! ```text
//! "corona-sim state 1\n" | hash of the run | (length, postcard)* | SHA-256 of all before
//! ```

use super::error::CheckpointError;
use corona_transport_sim::PutPieces;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufWriter, Error, Write};
use std::path::{Path, PathBuf};

/// What each file begins with; the number is raised when the form of any piece changes.
pub(super) const MAGIC: &[u8] = b"corona-sim state 1\n";

/// SHA-256 of something.
pub(super) type Hash = [u8; 32];

/// A file being written.
pub(super) struct HashedWriter {
    path: PathBuf,
    partial: PathBuf,
    file: BufWriter<File>,
    hash: Sha256,
    /// The piece at hand, encoded.
    piece: Vec<u8>,
}

impl HashedWriter {
    /// Begins the file that will be at `path`, as part of a run.
    pub(super) fn create(path: &Path, run: &Hash) -> Result<Self, CheckpointError> {
        let partial = partial(path);
        let file = File::create(&partial).map_err(CheckpointError::unwritable(&partial))?;
        let mut writer = Self {
            path: path.to_owned(),
            partial,
            file: BufWriter::with_capacity(1 << 20, file),
            hash: Sha256::new(),
            piece: Vec::new(),
        };
        writer.write(MAGIC)?;
        writer.write(run)?;
        Ok(writer)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), CheckpointError> {
        self.hash.update(bytes);
        self.file.write_all(bytes).map_err(CheckpointError::unwritable(&self.partial))
    }

    /// Ends the file and gives it its name. From then on it is there, whatever happens to
    /// the machine; until then the one that had the name before.
    pub(super) fn finish(self) -> Result<(), CheckpointError> {
        let Self { path, partial, mut file, hash, .. } = self;
        let unwritable = |error| CheckpointError::unwritable(&partial)(error);
        file.write_all(&hash.finalize()).map_err(unwritable)?;
        let file = file.into_inner().map_err(|error| unwritable(error.into_error()))?;
        file.sync_all().map_err(unwritable)?;
        drop(file);
        rename(&partial, &path)
    }
}

impl PutPieces for HashedWriter {
    type Error = CheckpointError;

    fn put<T: Serialize + ?Sized>(&mut self, piece: &T) -> Result<(), CheckpointError> {
        let mut buffer = std::mem::take(&mut self.piece);
        buffer.clear();
        let encoded = postcard::to_extend(piece, buffer).map_err(|error| {
            CheckpointError::unwritable(&self.partial)(Error::other(error.to_string()))
        })?;
        self.write(&(encoded.len() as u64).to_le_bytes())?;
        self.write(&encoded)?;
        self.piece = encoded;
        Ok(())
    }
}

/// What a file is called until it is whole.
fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

/// Gives a flushed file its name, for good.
fn rename(from: &Path, to: &Path) -> Result<(), CheckpointError> {
    fs::rename(from, to).map_err(CheckpointError::unwritable(to))?;
    sync_folder(to.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// Has names in a folder reach the disk, where the system lets folders be flushed.
pub(super) fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Writes a whole small file so that it appears at once.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CheckpointError> {
    let partial = partial(path);
    let written = File::create(&partial).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(CheckpointError::unwritable(&partial))?;
    rename(&partial, path)
}
