//! The key from which all others of a store follow.

use super::random::random;
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt::Write;
use std::io;
use zeroize::Zeroizing;

/// 32 random bytes, made with the phone. Wiped on drop, never printed.
pub(super) struct RootKey(Zeroizing<[u8; 32]>);

impl RootKey {
    /// A fresh one.
    pub(super) fn fresh() -> io::Result<Self> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    /// From its 32 bytes.
    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What encrypts the database's pages.
    pub(super) fn of_pages(&self) -> Zeroizing<[u8; 32]> {
        self.derive(b"corona/v1/store/pages", &[])
    }

    /// The statement that tells SQLCipher [`of_pages`](Self::of_pages), as a raw key.
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        // As long as it gets, so that no part of it is left behind by growing.
        let mut text = Zeroizing::new(String::with_capacity(128));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.of_pages().iter() {
            write!(text, "{byte:02x}").expect("writing to a string does not fail");
        }
        text.push_str("'\"");
        text
    }

    /// What encrypts the records that a salt is kept for.
    pub(super) fn of_records(&self, salt: &[u8; 32]) -> Zeroizing<[u8; 32]> {
        self.derive(b"corona/v1/store/records", salt)
    }

    fn derive(&self, purpose: &[u8], salt: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(Some(salt), &*self.0)
            .expand(purpose, &mut *key)
            .expect("32 bytes are what one round gives");
        key
    }
}
