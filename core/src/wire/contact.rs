//! Between contacts: each tells the other its profile, address and shared status.

use super::frame::{BlobChunk, FetchBlob};
use prost::{Message, Oneof};

/// What contacts send each other.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ContactFrame {
    /// Exactly one.
    #[prost(oneof = "ContactBody", tags = "1, 2, 3")]
    pub body: Option<ContactBody>,
}

/// The kinds of [`ContactFrame`].
#[derive(Clone, PartialEq, Eq, Oneof)]
pub enum ContactBody {
    /// All there is to know; answered by the same.
    #[prost(message, tag = "1")]
    Update(ContactUpdate),
    /// The avatar.
    #[prost(message, tag = "2")]
    Fetch(FetchBlob),
    /// To a fetch.
    #[prost(message, tag = "3")]
    Chunk(BlobChunk),
}

/// One side of an exchange.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct ContactUpdate {
    /// Grows with every change of what follows.
    #[prost(uint64, tag = "1")]
    pub version: u64,
    /// The newest version received from the other side: acknowledged, so stored.
    #[prost(uint64, tag = "2")]
    pub acknowledged: u64,
    /// At most 64 bytes.
    #[prost(string, tag = "3")]
    pub name: String,
    /// SHA-256 or nothing.
    #[prost(bytes = "vec", tag = "4")]
    pub avatar: Vec<u8>,
    /// Discovery key, 32 bytes.
    #[prost(bytes = "vec", tag = "5")]
    pub address: Vec<u8>,
    /// Shared status: 0 not shared, 1 unknown, 2 high risk, 3 suspected, 4 positive, 5 negative.
    #[prost(uint32, tag = "6")]
    pub status: u32,
    /// The X25519 key by which the sender reads the other's descriptor, 32 bytes.
    #[prost(bytes = "vec", tag = "7")]
    pub access: Vec<u8>,
}
