//! Random bytes for keys, salts and nonces.

use std::io;

/// Bytes from the system.
#[expect(clippy::disallowed_methods, reason = "keys come from the system")]
pub(super) fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}
