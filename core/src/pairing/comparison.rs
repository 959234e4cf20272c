//! Two people compare digits: who has confirmed, and what follows.
//!
//! ```text
//! Neither ──own yes──► Ours ──their yes──► contacts
//!    └─────their yes──► Theirs ──own yes──► contacts
//! ```
//! `Ours` is stored before the other side hears of it: whoever hears a yes may rely on it
//! (protocol §5, invariant 5). Should the link break then, either side may already have stored
//! the other, so the contact stays in doubt until a sync answers.

use super::Introduced;
use serde::{Deserialize, Serialize};

/// A pairing whose users are comparing.
#[derive(Serialize, Deserialize)]
pub(crate) struct Comparison {
    pub(crate) peer: Introduced,
    pub(crate) words: Words,
}

/// Who has confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Words {
    /// Nobody.
    Neither,
    /// The other side's user.
    Theirs,
    /// This phone's user; kept in doubt as this contact.
    Ours { contact: u32 },
}
