//! The store of version 1, a plain file: read once, and erased when the database holds what
//! it held.

use super::OpenError;
use super::files;
use super::plain_log::{self, Found, MAGIC};
use corona_core::storage::{Change, Snapshot};
use std::io;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The file of version 1 in a phone's folder.
pub(super) struct PlainStore {
    path: PathBuf,
}

/// How far a folder is on the way from version 1.
pub(super) enum Progress {
    /// The plain file counts, whatever else is there.
    Plain(Snapshot),
    /// The database holds everything; the plain file is to be erased.
    TakenIn,
    /// There is no plain file.
    Absent,
}

impl PlainStore {
    /// The one in this place, be there any or not.
    pub(super) fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    /// How far its folder is. What a crash has torn off the file was never acknowledged and is
    /// left out.
    pub(super) fn progress(&self) -> Result<Progress, OpenError> {
        match std::fs::read(&self.path) {
            Ok(bytes) => Ok(Progress::Plain(read_all(&self.path, &Zeroizing::new(bytes))?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Ok(if self.leaving().exists() { Progress::TakenIn } else { Progress::Absent })
            }
            Err(error) => Err(OpenError::io(&self.path, &error)),
        }
    }

    /// An empty one, for a phone of version 1 that has never run.
    pub(super) fn create(&self) -> Result<(), OpenError> {
        let made = files::create_private(&self.path, &[]);
        made.map(drop).map_err(|error| OpenError::io(&self.path, &error))
    }

    /// From here on the database counts.
    pub(super) fn take_leave(&self) -> Result<(), OpenError> {
        let renamed = std::fs::rename(&self.path, self.leaving());
        let durable = renamed.and_then(|()| files::sync_folder_of(&self.path));
        durable.map_err(|error| OpenError::io(&self.path, &error))
    }

    /// Overwrites and removes it, and what an interrupted rewrite has left beside it.
    pub(super) fn erase(&self) -> Result<(), OpenError> {
        for file in [&files::beside(&self.path), &self.path, &self.leaving()] {
            files::erase(file).map_err(|error| OpenError::io(file, &error))?;
        }
        Ok(())
    }

    /// What it is called once the database counts: a name that says so, because overwriting
    /// it takes more than a moment.
    fn leaving(&self) -> PathBuf {
        self.path.with_extension("old")
    }
}

fn read_all(path: &Path, bytes: &[u8]) -> Result<Snapshot, OpenError> {
    if bytes.len() < MAGIC.len() && MAGIC.starts_with(bytes) {
        return Ok(Snapshot::new());
    }
    if !bytes.starts_with(MAGIC) {
        return Err(OpenError::Foreign(path.to_owned()));
    }
    let (mut records, mut offset) = (Snapshot::new(), MAGIC.len());
    loop {
        match plain_log::read(bytes, offset) {
            Found::Transaction(changes, next) => {
                changes.into_iter().for_each(|change| apply(&mut records, change));
                offset = next;
            }
            Found::End | Found::Torn => return Ok(records),
            Found::Damaged(problem) => {
                let problem = format!("at byte {offset}: {problem}");
                return Err(OpenError::Damaged { file: path.to_owned(), problem });
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
