//! The seam between protocol and network: authenticated links that carry whole frames.
//!
//! A transport proves *who* is at the other end of a link (an ed25519 key, by
//! TLS or its stand-in) and moves whole frames in order; the node decides *whom*
//! to admit and what frames mean. Nothing fails at call time: [`Transport::submit`]
//! queues, and every failure comes back as a [`Notice`], because on a phone the
//! work happens in other tasks and in a simulation at another time.
//!
//! ```text
//! dialler                                   host
//! Dial ──────────── onion circuit + TLS ──► Accepted (peer = proven key)
//! Opened ◄──────────────────────────────┘     │ refuses by Close, or waits
//! Send ─────────────────────────────────────► Frame
//! Frame ◄───────────────────────────────────  Send
//! Close ────────────────────────────────────► Closed
//! ```
//!
//! `Opened` proves the host's key to the dialler, not that the host admits the
//! dialler (TLS 1.3 lets a client finish first): only a first frame proves that.

use crate::identity::{AccessKey, AccessSecret, Address, AuthKey, ServiceKeys, VerifyingKey};
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// Longest frame any transport carries, in bytes, padding included.
pub const FRAME_LIMIT: usize = 16 * 1024;

/// Names a link on one phone, from the dial or accept to the close.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct LinkId(pub u64);

impl LinkId {
    const ACCEPTED: u64 = 1 << 63;

    /// A link this phone dials; the node numbers these.
    #[must_use]
    pub const fn dialled(n: u64) -> Self {
        Self(n & !Self::ACCEPTED)
    }
    /// A link this phone accepts; the transport numbers these.
    #[must_use]
    pub const fn accepted(n: u64) -> Self {
        Self(n | Self::ACCEPTED)
    }
    /// Whether the other side dialled.
    #[must_use]
    pub const fn is_accepted(self) -> bool {
        self.0 & Self::ACCEPTED != 0
    }
}

/// Names an onion service of one phone, from publish to retire; chosen by the node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ServiceId(pub u64);

/// Who may learn that a service exists, and where its phone is met.
///
/// A shield against strangers, not a revocation: over Tor a change takes about a minute,
/// and somebody left out may still know the way (protocol TR-12).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Audience {
    /// Whoever knows the address.
    Everybody,
    /// Holders of these keys alone; with none, nobody, and nothing is published.
    Only(Vec<AccessKey>),
}

/// What a node asks of its transport.
///
/// `Debug` is safe to log: keys and addresses print redacted.
#[derive(Debug)]
pub enum Request {
    /// Host an onion service until [`Request::Retire`]; answered by
    /// [`Notice::Published`] once its audience can reach it. Again with the same
    /// service and keys, it changes the audience of a service that goes on.
    Publish {
        /// The node's name for it.
        service: ServiceId,
        /// The onion key (where) and the key proven to diallers (who).
        keys: ServiceKeys,
        /// Who may find it.
        audience: Audience,
    },
    /// Stop hosting; open links of the service stay open.
    Retire {
        /// A published service.
        service: ServiceId,
    },
    /// Open a link; answered by [`Notice::Opened`] or [`Notice::Closed`].
    Dial {
        /// A fresh dialled id.
        link: LinkId,
        /// Where.
        address: Address,
        /// The key the host must prove.
        expect: VerifyingKey,
        /// The key this phone proves.
        prove: AuthKey,
        /// Opens the service's descriptor, if it may be restricted.
        access: Option<AccessSecret>,
        /// Give up at this time (the phone's clock).
        deadline: Timestamp,
    },
    /// Deliver one frame of at most [`FRAME_LIMIT`] bytes.
    Send {
        /// An open link.
        link: LinkId,
        /// Whole frame, already padded.
        frame: Vec<u8>,
    },
    /// Close after everything sent has left. No notice follows for this link.
    Close {
        /// An open or opening link.
        link: LinkId,
    },
}

/// What a transport tells its node.
#[derive(Debug, Serialize, Deserialize)]
pub enum Notice {
    /// The service's descriptor is out: a dial can succeed.
    Published {
        /// Which.
        service: ServiceId,
    },
    /// A dialled link is up and the host has proven the expected key.
    Opened {
        /// Which.
        link: LinkId,
    },
    /// Somebody who proved `peer` dialled `service`. The node closes the link
    /// unless it admits that key there.
    Accepted {
        /// A fresh accepted id.
        link: LinkId,
        /// Which of our services.
        service: ServiceId,
        /// The key proven by the dialler.
        peer: VerifyingKey,
    },
    /// One whole frame.
    Frame {
        /// Which.
        link: LinkId,
        /// As sent.
        frame: Vec<u8>,
    },
    /// The link is gone, or never came up.
    Closed {
        /// Which.
        link: LinkId,
        /// Why, as far as it can be known.
        reason: CloseReason,
    },
    /// How the network stands has changed. No link or service is concerned: what
    /// becomes of those is told as ever.
    Condition(Condition),
}

/// What a person should know of the network, or could do about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Condition {
    /// The network can be used.
    Online,
    /// It can't be reached: no connection, or somebody blocks it.
    Offline,
    /// This phone's clock differs from the network's by this much (positive: it is
    /// ahead), too much to take part. It is tried again until the clock is set.
    ClockOff {
        /// How far, if it is known.
        by: Option<Span>,
    },
    /// The network no longer speaks this version's protocol: the program must be updated.
    Obsolete,
    /// A service has more readers than its descriptor can name and goes on without naming
    /// them: whoever knows its address can tell whether it is up.
    Unrestricted {
        /// Which.
        service: ServiceId,
    },
}

/// Why a link ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CloseReason {
    /// The other side closed it.
    ByPeer,
    /// No service answers at that address now (off, asleep, retired, unpublished).
    Unreachable,
    /// The deadline passed first.
    TimedOut,
    /// The host did not prove the expected key.
    WrongPeer,
    /// The network broke it.
    Broken,
}

/// Moves frames for one node. See the module for the life of a link.
///
/// # Contract
/// Frames arrive whole, in order, at most once. After `Closed` or
/// [`Request::Close`] a link id never appears again. A dialled link ends in
/// exactly one of `Closed` or our `Close`. Implementations pass
/// `corona_core::testing::conformance` (feature `testing`).
pub trait Transport {
    /// Queues a request; never blocks, never fails.
    fn submit(&mut self, request: Request);
    /// The next notice, if one is ready.
    fn poll(&mut self) -> Option<Notice>;
}
