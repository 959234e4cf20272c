//! Codes as people see them: upper-case bech32m, so that a QR code's alphanumeric mode
//! holds it and one wrong letter is noticed.
//!
//! It knows prefixes and checksums; what the bytes mean is for each kind of code.

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32m, Hrp};
use zeroize::Zeroizing;

/// Why a text is not the code that was asked for.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CodeError {
    /// Not bech32m, or damaged.
    #[error("this is no readable code ({0}): scan it again, or copy all of it")]
    Unreadable(String),
    /// A code of another kind.
    #[error("this is a {found} code where a {expected} code is needed")]
    Kind {
        /// Its prefix.
        found: String,
        /// The prefix of what was asked for.
        expected: &'static str,
    },
    /// Wrong number of bytes.
    #[error("the code holds {0} bytes, not {1}: it was made by another version")]
    Length(usize, usize),
    /// Not a valid key.
    #[error("the code's {0} key is not a valid ed25519 key: ask for a new code")]
    Key(&'static str),
}

/// Bytes of a bech32m text with the expected prefix.
pub(crate) fn decode_text(
    text: &str,
    prefix: &'static str,
) -> Result<Zeroizing<Vec<u8>>, CodeError> {
    let checked = CheckedHrpstring::new::<Bech32m>(text.trim())
        .map_err(|error| CodeError::Unreadable(error.to_string()))?;
    let found = checked.hrp().to_lowercase();
    if found != prefix {
        return Err(CodeError::Kind { found, expected: prefix });
    }
    Ok(Zeroizing::new(checked.byte_iter().collect()))
}

/// Upper-case bech32m of `bytes`.
pub(crate) fn encode_text(bytes: &[u8], prefix: &'static str) -> String {
    let prefix = Hrp::parse(prefix).expect("our prefixes are valid bech32 prefixes");
    bech32::encode_upper::<Bech32m>(prefix, bytes)
        .expect("our codes are shorter than bech32 allows")
}
