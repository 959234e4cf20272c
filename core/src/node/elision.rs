//! Polls that a simulation leaves out because they would change nothing.
//!
//! Almost all traffic is guests asking events that have nothing new. Such a poll leaves no
//! trace on either phone, and poll times are a pure function of the schedule, so whoever
//! sees both phones may leave it out: a participation at rest keeps since when it polls
//! unseen and until when. Whether a poll would change nothing, and what must be made up for
//! when something happens after all, is the simulation's to decide; real phones never
//! leave anything out.

use super::Effects;
use super::attendance::Joined;
use super::machine::Node;
use crate::events::{Stage, State};
use crate::identity::Signatures;
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// The polls of one participation that happen unseen: after `since` and before `until`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Elision {
    since: Timestamp,
    until: Timestamp,
    /// One more at `since` itself: overdue when the phone came back.
    one_at_since: bool,
}

impl<S: Signatures> Node<S> {
    /// Whether a participation rests: joined, its end and statistics known, nothing to
    /// deliver, no visit under way.
    #[must_use]
    pub fn rests(&self, event: u32) -> bool {
        self.joined.get(&event).is_some_and(Joined::rests)
    }

    /// Whether polls of the participation are being left out.
    #[must_use]
    pub fn leaves_out_polls(&self, event: u32) -> bool {
        self.joined.get(&event).is_some_and(|joined| joined.elision.is_some())
    }

    /// From `now` on polls before `until` happen unseen. Nothing happens unless the
    /// participation [`rests`](Self::rests).
    pub fn leave_out_polls(&mut self, event: u32, until: Timestamp, now: Timestamp) {
        let rules = self.rules.clone();
        let Some(joined) = self.joined.get_mut(&event).filter(|joined| joined.rests()) else {
            return;
        };
        if joined.next_visit >= until.min(Timestamp::FAR_FUTURE) {
            return;
        }
        joined.next_visit = if until < Timestamp::FAR_FUTURE {
            let polls = joined.participation().polls();
            polls.next_after(now.max(until - Span(1)), &rules.polls)
        } else {
            Timestamp::FAR_FUTURE
        };
        joined.elision = Some(Elision { since: now, until, one_at_since: false });
    }

    /// Something changed: polls from `until` on happen after all.
    pub fn shorten(&mut self, event: u32, until: Timestamp, now: Timestamp) {
        let rules = self.rules.clone();
        let Some(joined) = self.joined.get_mut(&event) else {
            return;
        };
        let Some(elision) = joined.elision.as_mut().filter(|elision| elision.until > until) else {
            return;
        };
        elision.until = until;
        joined.next_visit =
            joined.participation().polls().next_after(now.max(until - Span(1)), &rules.polls);
    }

    /// Ends what [`leave_out_polls`](Self::leave_out_polls) began: what is due at `now` or
    /// later happens.
    pub fn poll_again(&mut self, event: u32, now: Timestamp) {
        let elision = self.joined.get_mut(&event).and_then(|joined| joined.elision.as_mut());
        if let Some(elision) = elision.filter(|elision| elision.since == now) {
            // The one made up for at this very time is the one that happens.
            elision.one_at_since = false;
        }
        self.end_elision(event, now);
        if self.joined.get(&event).is_some_and(|joined| !joined.under_way) {
            self.schedule_visit(event, now);
        }
    }

    /// From now on the participation's polls are seen.
    pub(super) fn end_elision(&mut self, event: u32, now: Timestamp) {
        self.count_left_out(event, now);
        if let Some(joined) = self.joined.get_mut(&event) {
            joined.elision = None;
        }
    }

    /// When the latest unseen poll began, at `now` or before; `None` if there was none since
    /// they were counted last.
    #[must_use]
    pub fn latest_left_out(&self, event: u32, now: Timestamp) -> Option<Timestamp> {
        let joined = self.joined.get(&event)?;
        let elision = joined.elision?;
        let polls = joined.participation().polls();
        let latest = polls.latest(now.min(elision.until - Span(1)), &self.rules.polls);
        latest
            .filter(|at| *at > elision.since && self.may_poll(joined, *at))
            .or_else(|| elision.one_at_since.then_some(elision.since))
    }

    /// When the next unseen poll begins, after `now`; `None` if a seen one comes first.
    #[must_use]
    pub fn next_left_out(&self, event: u32, now: Timestamp) -> Option<Timestamp> {
        let joined = self.joined.get(&event)?;
        let elision = joined.elision?;
        let next =
            joined.participation().polls().next_after(now.max(elision.since), &self.rules.polls);
        (next < elision.until && self.may_poll(joined, next)).then_some(next)
    }

    /// How many polls were left out: those counted, and those since, until `now` inclusive.
    #[must_use]
    pub fn left_out(&self, now: Timestamp) -> u64 {
        self.left_out + self.joined.values().map(|joined| self.uncounted(joined, now)).sum::<u64>()
    }

    /// How many were counted, by [`count_left_out`](Self::count_left_out) or because their
    /// participation ended.
    #[must_use]
    pub fn counted_left_out(&self) -> u64 {
        self.left_out
    }

