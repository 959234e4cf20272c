//! One paired person: what they said last, and how much of ours they have acknowledged.

use super::Theirs;
use crate::identity::{AccessKey, Card};
use crate::status::InfectionStatus;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// How a person shows themselves to contacts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Profile {
    /// At most [`Profile::NAME_LIMIT`] bytes of UTF-8.
    pub name: String,
    /// SHA-256 of the avatar image.
    pub avatar: Option<[u8; 32]>,
}

impl Profile {
    /// Longest name, bytes of UTF-8.
    pub const NAME_LIMIT: usize = 64;
}

/// How sure it is that the other side holds us too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Bond {
    /// Our user confirmed a pairing whose end was lost: not a contact unless the other side's
    /// phone shows, by syncing, that its user confirmed as well.
    InDoubt {
        /// How often their phone has refused us since.
        refusals: u8,
    },
    /// We scanned their card; they have not talked to us yet.
    Scanned,
    /// They have.
    Mutual,
}

/// A paired person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contact {
    /// Who, and where now.
    pub card: Card,
    /// By which they read our descriptor; `None` until somebody scanned has told it.
    pub access: Option<AccessKey>,
    /// Whether they hold us.
    pub bond: Bond,
    /// As they last said.
    pub profile: Profile,
    /// As they last shared; `None` if they don't share it.
    pub status: Option<InfectionStatus>,
    /// Whether we share our status with them.
    pub share_status: bool,
    /// Newest version of theirs that we hold; 0 before the first.
    pub received: u64,
    /// Version of what we have to tell them. Counted for each contact alone: a common count
    /// would tell everybody that something changed which they aren't told.
    pub version: u64,
    /// Newest version of ours that they have acknowledged.
    pub acknowledged: u64,
    /// The first version that tells our present address.
    pub moved: u64,
    /// The status that `version` tells.
    pub told: Option<InfectionStatus>,
    /// When to talk to them, as stored.
    pub next_sync: Timestamp,
    /// As the owner calls them, if otherwise than they do themselves.
    pub alias: Option<Box<str>>,
    /// When to talk to them instead: a try was put off, which no record is worth.
    #[serde(skip)]
    pub(super) put_off: Option<Timestamp>,
}

/// What an update from a contact changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Taken {
    /// Their version is newer than what we held: they must hear that we hold it now.
    pub(crate) newer: bool,
    /// Something the user sees changed.
    pub(crate) visible: bool,
    /// Their avatar changed.
    pub(crate) avatar: bool,
    /// It is the first sign that they hold us too.
    pub(crate) bonded: bool,
}

impl Contact {
    /// Longest alias, bytes of UTF-8.
    pub const ALIAS_LIMIT: usize = Profile::NAME_LIMIT;

    /// Versions from here on make no sense: nobody changes a profile that often.
    const VERSION_LIMIT: u64 = 1 << 62;

    /// Newly paired. Versions count from the time of pairing in milliseconds, so that
    /// someone removed and paired anew never takes a new update for an old one.
    pub(crate) fn new(card: Card, name: String, bond: Bond, now: Timestamp) -> Self {
        Self {
            card,
            access: None,
            bond,
            profile: Profile { name, avatar: None },
            status: None,
            share_status: false,
            received: 0,
            version: now.as_millis().max(1).unsigned_abs(),
            acknowledged: 0,
            moved: 0,
            told: None,
            next_sync: now,
            alias: None,
            put_off: None,
        }
    }

