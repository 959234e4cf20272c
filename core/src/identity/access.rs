//! X25519 keys that open the descriptor of a contact's onion service.
//!
//! A service that names its readers encrypts its descriptor to their [`AccessKey`]s
//! (Tor's restricted discovery, rend-spec-v3 "client authorization"); an
//! [`AccessSecret`] reads it. Whom to name is the node's to decide; that it is
//! enforced, the transport's.

use super::keys::{Identity, Secret};
use super::scheme::{Ed25519, Signatures};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// Names one reader of descriptors: an X25519 public key (RFC 7748 §5), 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AccessKey([u8; 32]);

impl AccessKey {
    /// From its 32 bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
    /// From a slice of exactly 32 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("access key (redacted)")
    }
}

/// Reads the descriptors that name its [`AccessKey`]. Wiped on drop.
#[derive(Clone)]
pub struct AccessSecret {
    secret: Zeroizing<[u8; 32]>,
    public: AccessKey,
}

impl AccessSecret {
    /// The one of a person. Derived, so that it needs no record of its own, by a hash, so
    /// that whoever gets hold of it (Tor's own code has to) can't sign as the person.
    #[must_use]
    pub fn of(identity: &Secret<Identity>) -> Self {
        Self::of_with::<Ed25519>(identity)
    }
    /// [`of`](Self::of) in scheme `S`.
    #[must_use]
    pub fn of_with<S: Signatures>(identity: &Secret<Identity>) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"corona/v1/descriptor-access\0");
        hash.update(identity.seed().as_ref());
        Self::from_bytes_with::<S>(Zeroizing::new(hash.finalize().into()))
    }
    /// From 32 random bytes; clamping is X25519's own (RFC 7748 §5).
    #[must_use]
    pub fn from_bytes(secret: Zeroizing<[u8; 32]>) -> Self {
        Self::from_bytes_with::<Ed25519>(secret)
    }
    fn from_bytes_with<S: Signatures>(secret: Zeroizing<[u8; 32]>) -> Self {
        let public = AccessKey(S::access(&secret));
        Self { secret, public }
    }
    /// The X25519 secret, for Tor; the copy wipes itself.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.secret.clone()
    }
    /// Whom a descriptor must name for this to read it.
    #[must_use]
    pub const fn public(&self) -> AccessKey {
        self.public
    }
}
impl fmt::Debug for AccessSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("access secret (redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_gives_the_public_key_of_rfc_7748_section_6_1() {
        let hex = |text: &str| {
            let mut bytes = [0; 32];
            for (i, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap();
            }
            bytes
        };
        let secret = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        let public = hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
        let access = AccessSecret::from_bytes(Zeroizing::new(secret));
        assert_eq!(access.public().as_bytes(), &public);
        assert_eq!(
            format!("{access:?} {:?}", access.public()),
            "access secret (redacted) access key (redacted)"
        );
    }

    #[test]
    fn a_person_has_one_access_key_and_it_is_not_the_identity() {
        let identity = |seed| Secret::<Identity>::from_seed(Zeroizing::new([seed; 32]));
        let access = |seed| AccessSecret::of(&identity(seed)).public();
        assert_eq!(access(1), access(1));
        assert_ne!(access(1), access(2));
        assert_ne!(access(1).as_bytes(), identity(1).public().as_bytes());
    }
}
