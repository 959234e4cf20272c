//! How much a transport takes on.
//!
//! Knows every bound that keeps strangers from exhausting a phone, and decides the usual
//! ones. Who counts against which is for `services` and the link tasks to say.

use std::time::Duration;

/// Bounds. Sessions that strangers can hold open, and the notices and frames that can wait,
/// are counted; what one of them holds is bounded by TLS records and frames, about 64 KiB.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Sessions of one service whose dialler has proven no key yet, 1 or more. One more
    /// evicts the oldest.
    pub half_open_per_service: usize,
    /// Sessions of one service whose dialler has proven a key, 1 or more, until one side
    /// closes. One more is refused.
    pub accepted_per_service: usize,
    /// Accepted sessions of all services that were closed here and whose last bytes are
    /// leaving, 1 or more. One more evicts the oldest.
    pub closing: usize,
    /// How long a handshake may take, in real time.
    pub handshake: Duration,
    /// How long the last bytes of a closed link may take to leave, in real time.
    pub farewell: Duration,
    /// Happenings that may wait for being looked at, 1 or more; beyond, the carrier waits.
    pub incoming_queue: usize,
    /// Frames of one link that may wait for being sent, 1 or more; one more breaks the link.
    pub outgoing_frames: usize,
    /// Notices that may wait for being polled, frames included, 1 or more; beyond, links
    /// stop reading.
    pub notices_in_flight: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            half_open_per_service: 32,
            accepted_per_service: 256,
            closing: 64,
            // A handshake is a round trip and a half, which Tor makes in 2 s as a rule.
            handshake: Duration::from_secs(15),
            farewell: Duration::from_secs(30),
            incoming_queue: 64,
            outgoing_frames: 64,
            notices_in_flight: 64,
        }
    }
}
