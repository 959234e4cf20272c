//! What opens a phone.
mod key_source;

pub use key_source::{KeyKind, KeySource, Passphrase, PassphraseError, StoreKey};
