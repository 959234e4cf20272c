//! The folder a phone lives in: settings, lock, socket, and where store and Tor keep theirs.
//!
//! It knows the names of all files and who may enter: the owner alone, because whoever reads
//! the folder is the phone. It decides whether a folder is a phone, and refuses what it
//! doesn't understand; what the files hold is for those who write them.

use corona_core::cascade::Policy;
use corona_core::contacts::Profile;
use serde::{Deserialize, Serialize};
use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

const FORMAT: u32 = 1;
const SETTINGS: &str = "phone.toml";

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
    name: String,
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
    /// Makes a folder a phone's. What is there stays; the folder need not exist. The phone's
    /// keys are made when it first runs.
    ///
    /// # Errors
    /// [`HomeError`], above all if a phone lives there already.
    pub fn create(path: &Path, new: NewPhone) -> Result<Self, HomeError> {
        let file = path.join(SETTINGS);
        if file.exists() {
            return Err(HomeError::Exists(path.to_owned()));
        }
        let settings = Settings { format: FORMAT, name: new.name, policy: new.policy };
        settings.check(&file)?;
        if !path.exists() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
            made.map_err(|error| HomeError::io(path, error))?;
        }
        private(path)?;
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

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The name given at the beginning; the node may have a newer one.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.settings.name
    }
    /// The rules it decides by.
    #[must_use]
    pub fn policy(&self) -> PolicyPreset {
        self.settings.policy
    }
    /// Where records are.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.path.join("store")
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
        let file = path.join("lock");
        let mut options = OpenOptions::new();
        let opened = options.write(true).create(true).truncate(false).mode(0o600).open(&file);
        let lock = opened.map_err(|error| HomeError::io(&file, error))?;
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
        let problem = if self.format != FORMAT {
            format!("format = {}: this build reads {FORMAT}; update the program", self.format)
        } else if let Some(problem) = name_problem(&self.name) {
            problem
        } else {
            return Ok(());
        };
        Err(HomeError::Setting { file: file.to_owned(), problem })
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
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
