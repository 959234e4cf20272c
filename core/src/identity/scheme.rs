//! How keys come from seeds, and signatures from keys.
//!
//! It knows the one scheme of the protocol, [`Ed25519`], and what a node needs of any other.
//! A node takes its scheme as a type, so that a simulation of a million phones may name a
//! cheaper one; what is signed, and by whom, is left to who signs.

use super::SignatureError;
use curve25519_dalek::montgomery::MontgomeryPoint;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// What a node does with keys. Everything here is a pure function, and lengths don't depend
/// on the scheme: frames and records are as long under any.
pub trait Signatures: 'static {
    /// The public key of a seed.
    fn public(seed: &[u8; 32]) -> [u8; 32];
    /// The public access key of an access secret: who may read a descriptor.
    fn access(secret: &[u8; 32]) -> [u8; 32];
    /// The signature of `message` by the key pair of `seed` and `public`.
    fn sign(seed: &[u8; 32], public: &[u8; 32], message: &[u8]) -> [u8; 64];
    /// Whether `signature` is `public`'s, of `message`.
    ///
    /// # Errors
    /// [`SignatureError`] whatever the reason: a verifier learns only yes or no.
    fn verify(
        public: &[u8; 32],
        message: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), SignatureError>;
    /// Whether `public` could be a key at all.
    fn check(public: &[u8; 32]) -> bool;
}

/// The protocol's scheme: ed25519 (RFC 8032), verified strictly, and X25519 (RFC 7748).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ed25519 {}

impl Signatures for Ed25519 {
    fn public(seed: &[u8; 32]) -> [u8; 32] {
        SigningKey::from_bytes(seed).verifying_key().to_bytes()
    }
    fn access(secret: &[u8; 32]) -> [u8; 32] {
        MontgomeryPoint::mul_base_clamped(*secret).to_bytes()
    }
    fn sign(seed: &[u8; 32], _public: &[u8; 32], message: &[u8]) -> [u8; 64] {
        SigningKey::from_bytes(seed).sign(message).to_bytes()
    }
    /// No malleable signatures, no small-order keys.
    fn verify(
        public: &[u8; 32],
        message: &[u8],
        signature: &[u8; 64],
    ) -> Result<(), SignatureError> {
        let key = VerifyingKey::from_bytes(public).map_err(|_| SignatureError)?;
        key.verify_strict(message, &Signature::from_bytes(signature)).map_err(|_| SignatureError)
    }
    /// The only encoding of a point of the curve outside the small subgroup, for which
    /// anybody could forge signatures.
    fn check(public: &[u8; 32]) -> bool {
        is_reduced(public) && VerifyingKey::from_bytes(public).is_ok_and(|key| !key.is_weak())
    }
}

/// Whether y lies below p = 2^255 − 19: the curve library reads larger ones modulo p
/// (RFC 8032 §5.1.3 refuses them), and one key must not pass for two.
fn is_reduced(public: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = public;
    *low < 0xED || middle.iter().any(|byte| *byte != 0xFF) || high & 0x7F != 0x7F
}
