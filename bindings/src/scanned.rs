//! What a scanned text is, before a phone is asked.

use crate::{Failure, Reason};
use corona_core::events::CheckInCode;
use corona_core::pairing::Invitation;

/// What a text that was scanned or pasted asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Enum)]
pub enum Scanned {
    /// A check-in code: the command `CheckIn` takes it.
    CheckIn,
    /// An invitation to pair: the command `Join` takes it.
    Invitation,
}

/// Tells codes apart, so that one camera view serves for all. Asks nobody.
///
/// # Errors
/// [`Failure::Refused`] with [`Reason::Malformed`] if the text is neither kind of code.
#[uniffi::export]
pub fn scan(text: &str) -> Result<Scanned, Failure> {
    let text = text.trim();
    let Err(no_code) = CheckInCode::from_text(text) else { return Ok(Scanned::CheckIn) };
    if Invitation::from_text(text).is_ok() {
        return Ok(Scanned::Invitation);
    }
    // It is not quoted: what was mistyped may still be most of a code.
    Err(Failure::refused(Reason::Malformed, no_code.to_string()))
}

/// The version of the library, as in `0.1.0`.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A code as an image for one's screen: SVG, black on white, with the margin that readers need.
///
/// # Errors
/// [`Failure::Refused`] with [`Reason::Malformed`] if the text is too long for any QR code.
#[uniffi::export]
pub fn qr_svg(text: &str) -> Result<String, Failure> {
    corona_phone::qr::svg(text).map(|svg| svg.to_string()).ok_or_else(|| {
        let text = format!("{} bytes fit no QR code: show the text instead", text.len());
        Failure::refused(Reason::Malformed, text)
    })
}
