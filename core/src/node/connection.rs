//! What each open link is for, and when it must have served its purpose.

use crate::time::Timestamp;
use crate::transport::ServiceId;

/// A link under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Connection {
    pub(super) purpose: Purpose,
    /// Closed by us at this time.
    pub(super) deadline: Timestamp,
}

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// We dial with a check-in code; the request leaves once the link is open.
    CheckIn { event: u32, sent: bool },
    /// We dial under our pseudonym.
    Visit {
        event: u32,
        opened: bool,
        /// Number of the report that left with the request; 0 for none.
        sent: u32,
    },
    /// We fetch the banner on a link that was a check-in or a visit.
    FetchBanner { event: u32 },
    /// Somebody used a code of ours: one check-in, then nothing but the banner.
    ServeCode { event: u32, used: bool },
    /// A guest of ours asks.
    ServeGuest { event: u32, slot: u32 },
    /// A pairing's handshake and comparison, as inviter or joiner.
    Pair { pairing: u32 },
    /// An exchange with a contact, whoever dialled.
    Contact { contact: u32, talk: Talk },
}

/// How far an exchange with a contact got.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Talk {
    /// We dial.
    Dialling,
    /// We have told ours and wait for theirs: only that proves that they admit us.
    Asked,
    /// They dialled and have not said anything.
    Admitted,
    /// Both have told theirs; the link stays for what changes, until it is idle too long.
    Settled,
}

/// Our services, as numbers for the transport.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Service {
    /// The user's own, by generation of the discovery key.
    Person(u32),
    /// A hosted event's.
    Event(u32),
    /// An invitation's.
    Pairing(u32),
}

impl Service {
    const KIND_SHIFT: u32 = 32;

    pub(super) const fn id(self) -> ServiceId {
        match self {
            Self::Person(generation) => ServiceId(generation as u64),
            Self::Event(number) => ServiceId(1 << Self::KIND_SHIFT | number as u64),
            Self::Pairing(number) => ServiceId(2 << Self::KIND_SHIFT | number as u64),
        }
    }
    pub(super) const fn of(id: ServiceId) -> Option<Self> {
        let number = id.0 as u32;
        match id.0 >> Self::KIND_SHIFT {
            0 => Some(Self::Person(number)),
            1 => Some(Self::Event(number)),
            2 => Some(Self::Pairing(number)),
            _ => None,
        }
    }
}
