//! The folder a phone lives in: settings, lock, socket, and where store and Tor keep theirs.
//!
//! It knows the names of all files and who may enter: the owner alone. It decides whether a
//! folder is a phone, and refuses what it doesn't understand; what the files hold is for those
//! who write them.

use crate::disk::{
    DiskStore, KeyError, KeyKind, KeySource, OpenError, StoreFolder, erase_folder, files,
};
use crate::switch::Switch;
use corona_core::cascade::Policy;
use corona_core::contacts::Profile;
use corona_core::storage::Snapshot;
use serde::{Deserialize, Serialize};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// 1 kept records in a plain file.
const FORMAT: u32 = 2;
const SETTINGS: &str = "phone.toml";
const LOCK: &str = "lock";

/// The rules a phone decides by; all phones of a network should agree.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyPreset {
    /// As the whitepaper has it.
    #[default]
    Whitepaper,
    /// Signals that fade.
    Graded,
}

impl PolicyPreset {
    /// The numbers behind the word.
    #[must_use]
    pub const fn policy(self) -> Policy {
        match self {
            Self::Whitepaper => Policy::whitepaper(),
            Self::Graded => Policy::graded(),
        }
    }
}

/// What a new phone is told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPhone {
    /// How the owner shows themselves to contacts: at most [`Profile::NAME_LIMIT`] bytes.
    pub name: String,
    /// Fixed for the phone's life.
    pub policy: PolicyPreset,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    format: u32,
    /// Format 1 alone: since then the store has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    policy: PolicyPreset,
}

/// Why a folder is no phone. Each message names the file and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// There is one already.
    #[error("{}: a phone lives here already; choose another folder, or remove this one for good", .0.display())]
    Exists(PathBuf),
    /// There is none.
    #[error("{}: no phone lives here; make one with `corona init`, or name its folder", .0.display())]
    Missing(PathBuf),
    /// Others may read the keys.
    #[error("{}: others may enter this folder (mode {mode:03o}), and whoever reads it is you; \
             run `chmod 700` on it", .folder.display())]
    TooOpen {
        /// Which.
        folder: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A setting that can't be used.
    #[error("{}: {problem}", .file.display())]
    Setting {
        /// Which file.
        file: PathBuf,
        /// Key, value and remedy.
        problem: String,
    },
    /// Another program runs this phone.
    #[error("{}: this phone is running already; use that one, or end it with `corona stop`", .0.display())]
    Running(PathBuf),
    /// Parts of a phone without its settings.
    #[error("{}: a part of a phone without its `phone.toml`; choose another folder, or remove this file for good", .0.display())]
    Leftover(PathBuf),
    /// The key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The store.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The disk.
    #[error("{}: {error}; check the disk and who owns the folder", .file.display())]
    Io {
        /// Which file.
        file: PathBuf,
        /// As the system says.
        error: io::Error,
    },
}

/// A phone's folder, opened.
#[derive(Clone, Debug)]
pub struct Home {
    path: PathBuf,
    settings: Settings,
}

impl Home {
    /// Makes a folder a phone's, with an empty store that `key` opens. What is there stays; the
    /// folder need not exist. The phone's identity is made when it first runs. Takes about a
    /// second with a passphrase.
    ///
    /// # Errors
    /// [`HomeError`], above all if a phone lives there already.
    pub fn create(path: &Path, new: NewPhone, key: &KeySource) -> Result<Self, HomeError> {
        Self::create_with(path, new, key, Snapshot::new())
    }

