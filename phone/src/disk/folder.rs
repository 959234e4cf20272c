//! The store's files in a phone's folder: made together, opened together, erased together.
//!
//! ```text
//! key          the root key, locked
//! salts        what keeps each record readable
//! records.db   the database, and its journal while a transaction is under way
//! store        version 1, until it has been taken in; then `store.old`, until it is erased
//! ```
//! It decides the order, so that a crash at any moment leaves a store or none.

use super::files::{beside, create_private, erase, overwrite, sync_folder_of};
use super::key_file::KeyFile;
use super::plain::{PlainStore, Progress};
use super::root_key::RootKey;
use super::salts::Salts;
use super::{DiskStore, KeyError, KeyKind, KeySource, OpenError, database};
use corona_core::storage::{Change, Snapshot};
use std::io;
use std::path::{Path, PathBuf};

/// Where a store's files are.
#[derive(Clone, Debug)]
pub(crate) struct StoreFolder {
    folder: PathBuf,
}

impl StoreFolder {
    /// In a phone's folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// A file that would be lost if a phone were made here.
    pub(crate) fn leftover(&self) -> Option<PathBuf> {
        [self.key(), self.salts(), self.database(), self.plain()].into_iter().find(|f| f.exists())
    }

    /// Makes a key, and a store that holds `records`.
    pub(crate) fn create(
        &self,
        source: &KeySource,
        name: &str,
        records: Snapshot,
    ) -> Result<(), OpenError> {
        let root = KeyFile::at(&self.key()).create(source)?;
        self.establish(root, name, records).map(drop)
    }

    /// Opens the store.
    pub(crate) fn open(&self, source: &KeySource) -> Result<(DiskStore, Snapshot), OpenError> {
        let root = KeyFile::at(&self.key()).open(source)?;
        DiskStore::open(&self.database(), &self.salts(), root)
    }

    /// Takes in a store of version 1, and erases it. Whatever was done of this before a crash
    /// is done again, or was enough.
    pub(crate) fn migrate(
        &self,
        source: &KeySource,
        name: &str,
    ) -> Result<(DiskStore, Snapshot), OpenError> {
        let plain = PlainStore::at(&self.plain());
        let opened = match plain.progress()? {
            Progress::Plain(records) => self.take_in(&plain, records, source, name)?,
            Progress::Absent if !self.key().exists() => {
                plain.create()?;
                self.take_in(&plain, Snapshot::new(), source, name)?
            }
            Progress::TakenIn | Progress::Absent => self.open(source)?,
        };
        plain.erase()?;
        Ok(opened)
    }

    fn take_in(
        &self,
        plain: &PlainStore,
        records: Snapshot,
        source: &KeySource,
        name: &str,
    ) -> Result<(DiskStore, Snapshot), OpenError> {
        let file = self.key();
        let key = KeyFile::at(&file);
        let root = if file.exists() { key.open(source)? } else { key.create(source)? };
        for unfinished in [self.journal(), self.database(), self.salts()] {
            erase(&unfinished).map_err(|error| OpenError::io(&unfinished, &error))?;
        }
        let opened = self.establish(root, name, records)?;
        plain.take_leave()?;
        Ok(opened)
    }

    /// Which kind of key opens the store.
    pub(crate) fn key_kind(&self) -> Result<KeyKind, KeyError> {
        KeyFile::at(&self.key()).kind()
    }

    /// Opens the store by another key from now on.
    pub(crate) fn change_key(&self, from: &KeySource, to: &KeySource) -> Result<(), KeyError> {
        KeyFile::at(&self.key()).change(from, to)
    }

    /// Overwrites the key: nothing in the store can be read from here on.
    pub(crate) fn destroy_key(&self) -> Result<(), KeyError> {
        KeyFile::at(&self.key()).destroy()
    }

    /// Overwrites and removes everything but the key's file, which still says that it was
    /// destroyed.
    pub(crate) fn erase(&self) -> Result<(), OpenError> {
        for file in [self.salts(), self.journal(), self.database(), beside(&self.key())] {
            erase(&file).map_err(|error| OpenError::io(&file, &error))?;
        }
        PlainStore::at(&self.plain()).erase()
    }

    /// Removes the key's file.
    pub(crate) fn erase_key(&self) -> Result<(), OpenError> {
        erase(&self.key()).map_err(|error| OpenError::io(&self.key(), &error))
    }

    /// A database and salts where there are none.
    fn establish(
        &self,
        root: RootKey,
        name: &str,
        records: Snapshot,
    ) -> Result<(DiskStore, Snapshot), OpenError> {
        let (file, salts) = (self.database(), self.salts());
        Salts::create(&salts).map_err(|error| OpenError::io(&salts, &error))?;
        create_private(&file, &[]).map_err(|error| OpenError::io(&file, &error))?;
        let mut tables = database::create(&file, &root)?;
        let sql = |error| OpenError::sql(&file, &error);
        database::migrate(&mut tables).map_err(sql)?;
        database::set_name(&tables, name).map_err(sql)?;
        let (mut store, _) = DiskStore::with(&file, &salts, tables, root)?;
        let puts: Vec<Change> =
            records.iter().map(|(key, bytes)| Change::Put(*key, bytes.clone())).collect();
        let committed = store.commit_and_announce(&puts, &[]);
        committed.map_err(|error| OpenError::Unusable { file, problem: error.to_string() })?;
        Ok((store, records))
    }

    fn key(&self) -> PathBuf {
        self.folder.join("key")
    }
    fn salts(&self) -> PathBuf {
        self.folder.join("salts")
    }
    fn database(&self) -> PathBuf {
        self.folder.join("records.db")
    }
    fn journal(&self) -> PathBuf {
        self.folder.join("records.db-journal")
    }
    fn plain(&self) -> PathBuf {
        self.folder.join("store")
    }
}

/// Overwrites and removes all that is in a folder, and the folder.
pub(crate) fn erase_folder(folder: &Path) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            erase_folder(&path)?;
        } else {
            if kind.is_file() {
                overwrite(std::fs::OpenOptions::new().write(true).open(&path)?)?;
            }
            std::fs::remove_file(&path)?;
        }
    }
    std::fs::remove_dir(folder)?;
    sync_folder_of(folder)
}
