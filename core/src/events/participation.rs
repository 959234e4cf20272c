//! A guest's side of one event: pseudonym, what it was answered, what it must tell.
//!
//! ```text
//! InDoubt ──CheckedIn, or a visit is answered──► Joined ──maintain──► frozen ──archive──► erased
//!    └─ the pseudonym isn't admitted ──► gone
//! ```
//! A check-in whose answer was lost may have been stored by the organizer, so it is
//! neither forgotten nor trusted: the next visit finds out.

use super::{EventRules, Metadata, MetadataHash, PollRules, PollSchedule, Stage, Standing};
use super::{Range, Statistics};
use crate::cascade::{EventSpan, Exposure, ReportIdentity, Signal, Told};
use crate::identity::{Address, EventKey, PseudonymSecret};
use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// One event this phone is a guest of.
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
    /// When we ask.
    pub polls: PollSchedule,
    /// How far it got.
    pub state: State,
}

/// How far a participation got.
#[derive(Clone, Serialize, Deserialize)]
pub enum State {
    /// The check-in was sent and not answered.
    InDoubt(InDoubt),
    /// The organizer has stored our pseudonym.
    Joined(Box<Joined>),
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

/// A checked-in guest's knowledge.
#[derive(Clone, Serialize, Deserialize)]
pub struct Joined {
    /// As pinned.
    pub metadata: Metadata,
    /// Of the metadata's bytes.
    pub metadata_hash: MetadataHash,
    /// End, once learnt.
    pub end: Option<Timestamp>,
    /// What it answered last; `None` before the first answer.
    pub answered: Option<Answered>,
    /// The guest's answer to: may high-risk reports carry your identity here?
    pub consent: Option<bool>,
    /// Number of the newest report.
    pub sequence: u32,
    /// What the newest report says.
    pub told: Told,
    /// Whether that report takes a mistaken positive back.
    pub corrects: bool,
    /// Set until the event acknowledges the newest report.
    pub pending: Option<Pending>,
    /// The organizer's word on it.
    pub standing: Standing,
}

/// Statistics as last answered, without what metadata already says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// As answered.
    pub attendees: Range,
    /// As answered.
    pub negatives: Range,
    /// As answered.
    pub suspected: Range,
    /// As answered.
    pub positives: Range,
    /// As answered, best first.
    pub signals: Vec<(Signal, u32)>,
    /// As answered.
    pub revision: u32,
}

/// A report that must be delivered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pending {
    /// When to try (again); after a restart at once.
    #[serde(skip)]
    pub next_try: Timestamp,
}

/// Why an event's answer is refused. The organizer broke its word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum VisitError {
    /// Begin differs from the pinned metadata.
    #[error("the event's start changed from {pinned} to {answered}")]
    StartChanged {
        /// At check-in.
        pinned: Timestamp,
        /// Now.
        answered: Timestamp,
    },
    /// No event that we checked in to can have ended then (EV-24).
    #[error("the event cannot have ended at {end}: we checked in at {checked_in}")]
    EndImplausible {
        /// As answered.
        end: Timestamp,
        /// By our clock.
        checked_in: Timestamp,
    },
    /// It had ended at another time before.
    #[error("the event's end changed from {pinned} to {answered:?}")]
    EndChanged {
        /// When it was first learnt.
        pinned: Timestamp,
        /// Now.
        answered: Option<Timestamp>,
    },
}

impl Joined {
    /// Fresh from check-in.
    #[must_use]
    pub fn new(metadata: Metadata, metadata_hash: MetadataHash) -> Self {
        Self {
            metadata,
            metadata_hash,
            end: None,
            answered: None,
            consent: None,
            sequence: 0,
            told: Told::Nothing,
            corrects: false,
            pending: None,
            standing: Standing::Unreviewed,
        }
    }

    /// Takes an answer; true if anything worth storing changed.
    ///
    /// # Errors
    /// [`VisitError`] if it contradicts what was pinned; then nothing changed.
    pub fn take_statistics(
        &mut self,
        statistics: &Statistics,
        checked_in: Timestamp,
        rules: &EventRules,
    ) -> Result<bool, VisitError> {
        let EventSpan { start, end } = statistics.event;
        if start != self.metadata.start {
            return Err(VisitError::StartChanged { pinned: self.metadata.start, answered: start });
        }
        // EV-24: an end in a far year would keep keys, polls and warnings alive for ever.
        let latest = checked_in + rules.auto_close + rules.clock_allowance;
        let earliest = checked_in - rules.clock_allowance;
        if let Some(end) = end.filter(|end| *end > latest || *end < earliest) {
            return Err(VisitError::EndImplausible { end, checked_in });
        }
        if let Some(pinned) = self.end
            && end != Some(pinned)
        {
            return Err(VisitError::EndChanged { pinned, answered: end });
        }
        let answered = Answered {
            attendees: statistics.attendees,
            negatives: statistics.negatives,
            suspected: statistics.suspected,
            positives: statistics.positives,
            signals: statistics.signals.clone(),
            revision: statistics.revision,
        };
        let changed = self.end != end || self.answered.as_ref() != Some(&answered);
        self.end = end;
        self.answered = Some(answered);
        Ok(changed)
    }

