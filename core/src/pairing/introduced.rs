//! What one side says of itself in a pairing, and the commitment to it.

use super::PairingFailure;
use crate::contacts::Profile;
use crate::identity::{AccessKey, Card, Signatures};
use crate::wire::Introduction;
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Card, name and a nonce that makes the commitment hide them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Introduced {
    pub(crate) card: Card,
    /// By which this side reads the other's descriptor.
    pub(crate) access: AccessKey,
    pub(crate) nonce: [u8; 32],
    /// At most [`Profile::NAME_LIMIT`] bytes.
    pub(crate) name: String,
}

impl Introduced {
    /// The own introduction for one pairing.
    pub(crate) fn new(
        card: Card,
        access: AccessKey,
        name: String,
        rng: &mut dyn CryptoRng,
    ) -> Self {
        let mut nonce = [0; 32];
        rng.fill_bytes(&mut nonce);
        Self { card, access, nonce, name }
    }

    /// Binds to all of it. Only the last part has no fixed length.
    pub(crate) fn commitment(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"corona/v1/pairing-commitment\0");
        hash.update(self.nonce);
        hash.update(self.card.to_bytes());
        hash.update(self.access.as_bytes());
        hash.update(self.name.as_bytes());
        hash.finalize().into()
    }

    /// For the wire; `proof` is empty in an offer.
    pub(crate) fn message(&self, proof: Vec<u8>) -> Introduction {
        Introduction {
            card: self.card.to_bytes().to_vec(),
            nonce: self.nonce.to_vec(),
            name: self.name.clone(),
            proof,
            access: self.access.as_bytes().to_vec(),
        }
    }

    /// From the wire.
    pub(crate) fn read<S: Signatures>(message: &Introduction) -> Result<Self, PairingFailure> {
        if message.name.len() > Profile::NAME_LIMIT {
            return Err(PairingFailure::Nonsense);
        }
        Ok(Self {
            card: Card::from_bytes_with::<S>(&message.card)
                .map_err(|_| PairingFailure::Nonsense)?,
            access: AccessKey::from_slice(&message.access).ok_or(PairingFailure::Nonsense)?,
            nonce: message.nonce.as_slice().try_into().map_err(|_| PairingFailure::Nonsense)?,
            name: message.name.clone(),
        })
    }
}
