//! The file that holds the store's root key, locked by what the person or the platform has.
//!
//! ```text
//! "corona key 1\n" { lock, sealed root key }      in postcard's encoding
//! ```
//! It knows which kind of key opens it, and by which parameters. It decides that a key is
//! wrong before anything else of the phone is touched, and what is left of the file when the
//! phone must be beyond recovery: zeros.

use super::files;
use super::random::random;
use super::root_key::RootKey;
use super::sealed::{seal, unseal};
use super::stretch::Stretch;
use super::{KeyError, KeyKind, KeySource};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const MAGIC: &[u8] = b"corona key 1\n";
/// Longer than any key file.
const LONGEST: u64 = 1024;

/// What the root key is sealed with.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
enum Lock {
    Folder { key: Zeroizing<[u8; 32]> },
    Passphrase { salt: [u8; 16], stretch: Stretch },
    Keystore,
}

#[derive(Serialize, Deserialize)]
struct Content {
    lock: Lock,
    sealed: Vec<u8>,
}

/// The key file of one phone.
pub(crate) struct KeyFile<'a> {
    path: &'a Path,
}

impl<'a> KeyFile<'a> {
    pub(crate) fn at(path: &'a Path) -> Self {
        Self { path }
    }

    /// Makes a root key and locks it. Takes about a second with a passphrase.
    pub(super) fn create(&self, source: &KeySource) -> Result<RootKey, KeyError> {
        let root = RootKey::fresh().map_err(|error| self.io(error))?;
        let bytes = locked(&root, source).map_err(|error| self.io(error))?;
        files::write_whole(self.path, &bytes).map_err(|error| self.io(error))?;
        Ok(root)
    }

    /// Unlocks the root key; nothing is changed. Takes about a second with a passphrase.
    pub(super) fn open(&self, source: &KeySource) -> Result<RootKey, KeyError> {
        let Content { lock, sealed } = self.read()?;
        let place = place(&lock);
        let key = match (lock, source) {
            (Lock::Folder { key }, KeySource::FolderKey) => key,
            (Lock::Passphrase { salt, stretch }, KeySource::Passphrase(passphrase)) => {
                stretch.key(passphrase, &salt)
            }
            (Lock::Keystore, KeySource::Keystore(key)) => Zeroizing::new(*key.as_bytes()),
            (Lock::Folder { .. } | Lock::Passphrase { .. } | Lock::Keystore, _) => {
                return Err(KeyError::Kind {
                    file: self.path.to_owned(),
                    needed: kind(&self.read()?.lock),
                    given: source.kind(),
                });
            }
        };
        let root = unseal(&key, &place, &sealed);
        let wrong = || KeyError::Wrong { file: self.path.to_owned(), given: source.kind() };
        root.and_then(|root| RootKey::from_slice(&root)).ok_or_else(wrong)
    }

    /// Which kind of key opens it.
    pub(crate) fn kind(&self) -> Result<KeyKind, KeyError> {
        Ok(kind(&self.read()?.lock))
    }

    /// Locks the same root key by something else; the file as it was is overwritten.
    pub(crate) fn change(&self, from: &KeySource, to: &KeySource) -> Result<(), KeyError> {
        let root = self.open(from)?;
        let bytes = locked(&root, to).map_err(|error| self.io(error))?;
        files::write_whole(self.path, &bytes).map_err(|error| self.io(error))
    }

    /// Overwrites the root key: from now on nobody opens the store. The file stays, as zeros,
    /// to say so.
    pub(crate) fn destroy(&self) -> Result<(), KeyError> {
        let destroyed = |path: &Path| match OpenOptions::new().write(true).open(path) {
            Ok(file) => files::overwrite(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        };
        destroyed(self.path).map_err(|error| self.io(error))?;
        destroyed(&files::beside(self.path)).map_err(|error| self.io(error))
    }

    fn read(&self) -> Result<Content, KeyError> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST as usize));
        let file = File::open(self.path).map_err(|error| {
            let is_missing = error.kind() == io::ErrorKind::NotFound;
            if is_missing { KeyError::Missing(self.path.to_owned()) } else { self.io(error) }
        })?;
        file.take(LONGEST).read_to_end(&mut bytes).map_err(|error| self.io(error))?;
        if !bytes.is_empty() && bytes.iter().all(|byte| *byte == 0) {
            return Err(KeyError::Wiped(self.path.to_owned()));
        }
        let damaged = |problem| KeyError::Damaged { file: self.path.to_owned(), problem };
        let rest = bytes.strip_prefix(MAGIC).ok_or(damaged("not a key file of this version"))?;
        let content: Content =
            postcard::from_bytes(rest).map_err(|_| damaged("its content can't be read"))?;
        match &content.lock {
            Lock::Passphrase { stretch, .. } if !stretch.is_ours() => {
                Err(damaged("its Argon2 parameters are none that a phone would choose"))
            }
            Lock::Passphrase { .. } | Lock::Folder { .. } | Lock::Keystore => Ok(content),
        }
    }

    fn io(&self, error: io::Error) -> KeyError {
        KeyError::Io { file: PathBuf::from(self.path), error }
    }
}

fn kind(lock: &Lock) -> KeyKind {
    match lock {
        Lock::Folder { .. } => KeyKind::Folder,
        Lock::Passphrase { .. } => KeyKind::Passphrase,
        Lock::Keystore => KeyKind::Keystore,
    }
}

/// The bytes of a key file.
fn locked(root: &RootKey, source: &KeySource) -> io::Result<Zeroizing<Vec<u8>>> {
    let (lock, key) = match source {
        KeySource::FolderKey => {
            let key = Zeroizing::new(random()?);
            (Lock::Folder { key: key.clone() }, key)
        }
        KeySource::Passphrase(passphrase) => {
            let (salt, stretch) = (random()?, Stretch::tuned());
            (Lock::Passphrase { salt, stretch }, stretch.key(passphrase, &salt))
        }
        KeySource::Keystore(key) => (Lock::Keystore, Zeroizing::new(*key.as_bytes())),
    };
    let sealed = seal(&key, &place(&lock), root.as_bytes())?;
    let content = Content { lock, sealed };
    let mut bytes = Vec::with_capacity(LONGEST as usize);
    bytes.extend(MAGIC);
    let extended = postcard::to_extend(&content, bytes).map_err(io::Error::other)?;
    Ok(Zeroizing::new(extended))
}

/// Binds what is sealed to how it is locked: parameters can't be swapped.
fn place(lock: &Lock) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(postcard::to_allocvec(lock).expect("a lock is plain bytes"))
}