    /// Sets what the event must hold of us; true if that needs a new report (EV-14).
    pub fn tell(&mut self, told: Told, now: Timestamp) -> bool {
        if self.told == told {
            return false;
        }
        let positive = |told: &Told| matches!(told, Told::Infection { positive: true, .. });
        // A correction that was replaced before it arrived must still correct.
        let correcting = positive(&self.told) || (self.corrects && self.pending.is_some());
        self.corrects = correcting && !positive(&told);
        self.told = told;
        self.sequence = self.sequence.saturating_add(1);
        self.standing = Standing::Unreviewed;
        self.pending = Some(Pending { next_try: now });
        true
    }

    /// Whether a high-risk report may leave: pseudonymously, or with consent (EV-15).
    #[must_use]
    pub fn may_report_high_risk(&self) -> bool {
        match self.metadata.high_risk_reports {
            ReportIdentity::Pseudonymous => true,
            ReportIdentity::Identified => self.consent == Some(true),
        }
    }

    /// Best signal of the others, as last answered.
    #[must_use]
    pub fn best(&self) -> Option<Signal> {
        self.answered.as_ref().and_then(|answered| answered.signals.first()).map(|(best, _)| *best)
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

    /// The end, as known or, if it could not be learnt in time, as assumed (EV-4).
    #[must_use]
    pub fn end(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        let assumed = self.checked_in + rules.auto_close;
        let known = match &self.state {
            State::InDoubt(_) => None,
            State::Joined(joined) => joined.end,
        };
        known.or((now > assumed).then_some(assumed))
    }

    /// Where the event stands by our clock.
    #[must_use]
    pub fn stage(&self, now: Timestamp, rules: &EventRules) -> Stage {
        rules.stage(self.end(now, rules), now)
    }

    /// What this event makes of us.
    #[must_use]
    pub fn exposure(&self, now: Timestamp, rules: &EventRules) -> Option<Exposure> {
        match &self.state {
            State::InDoubt(_) => None,
            State::Joined(joined) => Some(Exposure {
                event: EventSpan { start: joined.metadata.start, end: self.end(now, rules) },
                best: joined.best(),
            }),
        }
    }

    /// The next time at which age alone changes the stage or the assumed end.
    #[must_use]
    pub fn next_change(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        match self.end(now, rules) {
            None => Some(self.checked_in + rules.auto_close + Span(1)),
            Some(end) => rules.next_change(Some(end), now),
        }
    }

    /// When to visit next, if nothing is under way: a poll, a report, or to end doubt.
    #[must_use]
    pub fn next_visit(&self, last: Timestamp, polls: &PollRules) -> Timestamp {
        match &self.state {
            State::InDoubt(doubt) => doubt.next_try,
            State::Joined(joined) => {
                let poll = self.polls.next_after(last, polls);
                joined.pending.map_or(poll, |pending| pending.next_try.min(poll))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statistics(start: Timestamp, end: Option<Timestamp>) -> Statistics {
        let nobody = Range::exactly(0);
        Statistics {
            event: EventSpan { start, end },
            attendees: Range::exactly(2),
            negatives: nobody,
            suspected: nobody,
            positives: nobody,
            signals: Vec::new(),
            revision: 0,
        }
    }

    #[test]
    fn an_end_that_no_event_of_ours_can_have_is_not_believed() {
        let (start, rules) = (Timestamp(1_600_000_000_000), EventRules::default());
        let metadata = Metadata {
            name: "Barbecue".to_owned(),
            banner: None,
            start,
            high_risk_reports: ReportIdentity::Pseudonymous,
            exact_statistics: true,
        };
        let mut joined = Joined::new(metadata, [0; 32]);
        for end in [start + Span::days(3_000_000), start - Span::days(60), start + Span::days(6)] {
            let refusal = joined.take_statistics(&statistics(start, Some(end)), start, &rules);
            assert_eq!(refusal, Err(VisitError::EndImplausible { end, checked_in: start }));
        }
        let end = Some(start + Span::days(4));
        assert_eq!(joined.take_statistics(&statistics(start, end), start, &rules), Ok(true));
        let changed = joined.take_statistics(&statistics(start, None), start, &rules);
        assert!(matches!(changed, Err(VisitError::EndChanged { .. })));
    }
}
