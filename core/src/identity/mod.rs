//! Keys with one job each, the signatures they make, and how they print.
mod access;
mod card;
mod keys;
mod scheme;
mod signature;
mod text;

pub use access::{AccessKey, AccessSecret};
pub use card::{Card, CardError};
pub use keys::{
    Address, AuthKey, CheckIn, CheckInKey, CheckInSecret, Discovery, DiscoverySecret, Event,
    EventKey, EventSecret, Identity, IdentityKey, IdentitySecret, Pairing, PairingKey,
    PairingSecret, Pseudonym, PseudonymKey, PseudonymSecret, Public, Role, Secret, ServiceKeys,
    VerifyingKey,
};
pub use scheme::{Ed25519, Signatures};
pub use signature::{Context, Signature, SignatureError};
pub use text::CodeError;
pub(crate) use text::{decode_text, encode_text};