    /// [`create`](Self::create), with records.
    pub(crate) fn create_with(
        path: &Path,
        new: NewPhone,
        key: &KeySource,
        records: Snapshot,
    ) -> Result<Self, HomeError> {
        let file = path.join(SETTINGS);
        if file.exists() {
            return Err(HomeError::Exists(path.to_owned()));
        }
        if let Some(problem) = name_problem(&new.name) {
            return Err(HomeError::Setting { file, problem });
        }
        let settings = Settings { format: FORMAT, name: None, policy: new.policy };
        if !path.exists() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
            made.map_err(|error| HomeError::io(path, error))?;
        }
        private(path)?;
        let store = StoreFolder::of(path);
        if let Some(leftover) = store.leftover() {
            return Err(HomeError::Leftover(leftover));
        }
        store.create(key, &new.name, records)?;
        // Last: without it there is no phone.
        write_settings(&file, &settings).map_err(|error| HomeError::io(&file, error))?;
        Ok(Self { path: path.to_owned(), settings })
    }

    /// Opens a phone's folder; any number of programs may.
    ///
    /// # Errors
    /// [`HomeError`] if no phone lives there, others may enter, or a setting can't be used.
    pub fn open(path: &Path) -> Result<Self, HomeError> {
        let file = path.join(SETTINGS);
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(HomeError::Missing(path.to_owned()));
            }
            Err(error) => return Err(HomeError::io(&file, error)),
        };
        private(path)?;
        let settings = Settings::read(&text, &file)?;
        Ok(Self { path: path.to_owned(), settings })
    }

    /// Claims the phone for this program, until the lock is dropped or the program ends.
    ///
    /// # Errors
    /// [`HomeError::Running`] if another program has claimed it.
    pub fn lock(&self) -> Result<HomeLock, HomeError> {
        HomeLock::claim(&self.path)
    }

    /// Opens the store, with all that is in it. The caller holds the [lock](Self::lock). A
    /// store of an earlier version becomes one of this. Takes about a second with a passphrase.
    ///
    /// # Errors
    /// [`OpenError`]; what was stored is as it was then.
    pub fn open_store(&self, key: &KeySource) -> Result<(DiskStore, Snapshot), OpenError> {
        let store = StoreFolder::of(&self.path);
        let Some(name) = &self.settings.name else { return store.open(key) };
        let opened = store.migrate(key, name)?;
        let (file, policy) = (self.path.join(SETTINGS), self.settings.policy);
        let written = write_settings(&file, &Settings { format: FORMAT, name: None, policy });
        written.map_err(|error| OpenError::io(&file, &error))?;
        Ok(opened)
    }

    /// Which kind of key opens the store; `None` if it was made before stores had keys: then
    /// the first that is given becomes its key.
    ///
    /// # Errors
    /// [`KeyError`] if the file that knows it can't be used.
    pub fn key_kind(&self) -> Result<Option<KeyKind>, KeyError> {
        match StoreFolder::of(&self.path).key_kind() {
            Err(KeyError::Missing(_)) if self.settings.format < FORMAT => Ok(None),
            Ok(kind) => Ok(Some(kind)),
            Err(error) => Err(error),
        }
    }

    /// Opens the store by another key from now on; for passphrases, takes about a second each.
    ///
    /// # Errors
    /// [`KeyError`], above all if `from` does not open it; nothing was changed then.
    pub fn change_key(
        &self,
        _lock: &HomeLock,
        from: &KeySource,
        to: &KeySource,
    ) -> Result<(), KeyError> {
        StoreFolder::of(&self.path).change_key(from, to)
    }

    /// Overwrites the store's key, whoever runs the phone: once that process has ended, nobody
    /// reads the store again. The first half of a panic wipe.
    ///
    /// # Errors
    /// [`KeyError`] if the disk refuses.
    pub fn destroy_key(&self) -> Result<(), KeyError> {
        StoreFolder::of(&self.path).destroy_key()
    }

    /// Panic wipe: the key is overwritten first, then everything of the phone, Tor's folder
    /// included, is overwritten and removed. If it is interrupted, nothing can be read any
    /// more, and it can be done again.
    ///
    /// # Errors
    /// [`HomeError`] if the disk refuses; the key is gone even then, unless the error is its.
    pub fn wipe(self, lock: HomeLock) -> Result<(), HomeError> {
        let store = StoreFolder::of(&self.path);
        store.destroy_key()?;
        store.erase()?;
        let io = |file: &Path, error| HomeError::io(file, error);
        erase_folder(&self.tor()).map_err(|error| io(&self.tor(), error))?;
        remove(&self.socket()).map_err(|error| io(&self.socket(), error))?;
        let settings = self.path.join(SETTINGS);
        let switches = Switch::ALL.map(|switch| switch.file(&self.path));
        for file in [self.tor_settings(), files::beside(&settings)].iter().chain(&switches) {
            files::erase(file).map_err(|error| io(file, error))?;
        }
        store.erase_key()?;
        files::erase(&settings).map_err(|error| io(&settings, error))?;
        let file = self.path.join(LOCK);
        remove(&file).map_err(|error| io(&file, error))?;
        drop(lock);
        Ok(())
    }

    /// [`lock`](Self::lock), as soon as no other program has claimed the phone.
    ///
    /// # Errors
    /// [`HomeError`] if the disk refuses.
    pub fn lock_when_free(&self) -> Result<HomeLock, HomeError> {
        let file = self.path.join(LOCK);
        let opened = open_lock(&file).and_then(|lock| lock.lock().map(|()| lock));
        Ok(HomeLock { _file: opened.map_err(|error| HomeError::io(&file, error))? })
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The rules it decides by.
    #[must_use]
    pub fn policy(&self) -> PolicyPreset {
        self.settings.policy
    }
    /// How Tor is reached, if anything was set about it.
    #[must_use]
    pub fn tor_settings(&self) -> PathBuf {
        self.path.join("tor.toml")
    }
    /// Where Tor keeps its own.
    #[must_use]
    pub fn tor(&self) -> PathBuf {
        self.path.join("tor")
    }
    /// Where the command line asks.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        socket(&self.path)
    }
}

