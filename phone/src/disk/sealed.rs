//! Bytes that one key hides and proves: XChaCha20-Poly1305.

use super::random::random;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::io;
use zeroize::Zeroizing;

const NONCE: usize = 24;

/// Hides `plain` and binds it to `place`: a random nonce, then what it hides.
pub(super) fn seal(key: &[u8; 32], place: &[u8], plain: &[u8]) -> io::Result<Vec<u8>> {
    let nonce: [u8; NONCE] = random()?;
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: place })
        .expect("what fits memory is below the cipher's 256 GiB");
    Ok([nonce.as_slice(), &sealed].concat())
}

/// What was hidden, unless key, place or bytes are others.
pub(super) fn unseal(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: place };
    let plain = XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), payload);
    plain.ok().map(Zeroizing::new)
}
