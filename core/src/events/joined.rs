//! What a checked-in guest knows of an event, and what the event must hold of the guest.
//!
//! It decides which answers are believed and when a report is due; frames and times of
//! visits are the node's. Without keys: those go when the event is archived, this stays.

use super::{Answered, EventRules, Metadata, Standing, Statistics, Telling};
use crate::cascade::{EventSpan, ReportIdentity, Signal, Told};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A checked-in guest's knowledge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Joined {
    /// As pinned.
    pub metadata: Metadata,
    /// Far in the future until it is learnt.
    end: Timestamp,
    /// What it answered last; `None` before the first answer.
    pub answered: Option<Answered>,
    /// Most events are told nothing.
    telling: Option<Box<Telling>>,
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
    pub fn new(metadata: Metadata) -> Self {
        Self { metadata, end: Timestamp::FAR_FUTURE, answered: None, telling: None }
    }

    /// End, once learnt.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        (self.end < Timestamp::FAR_FUTURE).then_some(self.end)
    }

    /// What the newest report says.
    #[must_use]
    pub fn told(&self) -> Told {
        self.telling.as_ref().map_or(Told::Nothing, |telling| telling.told)
    }
    /// Number of the newest report; 0 before the first.
    #[must_use]
    pub fn sequence(&self) -> u32 {
        self.telling.as_ref().map_or(0, |telling| telling.sequence)
    }
    /// Whether the newest report takes a mistaken positive back.
    #[must_use]
    pub fn corrects(&self) -> bool {
        self.telling.as_ref().is_some_and(|telling| telling.corrects)
    }
    /// The organizer's word on the newest report.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.telling.as_ref().map_or(Standing::Unreviewed, |telling| telling.standing)
    }
    /// The guest's answer to: may high-risk reports carry your identity here?
    #[must_use]
    pub fn consent(&self) -> Option<bool> {
        self.telling.as_ref().and_then(|telling| telling.consent)
    }
    /// Whether the event has not acknowledged the newest report yet.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.telling.as_ref().is_some_and(|telling| telling.pending)
    }
    /// When to try (again) to deliver the newest report, if that must be.
    #[must_use]
    pub fn next_try(&self) -> Option<Timestamp> {
        self.telling.as_ref().filter(|telling| telling.pending).map(|telling| telling.next_try)
    }
    /// As it was, with the same process: a record doesn't hold it.
    pub(crate) fn set_next_try(&mut self, next_try: Timestamp) {
        if let Some(telling) = &mut self.telling {
            telling.next_try = next_try;
        }
    }
    pub(crate) fn telling_mut(&mut self) -> &mut Telling {
        self.telling.get_or_insert_default()
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
        if let Some(pinned) = self.end()
            && end != Some(pinned)
        {
            return Err(VisitError::EndChanged { pinned, answered: end });
        }
        let answered = Answered::from(statistics);
        let changed = self.end() != end || self.answered.as_ref() != Some(&answered);
        self.end = end.unwrap_or(Timestamp::FAR_FUTURE);
        self.answered = Some(answered);
        Ok(changed)
    }

    /// Sets what the event must hold of us; true if that needs a new report (EV-14).
    pub fn tell(&mut self, told: Told, now: Timestamp) -> bool {
        if self.told() == told {
            return false;
        }
        self.telling_mut().tell(told, now);
        true
    }

    /// Whether a high-risk report may leave: pseudonymously, or with consent (EV-15).
    #[must_use]
    pub fn may_report_high_risk(&self) -> bool {
        match self.metadata.high_risk_reports {
            ReportIdentity::Pseudonymous => true,
            ReportIdentity::Identified => self.consent() == Some(true),
        }
    }

    /// Best signal of the others, as last answered.
    #[must_use]
    pub fn best(&self) -> Option<Signal> {
        self.answered.as_ref().and_then(Answered::best)
    }

    /// Keeps what an archived event is remembered by: its end, the last answer, and what it
    /// was told last.
    pub(super) fn freeze(&mut self, end: Timestamp) {
        self.end = end;
        let told = self.telling.take().filter(|telling| telling.told != Told::Nothing);
        self.telling = told.map(|telling| Box::new(telling.frozen()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Range;
    use super::*;
    use crate::time::Span;

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
            name: "Barbecue".into(),
            banner: None,
            start,
            high_risk_reports: ReportIdentity::Pseudonymous,
            exact_statistics: true,
        };
        let mut joined = Joined::new(metadata);
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
