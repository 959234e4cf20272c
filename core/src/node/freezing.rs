//! A whole node as data: what is in its records and what is not, links and tries under way
//! included.
//!
//! A simulation that stops and goes on later must find its phones as they were, not as a
//! restart would leave them. It knows every part of a node but the rules and what follows
//! from the keys; where the bytes lie, and who may read the secrets in them, is left to
//! the host.

use super::PhoneConditions;
use super::attendance::Attendance;
use super::avatars::Fetching;
use super::connection::Connections;
use super::hosting::Hosting;
use super::machine::{Node, Person, Risk};
use super::pairing::Pairing;
use crate::blobs::Shelf;
use crate::contacts::Book;
use crate::identity::{AccessSecret, Signatures};
use crate::rules::Rules;
use crate::status::{History, InfectionStatus};
use crate::time::Timestamp;
use crate::transport::Audience;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;

/// A node to be serialised, its secrets included; it reads back as [`Thawing`].
pub struct Frozen<'a, S: Signatures>(&'a Node<S>);

/// What was serialised of a node. Its fields are those that [`Frozen`] writes.
#[derive(Deserialize)]
pub struct Thawing {
    person: Person,
    audience: Audience,
    history: History,
    risk: Risk,
    status: InfectionStatus,
    hosted: Hosting,
    joined: Attendance,
    book: Book,
    fetching: BTreeMap<u32, Fetching>,
    banners: BTreeMap<u32, Fetching>,
    shelf: Shelf,
    pairings: BTreeMap<u32, Pairing>,
    next_pairing: u32,
    connections: Connections,
    next_link: u64,
    next_boundary: Timestamp,
    left_out: u64,
    conditions: PhoneConditions,
}

impl<S: Signatures> Serialize for Frozen<'_, S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let Node {
            rules: _,
            person,
            access: _,
            audience,
            history,
            risk,
            status,
            hosted,
            joined,
            book,
            fetching,
            banners,
            shelf,
            pairings,
            next_pairing,
            connections,
            next_link,
            next_boundary,
            left_out,
            conditions,
            scheme: _,
        } = self.0;
        let mut frozen = serializer.serialize_struct("Node", 18)?;
        frozen.serialize_field("person", person)?;
        frozen.serialize_field("audience", audience)?;
        frozen.serialize_field("history", history)?;
        frozen.serialize_field("risk", risk)?;
        frozen.serialize_field("status", status)?;
        frozen.serialize_field("hosted", hosted)?;
        frozen.serialize_field("joined", joined)?;
        frozen.serialize_field("book", book)?;
        frozen.serialize_field("fetching", fetching)?;
        frozen.serialize_field("banners", banners)?;
        frozen.serialize_field("shelf", shelf)?;
        frozen.serialize_field("pairings", pairings)?;
        frozen.serialize_field("next_pairing", next_pairing)?;
        frozen.serialize_field("connections", connections)?;
        frozen.serialize_field("next_link", next_link)?;
        frozen.serialize_field("next_boundary", next_boundary)?;
        frozen.serialize_field("left_out", left_out)?;
        frozen.serialize_field("conditions", conditions)?;
        frozen.end()
    }
}

impl<S: Signatures> Node<S> {
    /// All of it as data, for a process that goes on as if this one had: other than
    /// [`records`](Self::records), it holds links, codes and tries under way.
    #[must_use]
    pub fn freeze(&self) -> Frozen<'_, S> {
        Frozen(self)
    }

    /// The node that was frozen. The rules must be those it ran by, and `S` its scheme.
    #[must_use]
    pub fn thaw(rules: Arc<Rules>, thawing: Thawing) -> Self {
        Self {
            rules,
            access: AccessSecret::of_with::<S>(&thawing.person.identity),
            person: thawing.person,
            audience: thawing.audience,
            history: thawing.history,
            risk: thawing.risk,
            status: thawing.status,
            hosted: thawing.hosted,
            joined: thawing.joined,
            book: thawing.book,
            fetching: thawing.fetching,
            banners: thawing.banners,
            shelf: thawing.shelf,
            pairings: thawing.pairings,
            next_pairing: thawing.next_pairing,
            connections: thawing.connections,
            next_link: thawing.next_link,
            next_boundary: thawing.next_boundary,
            left_out: thawing.left_out,
            conditions: thawing.conditions,
            scheme: PhantomData,
        }
    }
}
