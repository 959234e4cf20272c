//! All that was said in one pairing, as one hash: both sides sign it and show digits of it.
//!
//! The joiner commits before it sees the inviter's nonce, and the inviter offers before it
//! sees the joiner's, so nobody in between can choose a nonce that makes two transcripts
//! show the same digits: one try in a million, and every try burns an invitation.

use super::invitation::Terms;
use super::{Introduced, PairingFailure};
use crate::identity::{Card, Context, IdentityKey, IdentitySecret, Signature, Signatures};
use crate::wire::PairingBody;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// What follows from one message heard.
pub(crate) enum Turn<S> {
    /// Say this and wait.
    Say(S, PairingBody),
    /// The other side has proven itself: ask both users to compare.
    Compare {
        /// To be said first, if anything.
        say: Option<PairingBody>,
        peer: Introduced,
        digits: Digits,
    },
}

/// Refuses cards that can't be paired with: the own one, or a contact's.
pub(crate) type Acceptable<'a> = &'a dyn Fn(&Card) -> Result<(), PairingFailure>;

/// SHA-256 over invitation and both introductions.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Transcript([u8; 32]);

/// The short authentication string: six digits that two people compare.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digits(u32);

impl Transcript {
    /// Every part has a fixed length or is preceded by it.
    pub(crate) fn new(terms: &Terms, inviter: &Introduced, joiner: &Introduced) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"corona/v1/pairing-transcript\0");
        hash.update(terms.inviter.as_bytes());
        hash.update(terms.address.as_bytes());
        hash.update(terms.joiner.as_bytes());
        for side in [inviter, joiner] {
            hash.update(side.card.to_bytes());
            hash.update(side.access.as_bytes());
            hash.update(side.nonce);
            // Names are bounded at 64 bytes where they enter.
            hash.update([side.name.len() as u8]);
            hash.update(side.name.as_bytes());
        }
        Self(hash.finalize().into())
    }

    pub(crate) fn digits(&self) -> Digits {
        let mut hash = Sha256::new();
        hash.update(b"corona/v1/pairing-digits\0");
        hash.update(self.0);
        let digest = hash.finalize();
        let mut word = [0; 8];
        word.copy_from_slice(&digest[..8]);
        Digits((u64::from_be_bytes(word) % 1_000_000) as u32)
    }

    pub(crate) fn prove<S: Signatures>(
        &self,
        context: Context,
        identity: &IdentitySecret,
    ) -> Vec<u8> {
        identity.sign_with::<S>(context, &[&self.0]).as_bytes().to_vec()
    }

    pub(crate) fn verify<S: Signatures>(
        &self,
        context: Context,
        identity: &IdentityKey,
        proof: &[u8],
    ) -> Result<(), PairingFailure> {
        let signature = Signature::from_slice(proof).ok_or(PairingFailure::Proof)?;
        let verified = identity.verify_with::<S>(context, &[&self.0], &signature);
        verified.map_err(|_| PairingFailure::Proof)
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}
impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
