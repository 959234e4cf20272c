//! Frames on a stream of bytes: a length, then as many bytes.
//!
//! Knows the length prefix (four bytes, big-endian) and decides which lengths there are:
//! 1 to [`FRAME_LIMIT`]. A length is judged before anything is allocated for it, so a
//! stranger's header costs nothing. What frames mean, and how they are padded, is left to core.

use corona_core::transport::FRAME_LIMIT;

/// Bytes of the length before each frame.
pub(crate) const PREFIX: usize = size_of::<u32>();

/// A frame with its length before it, ready to be written.
///
/// # Errors
/// A frame that is empty or longer than [`FRAME_LIMIT`].
pub fn encode(frame: &[u8]) -> Result<Vec<u8>, FramingError> {
    let length = u32::try_from(frame.len()).unwrap_or(u32::MAX);
    check(length)?;
    let mut bytes = Vec::with_capacity(PREFIX + frame.len());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(frame);
    Ok(bytes)
}

/// Puts frames together again, however the bytes were cut.
#[derive(Default)]
pub struct Decoder {
    prefix: [u8; PREFIX],
    /// How much of the prefix is there.
    prefix_read: usize,
    /// The frame so far; it has room for all of it once the prefix is complete.
    frame: Vec<u8>,
}

impl Decoder {
    /// Takes bytes until a frame is whole, and gives it; `None` once all are taken.
    ///
    /// # Errors
    /// A length no frame has. The stream is lost then: nobody knows where frames begin.
    pub fn take(&mut self, bytes: &mut &[u8]) -> Result<Option<Vec<u8>>, FramingError> {
        while self.prefix_read < PREFIX {
            let Some((first, rest)) = bytes.split_first() else { return Ok(None) };
            self.prefix[self.prefix_read] = *first;
            self.prefix_read += 1;
            *bytes = rest;
        }
        let length = check(u32::from_be_bytes(self.prefix))?;
        if self.frame.capacity() == 0 {
            self.frame.reserve_exact(length);
        }
        let (more, rest) = bytes.split_at(bytes.len().min(length - self.frame.len()));
        self.frame.extend_from_slice(more);
        *bytes = rest;
        if self.frame.len() < length {
            return Ok(None);
        }
        self.prefix_read = 0;
        Ok(Some(std::mem::take(&mut self.frame)))
    }

    /// Whether the stream may end here: no frame has begun.
    #[must_use]
    pub fn is_between_frames(&self) -> bool {
        self.prefix_read == 0
    }

    /// Bytes set aside for a frame that is not whole yet.
    #[must_use]
    pub fn allocated(&self) -> usize {
        self.frame.capacity()
    }
}

fn check(length: u32) -> Result<usize, FramingError> {
    match usize::try_from(length) {
        Ok(length @ 1..=FRAME_LIMIT) => Ok(length),
        Ok(_) | Err(_) => Err(FramingError(length)),
    }
}

/// A frame can't have this length in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a frame of {0} bytes: frames have 1 to {FRAME_LIMIT}")]
pub struct FramingError(pub u32);
