//! Pairing by invitation: commitment, offer, reveal, proof, confirmation.

use prost::{Message, Oneof};

/// What inviter and joiner send each other.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct PairingFrame {
    /// Exactly one.
    #[prost(oneof = "PairingBody", tags = "1, 2, 3, 4, 5")]
    pub body: Option<PairingBody>,
}

/// The kinds of [`PairingFrame`], in the order they travel.
#[derive(Clone, PartialEq, Eq, Oneof)]
pub enum PairingBody {
    /// Joiner: SHA-256 commitment to its introduction.
    #[prost(bytes, tag = "1")]
    Commit(Vec<u8>),
    /// Inviter: its introduction.
    #[prost(message, tag = "2")]
    Offer(Introduction),
    /// Joiner: what it committed to, with proof.
    #[prost(message, tag = "3")]
    Reveal(Introduction),
    /// Inviter: its proof, a signature over the transcript.
    #[prost(bytes, tag = "4")]
    Proof(Vec<u8>),
    /// Either: its user saw the same short authentication string (true) or not.
    #[prost(bool, tag = "5")]
    Confirm(bool),
}

/// Who somebody is, for pairing.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct Introduction {
    /// Identity, then discovery key: 64 bytes.
    #[prost(bytes = "vec", tag = "1")]
    pub card: Vec<u8>,
    /// 32 random bytes.
    #[prost(bytes = "vec", tag = "2")]
    pub nonce: Vec<u8>,
    /// At most 64 bytes.
    #[prost(string, tag = "3")]
    pub name: String,
    /// Joiner only: signature over the transcript, 64 bytes.
    #[prost(bytes = "vec", tag = "4")]
    pub proof: Vec<u8>,
    /// The X25519 key by which the sender reads the other's descriptor, 32 bytes.
    #[prost(bytes = "vec", tag = "5")]
    pub access: Vec<u8>,
}
