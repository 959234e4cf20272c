//! Check-in codes: where an event is, who it is, and a secret that admits one guest.

use crate::identity::{Address, CheckInSecret, CodeError, EventKey, decode_text, encode_text};
use std::fmt;
use zeroize::{Zeroize, Zeroizing};

const PREFIX: &str = "coronaevent";
const LENGTH: usize = 96;

/// What an organizer's screen shows, as a QR code or text, to one guest.
/// Upper-case bech32m, so that QR alphanumeric mode holds it.
#[derive(Clone)]
pub struct CheckInCode {
    /// Who the event is.
    pub event: EventKey,
    /// Where it is.
    pub address: Address,
    /// Admits one check-in.
    pub secret: CheckInSecret,
}

impl CheckInCode {
    /// The text to show; wipe it after use.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; LENGTH]);
        bytes[..32].copy_from_slice(self.event.as_bytes());
        bytes[32..64].copy_from_slice(self.address.as_bytes());
        bytes[64..].copy_from_slice(self.secret.seed().as_ref());
        Zeroizing::new(encode_text(bytes.as_ref(), PREFIX))
    }

    /// Reads a scanned or typed code.
    ///
    /// # Errors
    /// [`CodeError`] says what is wrong and what to do.
    pub fn from_text(text: &str) -> Result<Self, CodeError> {
        let bytes = decode_text(text, PREFIX)?;
        let length = CodeError::Length(bytes.len(), LENGTH);
        let (keys, seed) = bytes.split_at_checked(64).ok_or_else(|| length.clone())?;
        let mut seed: [u8; 32] = seed.try_into().map_err(|_| length.clone())?;
        let event = EventKey::from_slice(&keys[..32]).ok_or_else(|| length.clone())?;
        let address = Address::from_slice(&keys[32..]).ok_or(length)?;
        let secret = CheckInSecret::from_seed(Zeroizing::new(seed));
        seed.zeroize();
        if !event.check() {
            return Err(CodeError::Key("event"));
        }
        if !address.check() {
            return Err(CodeError::Key("discovery"));
        }
        Ok(Self { event, address, secret })
    }
}

impl fmt::Debug for CheckInCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("check-in code (redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{DiscoverySecret, EventSecret};

    fn code() -> CheckInCode {
        CheckInCode {
            event: EventSecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
            secret: CheckInSecret::from_seed(Zeroizing::new([3; 32])),
        }
    }

    #[test]
    fn a_code_survives_being_typed() {
        let text = code().to_text();
        let read = CheckInCode::from_text(&format!(" {} \n", text.to_lowercase())).unwrap();
        assert_eq!(read.event, code().event);
        assert_eq!(read.address, code().address);
        assert_eq!(read.secret.public(), code().secret.public());
        assert!(text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase()));
    }

    #[test]
    fn one_wrong_letter_is_noticed() {
        let text = code().to_text();
        let last = if text.ends_with('Q') { 'P' } else { 'Q' };
        let damaged = format!("{}{last}", &text[..text.len() - 1]);
        let error = CheckInCode::from_text(&damaged).unwrap_err();
        assert!(error.to_string().contains("scan it again"), "{error}");
    }

    #[test]
    fn the_checksum_of_bech32_before_m_is_refused() {
        // It misses inserted letters, which is why bech32m (BIP 350) replaced it.
        let text =
            bech32::encode_upper::<bech32::Bech32>(bech32::Hrp::parse_unchecked(PREFIX), &[0; 96]);
        let error = CheckInCode::from_text(&text.unwrap()).unwrap_err();
        assert!(matches!(error, CodeError::Unreadable(_)), "{error}");
    }

    #[test]
    fn a_code_of_another_kind_is_named() {
        let other = encode_text(&[0; 96], "coronapair");
        let error = CheckInCode::from_text(&other).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this is a coronapair code where a coronaevent code is needed"
        );
    }
}