/// Where the phone in `home` is asked, whether it runs or not.
pub(crate) fn socket(home: &Path) -> PathBuf {
    home.join("control.sock")
}

/// Whether a phone lives in a folder.
pub(crate) fn is_inhabited(path: &Path) -> bool {
    path.join(SETTINGS).exists()
}

/// While this lives, no other program runs the phone.
#[derive(Debug)]
pub struct HomeLock {
    _file: File,
}

impl HomeLock {
    /// Claims a folder in which a phone lives, or may come to live; makes it if need be.
    ///
    /// # Errors
    /// [`HomeError::Running`] if another program has claimed it, [`HomeError::TooOpen`] if
    /// others may enter.
    pub fn claim(path: &Path) -> Result<Self, HomeError> {
        if !path.exists() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
            made.map_err(|error| HomeError::io(path, error))?;
        }
        private(path)?;
        let file = path.join(LOCK);
        let lock = open_lock(&file).map_err(|error| HomeError::io(&file, error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { _file: lock }),
            Err(TryLockError::WouldBlock) => Err(HomeError::Running(path.to_owned())),
            Err(TryLockError::Error(error)) => Err(HomeError::io(&file, error)),
        }
    }
}

impl HomeError {
    fn io(file: &Path, error: io::Error) -> Self {
        Self::Io { file: file.to_owned(), error }
    }
}

impl Settings {
    fn read(text: &str, file: &Path) -> Result<Self, HomeError> {
        let settings: Self = toml::from_str(text).map_err(|error| HomeError::Setting {
            file: file.to_owned(),
            problem: format!("{}; mend or remove that line", error.to_string().trim_end()),
        })?;
        settings.check(file)?;
        Ok(settings)
    }

    fn check(&self, file: &Path) -> Result<(), HomeError> {
        let problem = match (self.format, &self.name) {
            (1, Some(name)) => name_problem(name),
            (1, None) => Some("name is missing: restore the file from a backup".to_owned()),
            (FORMAT, None) => None,
            (FORMAT, Some(_)) => Some("name: the store has it; remove that line".to_owned()),
            (other, _) => Some(format!(
                "format = {other}: this build reads 1 to {FORMAT}; update the program"
            )),
        };
        problem.map_or(Ok(()), |problem| Err(HomeError::Setting { file: file.to_owned(), problem }))
    }
}

/// Why a text is no name that contacts could be shown, if so, and what to do.
pub(crate) fn name_problem(name: &str) -> Option<String> {
    let length = name.len();
    if name.trim().is_empty() {
        Some("name = \"\": contacts must see something; give a name".to_owned())
    } else if length > Profile::NAME_LIMIT {
        Some(format!("name has {length} bytes, at most {} fit: shorten it", Profile::NAME_LIMIT))
    } else if name.chars().any(char::is_control) {
        Some("name holds a line break or another control character: leave it out".to_owned())
    } else {
        None
    }
}

/// Refuses a folder that others may enter.
fn private(folder: &Path) -> Result<(), HomeError> {
    let metadata = std::fs::metadata(folder).map_err(|error| HomeError::io(folder, error))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(HomeError::TooOpen { folder: folder.to_owned(), mode })
}

fn write_settings(file: &Path, settings: &Settings) -> io::Result<()> {
    let text = toml::to_string(settings).map_err(io::Error::other)?;
    files::write_whole(file, text.as_bytes())
}

fn open_lock(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(file)
}

fn remove(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => files::sync_folder_of(file),
    }
}
