//! The 64 public bytes two people scan from each other's screens.

use super::keys::{Address, IdentityKey};
use super::scheme::{Ed25519, Signatures};
use super::text::{CodeError, decode_text, encode_text};
use serde::{Deserialize, Serialize};

/// Who somebody is and where: what a contact holds of another
/// (whitepaper, "64 bytes of secret data").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Card {
    /// Who.
    pub identity: IdentityKey,
    /// Where.
    pub address: Address,
}

const PREFIX: &str = "coronacontact";

/// Why bytes are no card.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CardError {
    /// Not 64 bytes.
    #[error("a contact card holds 64 bytes, this one {0}: scan it again")]
    Length(usize),
    /// Not two valid keys.
    #[error("this contact card's {0} key is not a valid ed25519 key: ask for a new card")]
    Key(&'static str),
}

impl Card {
    /// Identity, then discovery key.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes[..32].copy_from_slice(self.identity.as_bytes());
        bytes[32..].copy_from_slice(self.address.as_bytes());
        bytes
    }

    /// Reads and checks both keys.
    ///
    /// # Errors
    /// [`CardError`] for a wrong length or a key that proves nothing.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, CardError> {
        Self::from_bytes_with::<Ed25519>(bytes)
    }

    /// [`from_bytes`](Self::from_bytes) in scheme `S`.
    ///
    /// # Errors
    /// [`CardError`] for a wrong length or a key that scheme `S` doesn't take for one.
    pub fn from_bytes_with<S: Signatures>(bytes: &[u8]) -> Result<Self, CardError> {
        let length = CardError::Length(bytes.len());
        let (identity, address) = bytes.split_at_checked(32).ok_or(length)?;
        let identity = IdentityKey::from_slice(identity).ok_or(length)?;
        let address = Address::from_slice(address).ok_or(length)?;
        if !identity.check_with::<S>() {
            return Err(CardError::Key("identity"));
        }
        if !address.check_with::<S>() {
            return Err(CardError::Key("discovery"));
        }
        Ok(Self { identity, address })
    }

    /// The text to show as QR code.
    #[must_use]
    pub fn to_text(&self) -> String {
        encode_text(&self.to_bytes(), PREFIX)
    }

    /// Reads a scanned or typed card.
    ///
    /// # Errors
    /// [`CodeError`] says what is wrong and what to do.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let bytes = decode_text(text, PREFIX)?;
        Self::from_bytes(&bytes).map_err(|error| match error {
            CardError::Length(length) => CodeError::Length(length, 64),
            CardError::Key(key) => CodeError::Key(key),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::{DiscoverySecret, IdentitySecret};
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_card_survives_being_typed_and_a_weak_key_is_named() {
        let card = Card {
            identity: IdentitySecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
        };
        assert_eq!(Card::from_text(&card.to_text().to_lowercase()), Ok(card));
        let mut point = [0; 32];
        point[0] = 1;
        let weak = Card { identity: IdentityKey::from_bytes(point), ..card };
        assert_eq!(Card::from_text(&weak.to_text()), Err(CodeError::Key("identity")));
    }
}
