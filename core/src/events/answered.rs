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
    /// As quiet, but for a warning that tells neither how many nor how often it changed: what
    /// coarse answers of a warned event mostly are.
    Warned { attendees: Range, each: Range, best: Signal },
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
        let are_equal = suspected == each && positives == each;
        Self(match (statistics.signals.as_slice(), revision) {
            ([], _) if are_equal => Held::Quiet { attendees, each, revision },
            ([(best, 1)], 0) if are_equal => Held::Warned { attendees, each, best: *best },
            (signals, _) => Held::Counts(Box::new(Counts {
                attendees,
                negatives,
                suspected,
                positives,
                signals: signals.into(),
                revision,
            })),
        })
    }
}

impl Answered {
    /// As answered.
    #[must_use]
    pub fn attendees(&self) -> Range {
        match &self.0 {
            Held::Quiet { attendees, .. } | Held::Warned { attendees, .. } => *attendees,
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
    pub fn signals(&self) -> impl Iterator<Item = (Signal, u32)> + '_ {
        let (one, all): (Option<Signal>, &[(Signal, u32)]) = match &self.0 {
            Held::Quiet { .. } => (None, &[]),
            Held::Counts(counts) => (None, &counts.signals),
            Held::Warned { best, .. } => (Some(*best), &[]),
        };
        one.map(|best| (best, 1)).into_iter().chain(all.iter().copied())
    }
    /// As answered.
    #[must_use]
    pub fn revision(&self) -> u32 {
        match &self.0 {
            Held::Quiet { revision, .. } => *revision,
            Held::Counts(counts) => counts.revision,
            Held::Warned { .. } => 0,
        }
    }
    /// The best of the others' signals.
    #[must_use]
    pub fn best(&self) -> Option<Signal> {
        match &self.0 {
            Held::Quiet { .. } => None,
            Held::Counts(counts) => counts.signals.first().map(|(best, _)| *best),
            Held::Warned { best, .. } => Some(*best),
        }
    }

    fn count(&self, of: impl FnOnce(&Counts) -> Range) -> Range {
        match &self.0 {
            Held::Quiet { each, .. } | Held::Warned { each, .. } => *each,
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
        let some = Statistics { signals: vec![(signal.0, 1)], revision: 0, ..quiet.clone() };
        let few = Statistics { positives: count(1), ..some.clone() };
        assert!(matches!(Answered::from(&some), Answered(Held::Warned { .. })));
        for statistics in [quiet, told, warned, some, few] {
            let answered = Answered::from(&statistics);
            assert_eq!(answered.attendees(), statistics.attendees);
            assert_eq!(answered.negatives(), statistics.negatives);
            assert_eq!(answered.suspected(), statistics.suspected);
            assert_eq!(answered.positives(), statistics.positives);
            assert_eq!(answered.signals().collect::<Vec<_>>(), statistics.signals);
            assert_eq!(answered.revision(), statistics.revision);
            assert_eq!(answered.best(), statistics.best());
        }
    }
}
