//! One line of a trace.

use super::{Decisions, Fingerprint, Input, Seed};
use crate::rules::Rules;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What one line says. Deliberately not `Debug`: it holds the phone's secrets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A process makes a new person by [`Node::create`](crate::node::Node::create).
    Created {
        /// The phone's clock.
        at: Timestamp,
        /// Of the ChaCha20 stream this process gives its node, and nobody else.
        seed: Seed,
        /// The person's, as in their profile.
        name: String,
        /// What the phone runs by.
        rules: Box<Rules>,
    },
    /// A process continues from its store by [`Node::restore`](crate::node::Node::restore).
    Restored {
        /// The phone's clock.
        at: Timestamp,
        /// Of the ChaCha20 stream this process gives its node, and nobody else.
        seed: Seed,
        /// What the store held.
        store: Fingerprint,
        /// What the phone runs by.
        rules: Box<Rules>,
    },
    /// The node is about to take this.
    Took {
        /// The phone's clock.
        at: Timestamp,
        /// What.
        input: Input,
    },
    /// What followed from the entry before is stored, submitted and shown.
    Did(Decisions),
}
