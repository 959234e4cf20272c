//! What the network knows of each phone, a cache line each: there may be a million.

use crate::slab::{Index, NONE};
use crate::traffic::Traffic;
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a phone takes part in the network.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub enum Presence {
    /// Hears and is heard.
    #[default]
    Awake,
    /// Its links stall and its services do not answer; it hears what arrived
    /// meanwhile when it is awake again.
    Asleep,
    /// Its links are broken and its services do not answer until it has been on for
    /// the profile's bootstrap delay.
    Off,
}

/// One phone's end of the network.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Phone {
    pub(crate) presence: Presence,
    /// Publishes begun, ever.
    pub(crate) publishes: u32,
    /// Times it came on, ever.
    pub(crate) bootstraps: u32,
    /// Links accepted, ever.
    pub(crate) accepts: u32,
    /// Back on the network from this time on.
    pub(crate) online_from: Timestamp,
    /// What it has not heard yet, oldest first.
    pub(crate) first_notice: Index,
    pub(crate) last_notice: Index,
    /// Chains of the link ends and services it holds.
    pub(crate) first_dialled: Index,
    pub(crate) first_accepted: Index,
    pub(crate) first_service: Index,
    pub(crate) traffic: Traffic,
}

impl Phone {
    pub(crate) const fn new() -> Self {
        Self {
            presence: Presence::Awake,
            publishes: 0,
            bootstraps: 0,
            accepts: 0,
            online_from: Timestamp(i64::MIN),
            first_notice: NONE,
            last_notice: NONE,
            first_dialled: NONE,
            first_accepted: NONE,
            first_service: NONE,
            traffic: Traffic::NONE,
        }
    }
    pub(crate) const fn has_mail(&self) -> bool {
        self.first_notice != NONE
    }
    /// Whether strangers can reach it.
    pub(crate) fn answers(&self, now: Timestamp) -> bool {
        self.presence == Presence::Awake && self.online_from <= now
    }
}
