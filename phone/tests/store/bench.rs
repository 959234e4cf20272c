//! Folders with stores in them.

use corona_core::storage::{Change, RecordKey, Snapshot};
use corona_phone::disk::{DiskStore, KeySource, OpenError};
use corona_phone::home::{Home, HomeLock, NewPhone, PolicyPreset};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zeroize::Zeroizing;

/// A folder for phones.
pub(crate) struct Bench(TempDir);

/// A store that is open, and its folder's lock.
pub(crate) struct Opened {
    pub(crate) store: DiskStore,
    pub(crate) records: Snapshot,
    _lock: HomeLock,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A phone whose folder holds its key.
    pub(crate) fn phone(&self) -> PathBuf {
        self.locked(&KeySource::FolderKey)
    }

    pub(crate) fn locked(&self, key: &KeySource) -> PathBuf {
        let path = self.path("phone");
        Home::create(&path, alice(), key).unwrap();
        path
    }
}

pub(crate) fn alice() -> NewPhone {
    NewPhone { name: "Alice".to_owned(), policy: PolicyPreset::Whitepaper }
}

pub(crate) fn open(folder: &Path) -> Opened {
    try_open(folder, &KeySource::FolderKey).unwrap()
}

pub(crate) fn try_open(folder: &Path, key: &KeySource) -> Result<Opened, OpenError> {
    let home = Home::open(folder).unwrap();
    let lock = home.lock().unwrap();
    home.open_store(key).map(|(store, records)| Opened { store, records, _lock: lock })
}

pub(crate) fn put(key: RecordKey, bytes: &[u8]) -> Change {
    Change::Put(key, Zeroizing::new(bytes.to_vec()))
}

/// Everything in a folder, as a kill or a thief finds it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let permissions = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, permissions).unwrap();
    for (file, bytes) in crate::reader::files(from) {
        let to = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
}
