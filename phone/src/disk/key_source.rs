//! What opens a phone: a passphrase, a key that the platform keeps, or a file in the folder.
//!
//! It knows what a person or an app hands in. It decides what is too short to be a
//! passphrase; what is made of it is for the key file.

use std::fmt;
use zeroize::Zeroizing;

/// How the person's or the platform's key is had. Prints its kind alone.
#[derive(Clone, Default)]
pub enum KeySource {
    /// A random key in a file of the folder: no protection from whoever reads the folder.
    /// For computers without a keystore whose disks are encrypted, and for tests.
    #[default]
    FolderKey,
    /// What a person remembers, stretched by Argon2id.
    Passphrase(Passphrase),
    /// What the app keeps in the platform's keystore.
    Keystore(StoreKey),
}

/// The kinds of [`KeySource`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyKind {
    /// [`KeySource::FolderKey`].
    Folder,
    /// [`KeySource::Passphrase`].
    Passphrase,
    /// [`KeySource::Keystore`].
    Keystore,
}

/// What a person remembers. Wiped on drop, never printed.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

/// 32 random bytes that the app keeps in Android's Keystore or Apple's Keychain. Wiped on
/// drop, never printed.
#[derive(Clone)]
pub struct StoreKey(Zeroizing<[u8; 32]>);

/// Why a text is no passphrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PassphraseError {
    /// Whoever holds the folder could try them all.
    #[error(
        "a passphrase has at least {least} characters, this one {given}: take several words",
        least = Passphrase::LEAST
    )]
    Short {
        /// Characters given.
        given: usize,
    },
    /// More than anybody types.
    #[error("a passphrase has at most {most} bytes, this one {given}: shorten it", most = Passphrase::MOST)]
    Long {
        /// Bytes given.
        given: usize,
    },
}

impl KeySource {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::FolderKey => KeyKind::Folder,
            Self::Passphrase(_) => KeyKind::Passphrase,
            Self::Keystore(_) => KeyKind::Keystore,
        }
    }
}

impl fmt::Debug for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} (redacted)", self.kind())
    }
}

impl KeyKind {
    /// As messages name it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Folder => "a key in its folder",
            Self::Passphrase => "a passphrase",
            Self::Keystore => "a key from the platform's keystore",
        }
    }
}

impl Passphrase {
    /// Fewest characters (NIST SP 800-63B-4 asks for 8 and more).
    pub const LEAST: usize = 8;
    /// Most bytes.
    pub const MOST: usize = 1024;

    /// From what was typed, spaces included.
    ///
    /// # Errors
    /// [`PassphraseError`] if it is too short or too long.
    pub fn new(text: impl Into<Zeroizing<String>>) -> Result<Self, PassphraseError> {
        let text = text.into();
        let given = text.chars().count();
        if given < Self::LEAST {
            return Err(PassphraseError::Short { given });
        }
        if text.len() > Self::MOST {
            return Err(PassphraseError::Long { given: text.len() });
        }
        Ok(Self(text))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("passphrase (redacted)")
    }
}

impl StoreKey {
    /// From 32 bytes that a good source of randomness has given.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("store key (redacted)")
    }
}
