//! An event this phone is or was a guest of, as others may look at it.

use super::{Archived, EventRules, Joined, Participation, Stage, State};
use crate::identity::PseudonymKey;
use crate::time::Timestamp;

/// A participation, archived or not.
#[derive(Clone, Copy)]
pub enum Attended<'a> {
    /// Until its event is archived.
    Live(&'a Participation),
    /// After that: without keys.
    Archived(&'a Archived),
}

impl<'a> Attended<'a> {
    /// What its guest knows; `None` while the check-in is in doubt.
    #[must_use]
    pub fn joined(self) -> Option<&'a Joined> {
        match self {
            Self::Live(participation) => match &participation.state {
                State::InDoubt(_) => None,
                State::Joined(joined) => Some(joined),
            },
            Self::Archived(archived) => Some(archived.joined()),
        }
    }

    /// Who we are there, until that is forgotten.
    #[must_use]
    pub fn pseudonym(self) -> Option<PseudonymKey> {
        match self {
            Self::Live(participation) => Some(participation.pseudonym.public()),
            Self::Archived(_) => None,
        }
    }

    /// By our own clock.
    #[must_use]
    pub fn checked_in(self) -> Timestamp {
        match self {
            Self::Live(participation) => participation.checked_in,
            Self::Archived(archived) => archived.checked_in,
        }
    }

    /// The end, as known or assumed (EV-4).
    #[must_use]
    pub fn end(self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        match self {
            Self::Live(participation) => participation.end(now, rules),
            Self::Archived(archived) => Some(archived.end()),
        }
    }

    /// Where the event stands by our clock.
    #[must_use]
    pub fn stage(self, now: Timestamp, rules: &EventRules) -> Stage {
        match self {
            Self::Live(participation) => participation.stage(now, rules),
            Self::Archived(archived) => archived.stage(now, rules),
        }
    }
}
