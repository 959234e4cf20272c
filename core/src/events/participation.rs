//! A guest's side of one event: pseudonym, and how far the participation got.
//!
//! ```text
//! InDoubt ──CheckedIn, or a visit is answered──► Joined ──maintain──► Archived ──archive──► erased
//!    └─ the pseudonym isn't admitted, or nobody answers in time ──► gone
//! ```
//! A check-in whose answer was lost may have been stored by the organizer, so it is
//! neither forgotten nor trusted: the next visit finds out.

use super::{EventRules, Joined, Outline, PollRules, PollSchedule, Stage};
use crate::cascade::Exposure;
use crate::identity::{Address, EventKey, PseudonymSecret};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// One event this phone is a guest of, until it is archived.
#[derive(Clone, Serialize, Deserialize)]
pub struct Participation {
    /// Who the event is.
    pub event: EventKey,
    /// Where it is hosted.
    pub address: Address,
    /// Who we are there.
    pub pseudonym: PseudonymSecret,
    /// By our own clock.
    pub checked_in: Timestamp,
    /// How far it got.
    pub state: State,
}

/// How far a participation got.
#[derive(Clone, Serialize, Deserialize)]
pub enum State {
    /// The check-in was sent and not answered.
    InDoubt(InDoubt),
    /// The organizer has stored our pseudonym.
    Joined(Joined),
}

/// A check-in without an answer yet.
#[derive(Clone, Serialize, Deserialize)]
pub struct InDoubt {
    /// When to ask whether we were admitted; in the far future until the check-in is sent.
    pub next_try: Timestamp,
}

impl InDoubt {
    /// Nothing has left the phone yet.
    pub const UNSENT: Self = Self { next_try: Timestamp::FAR_FUTURE };

    /// Whether the organizer may have stored us.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        self.next_try < Timestamp::FAR_FUTURE
    }
}

impl Participation {
    /// Whether it outlives the process: a check-in that was never sent needn't.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        match &self.state {
            State::InDoubt(doubt) => doubt.was_sent(),
            State::Joined(_) => true,
        }
    }

    /// Whether an event that was open when we checked in can have begun at `start` (EV-24).
    #[must_use]
    pub fn could_have_begun(&self, start: Timestamp, rules: &EventRules) -> bool {
        let earliest = self.checked_in - rules.auto_close - rules.clock_allowance;
        (earliest..=self.checked_in + rules.clock_allowance).contains(&start)
    }

    /// What inference reads of it.
    #[must_use]
    pub fn outline(&self) -> Outline {
        Outline::of(self)
    }

    /// As [`Outline::end`].
    #[must_use]
    pub fn end(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        self.outline().end(now, rules)
    }

    /// As [`Outline::stage`].
    #[must_use]
    pub fn stage(&self, now: Timestamp, rules: &EventRules) -> Stage {
        self.outline().stage(now, rules)
    }

    /// As [`Outline::exposure`].
    #[must_use]
    pub fn exposure(&self, now: Timestamp, rules: &EventRules) -> Option<Exposure> {
        self.outline().exposure(now, rules)
    }

    /// When to ask: a function of the pseudonym and the check-in.
    #[must_use]
    pub fn polls(&self) -> PollSchedule {
        PollSchedule::new(self.checked_in, self.pseudonym.seed())
    }

    /// When to visit next, if nothing is under way: a poll, a report, or to end doubt.
    #[must_use]
    pub fn next_visit(&self, last: Timestamp, polls: &PollRules) -> Timestamp {
        match &self.state {
            State::InDoubt(doubt) => doubt.next_try,
            State::Joined(joined) => {
                let poll = self.polls().next_after(last, polls);
                joined.next_try().map_or(poll, |next_try| next_try.min(poll))
            }
        }
    }

    /// When to visit next for more than a poll: with a report, or to end doubt.
    #[must_use]
    pub fn next_try(&self) -> Option<Timestamp> {
        match &self.state {
            State::InDoubt(doubt) => Some(doubt.next_try),
            State::Joined(joined) => joined.next_try(),
        }
    }
}
