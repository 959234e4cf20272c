//! What opens the profile's store.

use crate::{Failure, Reason};
use corona_phone::disk::{KeySource, Passphrase, StoreKey};
use std::fmt;
use zeroize::Zeroizing;

/// How the store's key is had. The platform's keystore is what apps should use; the bytes are
/// wiped from this library's memory, and the app should wipe its own copy.
#[derive(uniffi::Enum)]
pub enum Key {
    /// 32 random bytes that the app keeps in Android's Keystore or Apple's Keychain.
    Keystore {
        /// Exactly 32.
        bytes: Vec<u8>,
    },
    /// What a person types, stretched by Argon2id for about a second.
    Passphrase {
        /// At least 8 characters.
        text: String,
    },
    /// A random key in the folder itself: protects from nobody who reads the folder.
    Folder,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keystore { .. } => "Key::Keystore(redacted)",
            Self::Passphrase { .. } => "Key::Passphrase(redacted)",
            Self::Folder => "Key::Folder",
        })
    }
}

impl TryFrom<Key> for KeySource {
    type Error = Failure;

    fn try_from(key: Key) -> Result<Self, Failure> {
        match key {
            Key::Folder => Ok(Self::FolderKey),
            Key::Keystore { bytes } => {
                let bytes = Zeroizing::new(bytes);
                let fitting = <[u8; 32]>::try_from(bytes.as_slice()).map(Zeroizing::new);
                let fitting = fitting.map_err(|_| {
                    let text = format!("a key of {} bytes: a store's key has 32", bytes.len());
                    Failure::refused(Reason::Malformed, text)
                })?;
                Ok(Self::Keystore(StoreKey::from_bytes(*fitting)))
            }
            Key::Passphrase { text } => match Passphrase::new(text) {
                Ok(passphrase) => Ok(Self::Passphrase(passphrase)),
                Err(error) => Err(Failure::refused(Reason::Malformed, error.to_string())),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_checked_and_never_printed() {
        let of = |bytes: Vec<u8>| KeySource::try_from(Key::Keystore { bytes });
        assert!(matches!(of(vec![7; 32]), Ok(KeySource::Keystore(_))));
        for wrong in [0, 31, 33] {
            assert!(matches!(
                of(vec![7; wrong]),
                Err(Failure::Refused { reason: Reason::Malformed, .. })
            ));
        }
        let short = KeySource::try_from(Key::Passphrase { text: "short".to_owned() });
        assert!(matches!(short, Err(Failure::Refused { reason: Reason::Malformed, .. })));
        let shown = format!("{:?}", Key::Passphrase { text: "correct horse".to_owned() });
        assert!(!shown.contains("horse"), "{shown}");
    }
}
