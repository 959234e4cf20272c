//! What inference reads of a participation: when the event took place and what it answered.
//!
//! Everything a phone attends is looked at far more often than it changes, and keys, names and
//! counts are not looked at then: a phone keeps outlines side by side, the rest elsewhere.

use super::{EventRules, Participation, Stage, State};
use crate::cascade::{EventSpan, Exposure, Signal, Told};
use crate::time::{Span, Timestamp};

/// An excerpt of a [`Participation`]; it follows from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outline {
    /// Of the event; in the far future while in doubt.
    start: Timestamp,
    /// The end once it is learnt, till then the check-in.
    anchor: Timestamp,
    best: Option<Signal>,
    told: Told,
    has_ended: bool,
    may_report_high_risk: bool,
}

impl Outline {
    pub(super) fn of(participation: &Participation) -> Self {
        let checked_in = participation.checked_in;
        match &participation.state {
            State::InDoubt(_) => Self {
                start: Timestamp::FAR_FUTURE,
                anchor: checked_in,
                best: None,
                told: Told::Nothing,
                has_ended: false,
                may_report_high_risk: false,
            },
            State::Joined(known) => Self {
                start: known.metadata.start,
                anchor: known.end().unwrap_or(checked_in),
                best: known.best(),
                told: known.told(),
                has_ended: known.end().is_some(),
                may_report_high_risk: known.may_report_high_risk(),
            },
        }
    }

    /// What the newest report says.
    #[must_use]
    pub fn told(&self) -> Told {
        self.told
    }

    /// Whether `told` must not leave unless the owner consents (EV-15).
    #[must_use]
    pub fn needs_consent(&self, told: Told) -> bool {
        matches!(told, Told::HighRisk { .. }) && !self.may_report_high_risk
    }

    /// The end, as known or, if it could not be learnt in time, as assumed (EV-4).
    #[must_use]
    pub fn end(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        if self.has_ended {
            return Some(self.anchor);
        }
        let assumed = self.anchor + rules.auto_close;
        (now > assumed).then_some(assumed)
    }

    /// Where the event stands by our clock.
    #[must_use]
    pub fn stage(&self, now: Timestamp, rules: &EventRules) -> Stage {
        rules.stage(self.end(now, rules), now)
    }

    /// What this event makes of us; `None` while in doubt.
    #[must_use]
    pub fn exposure(&self, now: Timestamp, rules: &EventRules) -> Option<Exposure> {
        let start = self.start;
        (start < Timestamp::FAR_FUTURE).then(|| Exposure {
            event: EventSpan { start, end: self.end(now, rules) },
            best: self.best,
        })
    }

    /// Whether nobody else there has a signal, so that its end bears on nobody.
    #[must_use]
    pub(crate) fn is_silent(&self) -> bool {
        self.best.is_none()
    }

    /// The next time at which age alone archives or erases it.
    #[must_use]
    pub(crate) fn next_archiving(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        let assumed = self.anchor + rules.auto_close;
        rules.next_change(Some(self.end(now, rules).unwrap_or(assumed)), now)
    }

    /// The next time at which age alone changes the stage or the assumed end.
    #[must_use]
    pub fn next_change(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        match self.end(now, rules) {
            None => Some(self.anchor + rules.auto_close + Span(1)),
            Some(end) => rules.next_change(Some(end), now),
        }
    }
}
