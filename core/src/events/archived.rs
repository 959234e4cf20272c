//! What is left of a participation once nobody can be told anything there (EV-27).
//!
//! It remembers the event, its last answer and what it was told last, so that warnings
//! go on until it is erased. It knows no key: not the event's, not the address, not who
//! we were there.

use super::{EventRules, Joined, Participation, Stage, State};
use crate::cascade::{EventSpan, Exposure};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// An archived participation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Archived {
    /// By our own clock.
    pub checked_in: Timestamp,
    joined: Joined,
}

impl Archived {
    /// What is left of `participation` at `now`; `None` while it isn't over, or if nobody
    /// ever said that we are its guest.
    #[must_use]
    pub fn of(participation: &Participation, now: Timestamp, rules: &EventRules) -> Option<Self> {
        let end = participation.end(now, rules)?;
        match &participation.state {
            State::InDoubt(_) => None,
            State::Joined(joined) => {
                let mut joined = joined.clone();
                joined.freeze(end);
                Some(Self { checked_in: participation.checked_in, joined })
            }
        }
    }

    /// What its guest knows.
    #[must_use]
    pub fn joined(&self) -> &Joined {
        &self.joined
    }

    /// The end, as known or assumed when it was archived.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.joined.end().unwrap_or(Timestamp::FAR_FUTURE)
    }

    /// Archived, or time to erase it. A clock that was set back revives nothing.
    #[must_use]
    pub fn stage(&self, now: Timestamp, rules: &EventRules) -> Stage {
        rules.stage(Some(self.end()), now).max(Stage::Archived)
    }

    /// What this event makes of us, as when it was archived.
    #[must_use]
    pub fn exposure(&self) -> Exposure {
        let event = EventSpan { start: self.joined.metadata.start, end: self.joined.end() };
        Exposure { event, best: self.joined.best() }
    }
}
