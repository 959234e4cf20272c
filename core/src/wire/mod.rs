//! Bytes on a link: versioned, length-limited, padded frames holding Protocol Buffers.
//!
//! The schema is `core/proto/corona.proto`; the structs here carry the same tags
//! (a test holds them together). Decoding never panics and never allocates more than a
//! small multiple of [`crate::transport::FRAME_LIMIT`]; unknown fields are skipped, so that
//! versions can meet. Nothing here decides: it turns bytes into domain values or a [`WireError`].
mod contact;
mod event;
mod frame;
mod pairing;
mod report;

pub use contact::{ContactBody, ContactFrame, ContactUpdate};
pub use event::{
    CheckInRequest, EventAnswer, EventAnswerBody, GuestRequest, GuestRequestBody, Held,
    MetadataMessage, RangeMessage, ReportBody, SignalCount, SignedReport, StatisticsMessage,
    VisitAnswer, VisitRequest, decode_metadata, encode_metadata,
};
pub use frame::{BlobChunk, FetchBlob, VERSION, WireError, decode, encode};
pub use pairing::{Introduction, PairingBody, PairingFrame};
pub use report::{Report, Reporter};
