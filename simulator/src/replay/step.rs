//! One thing a recorded phone took, and what it said it did.

use corona_core::rules::Rules;
use corona_core::time::Timestamp;
use corona_core::trace::{Decisions, Fingerprint, Input, Seed};

/// A line of a trace with its `did`.
#[derive(Clone)]
pub struct Step {
    /// Where, counting from 1.
    pub line: usize,
    /// The phone's clock.
    pub at: Timestamp,
    /// What happened.
    pub cause: Cause,
    /// What the phone decided, and the line that says so; missing if its process died first.
    pub did: Option<(usize, Decisions)>,
}

/// What made a node decide. Deliberately not `Debug`: seeds are inside.
#[derive(Clone)]
pub enum Cause {
    /// A new person.
    Created {
        /// Of the process' randomness.
        seed: Seed,
        /// The person's.
        name: String,
        /// What the phone ran by.
        rules: Box<Rules>,
    },
    /// A new process of the same person.
    Restored {
        /// Of the process' randomness.
        seed: Seed,
        /// What its store held.
        store: Fingerprint,
        /// What the phone ran by.
        rules: Box<Rules>,
    },
    /// An input.
    Took(Input),
}

impl Cause {
    /// Whether a process begins with it.
    #[must_use]
    pub const fn is_start(&self) -> bool {
        match self {
            Self::Created { .. } | Self::Restored { .. } => true,
            Self::Took(_) => false,
        }
    }
}
