//! What an event answered last, small: at most events nobody has reported anything.
//!
//! It knows the counts without what metadata says already, and decides how they are held.

use super::{Range, Statistics};
use crate::cascade::Signal;
use serde::{Deserialize, Serialize};

/// Statistics as last answered, without what metadata already says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answered(Held);

/// One way only to hold the same counts: it is compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
enum Held {
    /// No signals, and negatives, suspected and positives lie within the same bounds.
    Quiet { attendees: Range, each: Range, revision: u32 },
    /// Anything else.
    Counts(Box<Counts>),
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Counts {
    attendees: Range,
    negatives: Range,
    suspected: Range,
    positives: Range,
    signals: Box<[(Signal, u32)]>,
    revision: u32,
}

impl From<&Statistics> for Answered {
    fn from(statistics: &Statistics) -> Self {
        let Statistics { attendees, negatives, suspected, positives, revision, .. } = *statistics;
        let each = negatives;
        let is_quiet = statistics.signals.is_empty() && suspected == each && positives == each;
        Self(if is_quiet {
            Held::Quiet { attendees, each, revision }
        } else {
            let signals = statistics.signals.clone().into_boxed_slice();
            Held::Counts(Box::new(Counts {
                attendees,
                negatives,
                suspected,
                positives,
                signals,
                revision,
            }))
        })
    }
}

impl Answered {
    /// As answered.
    #[must_use]
    pub fn attendees(&self) -> Range {
        match &self.0 {
            Held::Quiet { attendees, .. } => *attendees,
            Held::Counts(counts) => counts.attendees,
        }
    }
    /// As answered.
    #[must_use]
    pub fn negatives(&self) -> Range {
        self.count(|counts| counts.negatives)
    }
    /// As answered.
    #[must_use]
    pub fn suspected(&self) -> Range {
        self.count(|counts| counts.suspected)
    }
    /// As answered.
    #[must_use]
    pub fn positives(&self) -> Range {
        self.count(|counts| counts.positives)
    }
    /// As answered, best first.
    #[must_use]
    pub fn signals(&self) -> &[(Signal, u32)] {
        match &self.0 {
            Held::Quiet { .. } => &[],
            Held::Counts(counts) => &counts.signals,
        }
    }
    /// As answered.
    #[must_use]
    pub fn revision(&self) -> u32 {
        match &self.0 {
            Held::Quiet { revision, .. } => *revision,
            Held::Counts(counts) => counts.revision,
        }
    }
    /// The best of the others' signals.
    #[must_use]
    pub fn best(&self) -> Option<Signal> {
        self.signals().first().map(|(best, _)| *best)
    }

    fn count(&self, of: impl FnOnce(&Counts) -> Range) -> Range {
        match &self.0 {
            Held::Quiet { each, .. } => *each,
            Held::Counts(counts) => of(counts),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cascade::EventSpan;
    use crate::time::Timestamp;

    #[test]
    fn counts_are_given_as_they_were_answered_however_they_are_held() {
        let count = |n| Range { low: n, high: n + 3 };
        let signal = (Signal { strength: 12, hop: 0 }, 2);
        let quiet = Statistics {
            event: EventSpan { start: Timestamp(0), end: None },
            attendees: count(9),
            negatives: count(0),
            suspected: count(0),
            positives: count(0),
            signals: Vec::new(),
            revision: 7,
        };
        let told = Statistics { positives: count(1), suspected: count(2), ..quiet.clone() };
        let warned = Statistics { signals: vec![signal], ..quiet.clone() };
        for statistics in [quiet, told, warned] {
            let answered = Answered::from(&statistics);
            assert_eq!(answered.attendees(), statistics.attendees);
            assert_eq!(answered.negatives(), statistics.negatives);
            assert_eq!(answered.suspected(), statistics.suspected);
            assert_eq!(answered.positives(), statistics.positives);
            assert_eq!(answered.signals(), statistics.signals);
            assert_eq!((answered.revision(), answered.best()), (7, statistics.best()));
        }
    }
}
