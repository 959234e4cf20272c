//! What one event must hold of this phone's owner, and how far its delivery got.
//!
//! It decides how reports are numbered and when one corrects. When to visit is the
//! participation's to decide, what an answer means for it the node's.

use super::Standing;
use crate::cascade::Told;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The newest report to an event, and what its guest allowed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Telling {
    /// What the newest report says.
    pub(crate) told: Told,
    /// Its number; 0 before the first.
    pub(crate) sequence: u32,
    /// Whether it takes a mistaken positive back.
    pub(crate) corrects: bool,
    /// Whether the event has not acknowledged it yet.
    pub(crate) pending: bool,
    /// The organizer's word on it.
    pub(crate) standing: Standing,
    /// The guest's answer to: may high-risk reports carry your identity here?
    pub(crate) consent: Option<bool>,
    /// When to try (again) to deliver; after a restart at once.
    #[serde(skip)]
    pub(crate) next_try: Timestamp,
}

impl Default for Telling {
    fn default() -> Self {
        Self {
            told: Told::Nothing,
            sequence: 0,
            corrects: false,
            pending: false,
            standing: Standing::Unreviewed,
            consent: None,
            next_try: Timestamp::default(),
        }
    }
}

impl Telling {
    /// Makes the next report, due at once.
    pub(super) fn tell(&mut self, told: Told, now: Timestamp) {
        let positive = |told: &Told| matches!(told, Told::Infection { positive: true, .. });
        // A correction that was replaced before it arrived must still correct.
        let correcting = positive(&self.told) || (self.corrects && self.pending);
        self.corrects = correcting && !positive(&told);
        self.told = told;
        self.sequence = self.sequence.saturating_add(1);
        self.standing = Standing::Unreviewed;
        self.retry(now);
    }

    /// Must be delivered, from `next_try` on.
    pub(crate) fn retry(&mut self, next_try: Timestamp) {
        (self.pending, self.next_try) = (true, next_try);
    }

    /// What is worth keeping once nothing can be delivered any more.
    pub(super) fn frozen(&self) -> Self {
        Self { told: self.told, standing: self.standing, ..Self::default() }
    }
}