    fn uncounted(&self, joined: &Joined, now: Timestamp) -> u64 {
        let Some(elision) = joined.elision else {
            return 0;
        };
        let (participation, rules) = (joined.participation(), &self.rules);
        let end = participation.end(now, &rules.events).unwrap_or(now) + rules.events.maintain;
        let last = now.min(elision.until - Span(1)).min(end);
        let regular = participation.polls().count(elision.since, last, &rules.polls);
        u64::from(elision.one_at_since) + regular
    }

    /// Counts the unseen polls until `now`, inclusive; whoever asks for the
    /// [latest](Self::latest_left_out) finds none of them any more.
    pub fn count_left_out(&mut self, event: u32, now: Timestamp) {
        self.left_out += self.joined.get(&event).map_or(0, |joined| self.uncounted(joined, now));
        let joined = self.joined.get_mut(&event);
        if let Some(elision) = joined.and_then(|joined| joined.elision.as_mut()) {
            elision.since = elision.since.max(now);
            elision.one_at_since = false;
        }
    }

    /// The phone could not poll for a while and is back at `now`; polls until then were
    /// counted. A participation that missed one polls at once: unseen, unless `seen` says
    /// that it can't be left out.
    pub fn make_up_for_polls(
        &mut self,
        event: u32,
        away_since: Timestamp,
        now: Timestamp,
        seen: impl FnOnce(Timestamp) -> bool,
    ) {
        let rules = self.rules.clone();
        let missed = self.next_left_out(event, away_since).is_some_and(|missed| missed <= now);
        let Some(joined) = self.joined.get_mut(&event) else {
            return;
        };
        let (outline, polls) = (*joined.outline(), joined.participation().polls());
        let Some(elision) = &mut joined.elision else {
            return;
        };
        self.left_out += u64::from(elision.one_at_since);
        elision.since = now;
        elision.one_at_since = false;
        if !missed || joined.next_visit <= now {
            return;
        }
        if outline.stage(now, &rules.events) > Stage::Maintained {
            return;
        }
        let next = polls.next_after(now, &rules.polls);
        if now >= elision.until || seen(next) {
            joined.elision = None;
            joined.next_visit = now;
        } else {
            elision.one_at_since = true;
        }
    }

    /// Begins the poll of `at` after all, which must lie behind us; the caller lets what
    /// follows from it happen, each at its time. What is to be delivered since is kept
    /// aside: the poll knew nothing of it.
    pub fn begin_left_out(&mut self, event: u32, at: Timestamp, out: &mut Effects) -> Aside {
        // This one will be seen, and must not count among those left out.
        let first = self
            .joined
            .get(&event)
            .and_then(|joined| joined.elision)
            .is_some_and(|elision| elision.one_at_since && elision.since == at);
        if !first {
            self.count_left_out(event, at - Span(1));
        }
        let aside = Aside {
            next_try: self.change_known(event, |known| {
                let next_try = known.next_try()?;
                known.telling_mut().pending = false;
                Some(next_try)
            }),
            elision: self.joined.get(&event).and_then(|joined| joined.elision),
            next_visit: self.joined.get(&event).map(|joined| joined.next_visit),
        };
        if let Some(joined) = self.joined.get_mut(&event) {
            joined.elision = None;
        }
        self.dial_event(event, at, out);
        aside
    }

    /// After [`begin_left_out`](Self::begin_left_out) and what followed from it until now:
    /// true if the poll is still under way. If it is over, its participation is as before.
    pub fn end_left_out(&mut self, event: u32, at: Timestamp, aside: Aside) -> bool {
        let Aside { next_try, elision, next_visit } = aside;
        if let Some(next_try) = next_try {
            self.change_known(event, |known| {
                known.telling_mut().retry(next_try);
                Some(())
            });
        }
        let Some(joined) = self.joined.get_mut(&event) else {
            return false;
        };
        if joined.under_way {
            return true;
        }
        joined.elision = elision.map(|elision| Elision {
            since: elision.since.max(at),
            one_at_since: false,
            ..elision
        });
        if let Some(next_visit) = next_visit {
            joined.next_visit = next_visit;
        }
        false
    }

    /// Participations whose polls are being left out.
    pub fn leaving_out(&self) -> impl Iterator<Item = u32> + '_ {
        self.joined.iter().filter(|(_, joined)| joined.elision.is_some()).map(|(number, _)| *number)
    }

    fn may_poll(&self, joined: &Joined, at: Timestamp) -> bool {
        joined.outline().stage(at, &self.rules.events) <= Stage::Maintained
    }
}

/// What [`Node::begin_left_out`] keeps aside.
pub struct Aside {
    /// When to deliver what is to be told.
    next_try: Option<Timestamp>,
    elision: Option<Elision>,
    next_visit: Option<Timestamp>,
}

impl Joined {
    fn rests(&self) -> bool {
        !self.under_way
            && match &self.participation().state {
                State::InDoubt(_) => false,
                State::Joined(known) => {
                    !known.is_pending() && known.end().is_some() && known.answered.is_some()
                }
            }
    }
}
