//! What each open link is for, and when it must have served its purpose.

use crate::time::Timestamp;
use crate::transport::{LinkId, ServiceId};
use serde::{Deserialize, Serialize};

/// A link under way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Connection {
    pub(super) purpose: Purpose,
    /// Closed by us at this time.
    pub(super) deadline: Timestamp,
}

/// Open links in order of their names. A vector, because most of the time a phone has none,
/// and rarely more than some.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Connections(Vec<(LinkId, Connection)>);

impl Connections {
    fn find(&self, link: &LinkId) -> Result<usize, usize> {
        self.0.binary_search_by_key(link, |(link, _)| *link)
    }
    pub(super) fn insert(&mut self, link: LinkId, connection: Connection) {
        match self.find(&link) {
            Ok(at) => self.0[at].1 = connection,
            Err(at) => self.0.insert(at, (link, connection)),
        }
    }
    pub(super) fn remove(&mut self, link: &LinkId) -> Option<Connection> {
        let (_, connection) = self.0.remove(self.find(link).ok()?);
        if self.0.is_empty() {
            self.0 = Vec::new();
        }
        Some(connection)
    }
    pub(super) fn get(&self, link: &LinkId) -> Option<&Connection> {
        Some(&self.0[self.find(link).ok()?].1)
    }
    pub(super) fn get_mut(&mut self, link: &LinkId) -> Option<&mut Connection> {
        let at = self.find(link).ok()?;
        Some(&mut self.0[at].1)
    }
    pub(super) fn contains_key(&self, link: &LinkId) -> bool {
        self.find(link).is_ok()
    }
    /// The check-in or visit under way at a joined event.
    pub(super) fn visit(&self, number: u32) -> Option<LinkId> {
        let found = self.0.iter().find(|(_, connection)| match connection.purpose {
            Purpose::CheckIn { event, .. } | Purpose::Visit { event, .. } => event == number,
            Purpose::FetchBanner { .. }
            | Purpose::ServeCode { .. }
            | Purpose::ServeGuest { .. }
            | Purpose::Pair { .. }
            | Purpose::Contact { .. } => false,
        });
        found.map(|(link, _)| *link)
    }
    pub(super) fn iter(&self) -> impl Iterator<Item = (&LinkId, &Connection)> + '_ {
        self.0.iter().map(|(link, connection)| (link, connection))
    }
    pub(super) fn values(&self) -> impl Iterator<Item = &Connection> + '_ {
        self.0.iter().map(|(_, connection)| connection)
    }
}

/// What a link is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
