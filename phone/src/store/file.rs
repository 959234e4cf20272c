//! A store in one plain file: transactions appended, each on the disk before it is
//! acknowledged.
//!
//! It knows how many bytes of the file still live. It decides when to write the file anew:
//! at once when something is erased, so that it is gone, and else when more than half is
//! dead. **The file is not encrypted**: whoever reads it is the phone, and what a disk keeps
//! of blocks that were freed is beyond it.

use super::OpenError;
use super::log::{self, Found, MAGIC};
use corona_core::storage::{Change, RecordKey, Snapshot, Store, StoreError};
use corona_core::time::Timestamp;
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Fewer dead bytes than this are not worth a new file.
const DEAD_LIMIT: usize = 64 * 1024;

/// Keeps records in a file. One program at a time: the phone's folder is locked by whoever
/// opens its store.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    file: File,
    /// Bytes of the file that hold acknowledged transactions.
    length: usize,
    /// Bytes that each record's present content takes.
    live: BTreeMap<RecordKey, usize>,
    /// Set once the disk may hold something else than was acknowledged.
    broken: bool,
}

impl FileStore {
    /// Opens a store, or makes an empty one. What a crash has torn off was never
    /// acknowledged and is dropped.
    ///
    /// # Errors
    /// [`OpenError`]; then nothing was changed.
    pub fn open(path: &Path) -> Result<(Self, Snapshot), OpenError> {
        let io = |error| OpenError::Io { file: path.to_owned(), error };
        let mut file = options().read(true).open(path).map_err(io)?;
        let mut bytes = Zeroizing::new(Vec::new());
        file.read_to_end(&mut bytes).map_err(io)?;
        let (records, length) = read_all(path, &bytes)?;
        let mut store =
            Self { path: path.to_owned(), file, length, live: sizes(&records), broken: false };
        store.begin(bytes.len()).map_err(io)?;
        Ok((store, records))
    }

    /// Makes the file end where its last whole transaction does.
    fn begin(&mut self, found: usize) -> io::Result<()> {
        remove_if_there(&beside(&self.path))?;
        if self.length < MAGIC.len() {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
            self.file.write_all(MAGIC)?;
            self.length = MAGIC.len();
        } else if self.length < found {
            tracing::warn!(bytes = found - self.length, "dropped what a crash has torn off");
            self.file.set_len(self.length as u64)?;
        } else {
            return Ok(());
        }
        self.file.sync_all()?;
        sync_folder(&self.path)
    }

    fn append(&mut self, changes: &[Change]) -> io::Result<()> {
        let bytes = log::encode(changes);
        self.file.seek(SeekFrom::Start(self.length as u64))?;
        self.file.write_all(&bytes)?;
        self.file.sync_data()?;
        self.length += bytes.len();
        Ok(())
    }

    /// Takes back what a failed append has left.
    fn truncate(&mut self) -> io::Result<()> {
        self.file.set_len(self.length as u64)?;
        self.file.sync_all()
    }

    /// Writes a file of live records alone, `changes` applied, and puts it in the place of
    /// the old one: either file is a store, whenever the power goes.
    fn rewrite(&mut self, changes: &[Change]) -> io::Result<()> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(self.length));
        self.file.seek(SeekFrom::Start(0))?;
        (&mut self.file).take(self.length as u64).read_to_end(&mut bytes)?;
        let (mut records, _) = read_all(&self.path, &bytes).map_err(io::Error::other)?;
        changes.iter().cloned().for_each(|change| apply(&mut records, change));
        let beside = beside(&self.path);
        let mut file = options().read(true).truncate(true).open(&beside)?;
        let transaction = log::encode_all(&records);
        file.write_all(MAGIC)?;
        file.write_all(&transaction)?;
        file.sync_all()?;
        std::fs::rename(&beside, &self.path)?;
        self.file = file;
        self.length = MAGIC.len() + transaction.len();
        self.live = sizes(&records);
        // From the rename on there is no way back: a crash may show either file.
        self.broken = true;
        sync_folder(&self.path)?;
        self.broken = false;
        Ok(())
    }

    fn dead(&self) -> usize {
        self.length - self.live.values().sum::<usize>().min(self.length)
    }

    fn unwritable(&self, problem: impl std::fmt::Display) -> StoreError {
        StoreError::Unwritable(format!("{}: {problem}", self.path.display()))
    }
}

impl Store for FileStore {
    fn commit(&mut self, changes: &[Change], _now: Timestamp) -> Result<(), StoreError> {
        if self.broken {
            return Err(self.unwritable("it failed before; start the phone again"));
        }
        if changes.iter().any(|change| matches!(change, Change::Erase(_))) {
            let written = self.rewrite(changes);
            return written.map_err(|error| self.unwritable(error));
        }
        if let Err(error) = self.append(changes) {
            self.broken = self.truncate().is_err();
            return Err(self.unwritable(error));
        }
        for change in changes {
            match change {
                Change::Put(key, bytes) => {
                    self.live.insert(*key, bytes.len());
                }
                Change::Erase(key) => {
                    self.live.remove(key);
                }
            }
        }
        if self.dead() > (self.length / 2).max(DEAD_LIMIT)
            && let Err(error) = self.rewrite(&[])
        {
            // The changes are durable as they are; only space is lost.
            tracing::warn!(%error, "the store could not be written anew");
        }
        Ok(())
    }
}

/// Records that a store's bytes hold, and where the last whole transaction ends.
pub(super) fn read_all(path: &Path, bytes: &[u8]) -> Result<(Snapshot, usize), OpenError> {
    if bytes.len() < MAGIC.len() && MAGIC.starts_with(bytes) {
        return Ok((Snapshot::new(), 0));
    }
    if !bytes.starts_with(MAGIC) {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    let (mut records, mut offset) = (Snapshot::new(), MAGIC.len());
    loop {
        match log::read(bytes, offset) {
            Found::Transaction(changes, next) => {
                changes.into_iter().for_each(|change| apply(&mut records, change));
                offset = next;
            }
            Found::End | Found::Torn => return Ok((records, offset)),
            Found::Damaged(problem) => {
                return Err(OpenError::Damaged { file: path.to_owned(), offset, problem });
            }
        }
    }
}

fn apply(records: &mut Snapshot, change: Change) {
    match change {
        Change::Put(key, bytes) => {
            records.insert(key, bytes);
        }
        Change::Erase(key) => {
            records.remove(&key);
        }
    }
}

fn sizes(records: &Snapshot) -> BTreeMap<RecordKey, usize> {
    records.iter().map(|(key, bytes)| (*key, bytes.len())).collect()
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options
}

/// Where a new file grows.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("new")
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes names in the folder durable: a file that nobody finds is lost.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
