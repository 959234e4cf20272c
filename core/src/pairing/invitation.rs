//! The code an inviter's screen shows: where to dial, whom to expect, and a secret that
//! admits the one who scanned it.

use crate::identity::{Address, CodeError, PairingKey, PairingSecret, decode_text, encode_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

const PREFIX: &str = "coronapair";
const LENGTH: usize = 96;

/// What an inviter's screen shows, as QR code or text, to one person.
///
/// Its keys serve this one pairing: who photographs it learns neither the inviter's identity
/// nor where their phone is reached, and whoever uses it burns it.
#[derive(Clone)]
pub struct Invitation {
    /// Proven by the inviter.
    pub inviter: PairingKey,
    /// An onion service for this alone.
    pub address: Address,
    /// Proven by the joiner.
    pub secret: PairingSecret,
}

/// The public part of an [`Invitation`]: what both sides' transcripts start with.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) inviter: PairingKey,
    pub(crate) address: Address,
    pub(crate) joiner: PairingKey,
}

impl Invitation {
    pub(crate) fn terms(&self) -> Terms {
        Terms { inviter: self.inviter, address: self.address, joiner: self.secret.public() }
    }

    /// The text to show; wipe it after use.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        bytes[..32].copy_from_slice(self.inviter.as_bytes());
        bytes[32..64].copy_from_slice(self.address.as_bytes());
        bytes[64..].copy_from_slice(self.secret.seed().as_ref());
        Zeroizing::new(encode_text(bytes.as_ref(), PREFIX))
    }

    /// Reads a scanned or typed invitation.
    ///
    /// # Errors
    /// [`CodeError`] says what is wrong and what to do.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let bytes = decode_text(text, PREFIX)?;
        let length = CodeError::Length(bytes.len(), LENGTH);
        let (keys, seed) = bytes.split_at_checked(64).ok_or_else(|| length.clone())?;
        let mut seed: [u8; 32] = seed.try_into().map_err(|_| length.clone())?;
        let secret = PairingSecret::from_seed(Zeroizing::new(seed));
        seed.zeroize();
        let inviter = PairingKey::from_slice(&keys[..32]).ok_or_else(|| length.clone())?;
        let address = Address::from_slice(&keys[32..]).ok_or(length)?;
        if !inviter.check() {
            return Err(CodeError::Key("pairing"));
        }
        if !address.check() {
            return Err(CodeError::Key("discovery"));
        }
        Ok(Self { inviter, address, secret })
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("invitation (redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::DiscoverySecret;

    fn invitation() -> Invitation {
        Invitation {
            inviter: PairingSecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
            secret: PairingSecret::from_seed(Zeroizing::new([3; 32])),
        }
    }

    #[test]
    fn an_invitation_survives_being_typed() {
        let text = invitation().to_text();
        let read = Invitation::from_text(&format!(" {}\n", text.to_lowercase())).unwrap();
        assert!(read.terms() == invitation().terms());
        assert_eq!(format!("{read:?}"), "invitation (redacted)");
    }

    #[test]
    fn another_kind_of_code_and_a_short_one_are_named() {
        let other = encode_text(&[0; 96], "coronaevent");
        let error = Invitation::from_text(&other).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this is a coronaevent code where a coronapair code is needed"
        );
        let short = encode_text(&[0; 60], PREFIX);
        assert_eq!(Invitation::from_text(&short).unwrap_err(), CodeError::Length(60, 96));
        let weak = encode_text(&[0; 96], PREFIX);
        assert_eq!(Invitation::from_text(&weak).unwrap_err(), CodeError::Key("pairing"));
    }
}
