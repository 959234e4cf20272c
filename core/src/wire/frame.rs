//! The frame: `version: u8 ‖ length: u16 BE ‖ message ‖ zeros`, padded to a size class.
//!
//! Padding hides the kind of a message from whoever counts bytes: a report is as
//! long as a poll (WI-3). TLS records add none (RFC 8446 leaves it to the application).

use crate::time::Timestamp;
use crate::transport::FRAME_LIMIT;
use prost::Message;

/// The version of the protocol this build speaks.
pub const VERSION: u8 = 1;

/// Every frame has one of these lengths, in bytes.
pub(crate) const SIZE_CLASSES: [usize; 3] = [512, 2048, FRAME_LIMIT];

const HEADER: usize = 3;

/// Why a frame is nonsense. The peer can act: it is theirs to mend.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WireError {
    /// Not a length that this protocol sends.
    #[error("a frame of {0} bytes is none of the protocol's sizes")]
    Size(usize),
    /// A version this build does not speak.
    #[error("protocol version {0} is not spoken here, only {VERSION}")]
    Version(u8),
    /// The length field points past the frame.
    #[error("the frame announces {announced} bytes and holds {held}")]
    Length {
        /// From the header.
        announced: usize,
        /// Room after the header.
        held: usize,
    },
    /// The padding isn't zero: somebody hides bytes there.
    #[error("the frame's padding is not empty")]
    Padding,
    /// Not the Protocol Buffers message expected.
    #[error("the message cannot be read: {0}")]
    Malformed(String),
    /// A field that must be there is not, or makes no sense.
    #[error("field {field} {problem}")]
    Field {
        /// Which.
        field: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl WireError {
    pub(crate) const fn field(field: &'static str, problem: &'static str) -> Self {
        Self::Field { field, problem }
    }
}

/// Reads a time that a peer sent. Beyond the years ±9999 nobody lives, and sums of spans
/// would leave the range of integers.
pub(super) const fn timestamp(millis: i64, field: &'static str) -> Result<Timestamp, WireError> {
    const YEAR_9999: i64 = 253_402_300_799_999;
    if millis < -YEAR_9999 || millis > YEAR_9999 {
        return Err(WireError::field(field, "lies beyond the year 9999"));
    }
    Ok(Timestamp(millis))
}

/// Encodes and pads one message.
///
/// # Panics
/// If the message is longer than a frame: every field is bounded when it enters
/// the node, so that would be our own broken invariant.
#[must_use]
pub fn encode<M: Message>(message: &M) -> Vec<u8> {
    let length = message.encoded_len();
    let size = SIZE_CLASSES
        .into_iter()
        .find(|size| length + HEADER <= *size)
        .expect("messages are bounded below the frame limit");
    let mut frame = Vec::with_capacity(size);
    frame.push(VERSION);
    frame.extend_from_slice(&(length as u16).to_be_bytes());
    message.encode(&mut frame).expect("a vector has room");
    frame.resize(size, 0);
    frame
}

/// Reads one frame.
///
/// # Errors
/// [`WireError`] for anything but a frame of this version holding an `M`.
pub fn decode<M: Message + Default>(frame: &[u8]) -> Result<M, WireError> {
    if !SIZE_CLASSES.contains(&frame.len()) {
        return Err(WireError::Size(frame.len()));
    }
    if frame[0] != VERSION {
        return Err(WireError::Version(frame[0]));
    }
    let announced = usize::from(u16::from_be_bytes([frame[1], frame[2]]));
    let body = &frame[HEADER..];
    let (message, padding) = body
        .split_at_checked(announced)
        .ok_or(WireError::Length { announced, held: body.len() })?;
    // No early end: a loop without branches reads sixteen bytes at a time.
    if padding.iter().fold(0, |all, byte| all | byte) != 0 {
        return Err(WireError::Padding);
    }
    M::decode(message).map_err(|error| WireError::Malformed(error.to_string()))
}

/// Asks for a piece of an avatar or banner.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct FetchBlob {
    /// SHA-256 of the whole blob.
    #[prost(bytes = "vec", tag = "1")]
    pub hash: Vec<u8>,
    /// First byte wanted.
    #[prost(uint32, tag = "2")]
    pub offset: u32,
}

/// A piece of a blob.
#[derive(Clone, PartialEq, Eq, Message)]
pub struct BlobChunk {
    /// Length of the whole blob; 0 if it isn't held here.
    #[prost(uint32, tag = "1")]
    pub total: u32,
    /// From the offset asked for.
    #[prost(bytes = "vec", tag = "2")]
    pub bytes: Vec<u8>,
}