    /// As the owner knows them.
    #[must_use]
    pub fn called(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.profile.name)
    }

    /// Whether the user knows this person as a contact.
    #[must_use]
    pub const fn is_confirmed(&self) -> bool {
        match self.bond {
            Bond::InDoubt { .. } => false,
            Bond::Scanned | Bond::Mutual => true,
        }
    }

    /// When to talk to them next.
    #[must_use]
    pub fn due(&self) -> Timestamp {
        self.put_off.unwrap_or(self.next_sync)
    }

    /// Plans the next talk; to be stored.
    pub(crate) fn plan_sync(&mut self, at: Timestamp) {
        self.next_sync = at;
        self.put_off = None;
    }

    /// Moves the next talk until something is planned, or the phone restarts.
    pub(crate) fn put_off_sync(&mut self, at: Timestamp) {
        self.put_off = Some(at);
    }

    /// Whether they hold everything we have to tell.
    #[must_use]
    pub const fn is_told(&self) -> bool {
        self.acknowledged >= self.version
    }

    /// Whether they hold our present address.
    #[must_use]
    pub const fn knows_address(&self) -> bool {
        self.acknowledged >= self.moved
    }

    /// Whether a talk with them can't wait: they must hear something, or it is in doubt whether
    /// they hold us.
    #[must_use]
    pub(crate) const fn is_urgent(&self) -> bool {
        !self.is_told() || !self.is_confirmed()
    }

    /// Something they must hear changed.
    pub(crate) fn changed(&mut self) {
        self.version += 1;
    }

    /// Takes what they sent. An old or repeated version changes nothing but what they
    /// acknowledge.
    pub(crate) fn take(&mut self, theirs: Theirs) -> Taken {
        let mut taken = Taken { bonded: self.bond != Bond::Mutual, ..Taken::default() };
        self.bond = Bond::Mutual;
        self.acknowledge(theirs.acknowledged);
        if theirs.version > self.received {
            taken.newer = true;
            taken.avatar = self.profile.avatar != theirs.profile.avatar;
            let address = theirs.address;
            taken.visible = self.profile != theirs.profile || self.status != theirs.status;
            self.received = theirs.version;
            self.profile = theirs.profile;
            self.status = theirs.status;
            self.card.address = address;
            self.access = Some(theirs.access);
        }
        taken.visible |= taken.bonded;
        taken
    }

    fn acknowledge(&mut self, version: u64) {
        if version <= self.version {
            self.acknowledged = self.acknowledged.max(version);
        } else if version < Self::VERSION_LIMIT {
            // Our store is older than what they heard of us: outnumber it, or they would
            // take everything from now on for old.
            self.version = version + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{DiscoverySecret, IdentitySecret};
    use zeroize::Zeroizing;

    fn contact() -> Contact {
        let card = Card {
            identity: IdentitySecret::from_seed(Zeroizing::new([1; 32])).public(),
            address: DiscoverySecret::from_seed(Zeroizing::new([2; 32])).public(),
        };
        Contact::new(card, "Bob".to_owned(), Bond::Scanned, Timestamp(100))
    }
    fn theirs(version: u64, acknowledged: u64, name: &str) -> Theirs {
        let profile = Profile { name: name.to_owned(), avatar: None };
        let address = DiscoverySecret::from_seed(Zeroizing::new([3; 32])).public();
        let access = AccessKey::from_bytes([4; 32]);
        Theirs { version, acknowledged, profile, address, access, status: None }
    }

    #[test]
    fn an_old_version_changes_nothing_but_what_they_acknowledge() {
        let mut contact = contact();
        assert!(contact.take(theirs(5, 0, "Robert")).newer);
        let taken = contact.take(theirs(5, 100, "Bob again"));
        assert_eq!(taken, Taken::default());
        assert_eq!(contact.profile.name, "Robert");
        assert!(contact.is_told());
        contact.take(theirs(5, 99, "Robert"));
        assert_eq!(contact.acknowledged, 100, "an older word does not take it back");
    }

    #[test]
    fn a_store_older_than_what_they_heard_outnumbers_it() {
        let mut contact = contact();
        contact.take(theirs(5, 107, "Bob"));
        assert_eq!(contact.version, 108);
        assert!(!contact.is_told());
        contact.take(theirs(5, u64::MAX, "Bob"));
        assert_eq!(contact.version, 108, "nonsense is not believed");
    }
}
