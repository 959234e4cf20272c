//! A person's phone as data, with its node and its store.

use super::disk::Disk;
use super::phone::{Background, Phone, Power};
use super::stays::Stays;
use corona_core::identity::Signatures;
use corona_core::node::{Node, Thawing};
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::agenda::Ticket;
use serde::ser::SerializeStruct as _;
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A phone to be serialised, its secrets included; it reads back as [`ThawingPhone`].
pub(super) struct FrozenPhone<'a, S: Signatures>(pub(super) &'a Phone<S>);

/// What was serialised of a phone. Its fields are those that [`FrozenPhone`] writes.
#[derive(Deserialize)]
pub(super) struct ThawingPhone {
    node: Option<Thawing>,
    store: Disk,
    skew: Span,
    power: Power,
    background: Background,
    stirring: bool,
    wake_at: Timestamp,
    wake: Option<Ticket>,
    dying: Option<Timestamp>,
    draws: u64,
    hosted: BTreeMap<u32, u32>,
    joined: Stays,
    live: Vec<u32>,
    news_seen: Option<u32>,
    away_since: Option<Timestamp>,
    absences: Vec<(Timestamp, Timestamp)>,
}

impl<S: Signatures> Serialize for FrozenPhone<'_, S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let Phone {
            node,
            store,
            skew,
            power,
            background,
            stirring,
            wake_at,
            wake,
            dying,
            draws,
            hosted,
            joined,
            live,
            news_seen,
            away_since,
            absences,
        } = self.0;
        let mut frozen = serializer.serialize_struct("Phone", 16)?;
        frozen.serialize_field("node", &node.as_ref().map(Node::freeze))?;
        frozen.serialize_field("store", store)?;
        frozen.serialize_field("skew", skew)?;
        frozen.serialize_field("power", power)?;
        frozen.serialize_field("background", background)?;
        frozen.serialize_field("stirring", stirring)?;
        frozen.serialize_field("wake_at", wake_at)?;
        frozen.serialize_field("wake", wake)?;
        frozen.serialize_field("dying", dying)?;
        frozen.serialize_field("draws", draws)?;
        frozen.serialize_field("hosted", hosted)?;
        frozen.serialize_field("joined", joined)?;
        frozen.serialize_field("live", live)?;
        frozen.serialize_field("news_seen", news_seen)?;
        frozen.serialize_field("away_since", away_since)?;
        frozen.serialize_field("absences", absences)?;
        frozen.end()
    }
}

impl ThawingPhone {
    /// The phone that was frozen, under the rules that it ran by.
    pub(super) fn thaw<S: Signatures>(self, rules: &Arc<Rules>) -> Phone<S> {
        Phone {
            node: self.node.map(|thawing| Node::thaw(rules.clone(), thawing)),
            store: self.store,
            skew: self.skew,
            power: self.power,
            background: self.background,
            stirring: self.stirring,
            wake_at: self.wake_at,
            wake: self.wake,
            dying: self.dying,
            draws: self.draws,
            hosted: self.hosted,
            joined: self.joined,
            live: self.live,
            news_seen: self.news_seen,
            away_since: self.away_since,
            absences: self.absences,
        }
    }
}
