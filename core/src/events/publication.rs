//! What guests of a hosted event are told, and when (EV-16).
//!
//! It knows how things are, how they were before the latest changes, and when answers show
//! those. Answering decides that from the clock alone and changes nothing: a visit that
//! brings no report leaves no trace. What counts is left to [`super::intake`].

use super::HostedEvent;
use super::statistics::{Contribution, Statistics, Tally};
use crate::cascade::{Policy, StatisticsRule};
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The stored part: what answers show until the latest changes may be seen. What guests
/// counted for until then is stored with each guest.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Publication {
    /// From when on answers show all changes: the end of the epoch of the latest one.
    pub(super) shows_at: Timestamp,
    /// Before the changes of that epoch.
    attendees: u32,
    /// What the organizer counted for before the changes of that epoch.
    own: Contribution,
    /// Changes so far.
    revision: u32,
}

impl Publication {
    /// Nothing has changed yet.
    pub(super) const NEW: Self =
        Self { shows_at: Timestamp(i64::MIN), attendees: 1, own: Contribution::None, revision: 0 };
}

fn end_of_epoch(now: Timestamp, epoch: Span) -> Timestamp {
    Timestamp((now.as_millis().div_euclid(epoch.as_millis()) + 1) * epoch.as_millis())
}

impl HostedEvent {
    /// Must run before a change of what is counted: the first one of an epoch sets aside
    /// what answers show until the epoch is over. By a clock set back it is not over
    /// before the epoch that the latest change was made in.
    pub(super) fn begin_change(&mut self, now: Timestamp, policy: &Policy) {
        let own = self.own_contribution(policy);
        let publication = &mut self.record.publication;
        publication.revision += 1;
        self.version = self.version.wrapping_add(1);
        match policy.statistics {
            StatisticsRule::Exact => {}
            StatisticsRule::Coarse { epoch } => {
                if now >= publication.shows_at {
                    publication.shows_at = end_of_epoch(now, epoch);
                    publication.attendees = self.live.attendees;
                    publication.own = own;
                    self.before = Some(Box::new(self.live.clone()));
                } else if self.before.is_none() {
                    self.before = Some(Box::new(self.live.clone()));
                }
            }
        }
    }

    /// Counts everything anew, after a restart.
    pub(super) fn count(&mut self, policy: &Policy) {
        let Publication { shows_at, attendees, own, .. } = self.record.publication;
        let own_now = self.own_contribution(policy);
        let mut before = Tally::of(attendees);
        before.add(own);
        self.live.add(own_now);
        let mut differs = attendees != self.live.attendees || own != own_now;
        for (_, guest) in self.guests.iter() {
            let (then, now) =
                (guest.contribution_before(shows_at, policy), guest.contribution(policy));
            before.add(then);
            self.live.add(now);
            differs |= then != now;
        }
        self.live.shrink();
        let answers = self.keys().is_some();
        self.before = (differs && answers).then(|| Box::new(before));
    }

    /// What answers show at `now` instead of how things are, if they do.
    fn shown_before(&self, now: Timestamp, policy: &Policy) -> Option<&Tally> {
        match policy.statistics {
            StatisticsRule::Exact => None,
            StatisticsRule::Coarse { .. } if now >= self.record.publication.shows_at => None,
            StatisticsRule::Coarse { .. } => self.before.as_deref(),
        }
    }

    /// The answer to the guest in `slot`. Not for archived events: nobody asks those.
    #[must_use]
    pub fn answer(&self, slot: u32, now: Timestamp, policy: &Policy) -> Statistics {
        let Publication { shows_at, revision, .. } = self.record.publication;
        let guest = self.guests.get(slot);
        let (tally, own) = match self.shown_before(now, policy) {
            None => (&self.live, guest.map(|guest| guest.contribution(policy))),
            Some(before) => (before, guest.map(|g| g.contribution_before(shows_at, policy))),
        };
        tally.answer(own.unwrap_or_default(), self.span(), revision, policy)
    }

    /// When answers begin to show how things are, if nothing changes any more; `None` if
    /// they do so at `now`.
    #[must_use]
    pub fn settles_at(&self, now: Timestamp, policy: &Policy) -> Option<Timestamp> {
        self.shown_before(now, policy).map(|_| self.record.publication.shows_at)
    }

    /// When answers show all changes, if there is one that they don't.
    pub(crate) fn settles(&self) -> Option<Timestamp> {
        self.before.is_some().then_some(self.record.publication.shows_at)
    }

    /// Whether there is anything that answers will not show again.
    fn can_settle(&self, now: Timestamp) -> bool {
        self.settles().is_some_and(|at| now >= at)
    }

    /// Forgets what answers will not show again: no answer changes. Gives the slots whose
    /// records are others then, beside the event's own; `None` if there was nothing.
    pub(crate) fn settle(&mut self, now: Timestamp, policy: &Policy) -> Option<Vec<u32>> {
        if !self.can_settle(now) {
            return None;
        }
        self.before = None;
        self.record.publication.attendees = self.live.attendees;
        self.record.publication.own = self.own_contribution(policy);
        Some(self.guests.forget_before())
    }

    /// The organizer's own view of the others: live and exact.
    #[must_use]
    pub fn own_statistics(&self, policy: &Policy) -> Statistics {
        let own = self.own_contribution(policy);
        let revision = self.record.publication.revision;
        self.live.answer(own, self.span(), revision, &Policy::whitepaper())
    }
}

#[cfg(test)]
mod tests;
