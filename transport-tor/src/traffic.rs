//! How much went over the links of a transport.

/// Bytes of frames with their length before them, as the node sent them and was handed them.
/// They are what the protocol asks for: TLS and handshakes, Tor's cells, its directory and its
/// circuits come on top, and a frame that a broken link has lost counts as sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Traffic {
    /// Handed to the node.
    pub received: u64,
    /// Taken from the node for links that were there.
    pub sent: u64,
}
