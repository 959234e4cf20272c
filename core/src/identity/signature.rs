//! Domain-separated ed25519 signatures over exact bytes.
//!
//! A signature covers `corona/v1/<context>\0`, the parts that bind it to its place
//! (each of fixed length for its context), then the payload exactly as it travels:
//! never a re-encoding, which another implementation might do differently. No signed
//! message starts with TLS 1.3's 64 spaces (RFC 8446 §4.4.3), so a key may serve both.

use super::keys::{Public, Role, Secret};
use super::scheme::{Ed25519, Signatures};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a signature is for; signatures of one context are worthless in another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Context {
    /// A pseudonym joins an event.
    CheckIn,
    /// An identity reports its status to one event under one pseudonym.
    Report,
    /// An identity takes part in one pairing, as inviter.
    PairingInviter,
    /// An identity takes part in one pairing, as joiner.
    PairingJoiner,
}

impl Context {
    const fn tag(self) -> &'static [u8] {
        match self {
            Self::CheckIn => b"corona/v1/check-in\0",
            Self::Report => b"corona/v1/report\0",
            Self::PairingInviter => b"corona/v1/pairing-inviter\0",
            Self::PairingJoiner => b"corona/v1/pairing-joiner\0",
        }
    }
    fn message(self, parts: &[&[u8]]) -> Vec<u8> {
        let length = parts.iter().map(|part| part.len()).sum::<usize>();
        let mut message = Vec::with_capacity(self.tag().len() + length);
        message.extend_from_slice(self.tag());
        for part in parts {
            message.extend_from_slice(part);
        }
        message
    }
}

/// An ed25519 signature, 64 bytes (RFC 8032 §5.1.6).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature([u8; 64]);

impl Signature {
    /// From a slice of exactly 64 bytes.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
    /// Its 64 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}
impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("signature (redacted)")
    }
}
impl Serialize for Signature {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}
impl<'de> Deserialize<'de> for Signature {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes: Vec<u8> = Deserialize::deserialize(deserializer)?;
        Self::from_slice(&bytes).ok_or_else(|| serde::de::Error::custom("a signature is 64 bytes"))
    }
}

/// The signature does not prove what it claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the signature does not match its key, context and content")]
pub struct SignatureError;

impl<R: Role> Secret<R> {
    /// Signs `parts` joined, in `context`. Every part but the last must have a length
    /// that the context fixes, or two messages could share their bytes.
    #[must_use]
    pub fn sign(&self, context: Context, parts: &[&[u8]]) -> Signature {
        self.sign_with::<Ed25519>(context, parts)
    }
    /// [`sign`](Self::sign) in scheme `S`, which must have made the key.
    #[must_use]
    pub fn sign_with<S: Signatures>(&self, context: Context, parts: &[&[u8]]) -> Signature {
        let public = self.public();
        Signature(S::sign(self.exposed(), public.as_bytes(), &context.message(parts)))
    }
}

impl<R: Role> Public<R> {
    /// Verifies strictly: no malleable signatures, no small-order keys.
    ///
    /// # Errors
    /// [`SignatureError`] whatever the reason: a verifier learns only yes or no.
    pub fn verify(
        &self,
        context: Context,
        parts: &[&[u8]],
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        self.verify_with::<Ed25519>(context, parts, signature)
    }
    /// [`verify`](Self::verify) in scheme `S`.
    ///
    /// # Errors
    /// [`SignatureError`] whatever the reason.
    pub fn verify_with<S: Signatures>(
        &self,
        context: Context,
        parts: &[&[u8]],
        signature: &Signature,
    ) -> Result<(), SignatureError> {
        S::verify(self.as_bytes(), &context.message(parts), signature.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::{IdentityKey, IdentitySecret};
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_signature_of_one_context_is_worthless_in_another() {
        let secret = IdentitySecret::from_seed(Zeroizing::new([1; 32]));
        let signature = secret.sign(Context::PairingInviter, &[b"same"]);
        let public = secret.public();
        assert!(public.verify(Context::PairingInviter, &[b"sa", b"me"], &signature).is_ok());
        assert!(public.verify(Context::PairingJoiner, &[b"same"], &signature).is_err());
        assert!(public.verify(Context::PairingInviter, &[b"other"], &signature).is_err());
    }

    #[test]
    fn a_small_order_key_verifies_nothing() {
        // RFC 8032's lax verification accepts R = identity, s = 0 for such a key
        // and any message.
        let mut point = [0; 32];
        point[0] = 1;
        let mut forged = [0; 64];
        forged[0] = 1;
        let forged = Signature::from_slice(&forged).unwrap();
        let weak = IdentityKey::from_bytes(point);
        assert_eq!(weak.verify(Context::Report, &[b"anything"], &forged), Err(SignatureError));
    }
}
