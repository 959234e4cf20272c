//! What an event tells its participants: counts about the others, never who.
//!
//! A [`Tally`] adds up every attendee's [`Contribution`]; the answer to one of them is
//! the tally without their own, coarsened for small events if the policy says so
//! (protocol §6). The best signal survives coarsening: it is what cascades.

use crate::cascade::{EventSpan, Policy, Signal, StatisticsRule};
use serde::{Deserialize, Serialize};

/// What one attendee's report adds to the counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Contribution {
    /// Nothing told, withdrawn or rejected.
    #[default]
    None,
    /// Negative test.
    Negative,
    /// Inferred risk.
    HighRisk(Signal),
    /// Symptoms, at the policy's strength.
    Suspected(Signal),
    /// Positive test, at the policy's strength.
    Positive(Signal),
}

impl Contribution {
    /// The signal that others may receive.
    #[must_use]
    pub const fn signal(&self) -> Option<Signal> {
        match self {
            Self::None | Self::Negative => None,
            Self::HighRisk(signal) | Self::Suspected(signal) | Self::Positive(signal) => {
                Some(*signal)
            }
        }
    }
}

/// Sums over attendees.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Attendees, organizer included.
    pub attendees: u32,
    negatives: u32,
    suspected: u32,
    positives: u32,
    /// Best first, with how many hold each. At most some dozens, and at most events none:
    /// a vector takes no memory for nothing and little for little.
    signals: Vec<(Signal, u32)>,
}

impl Tally {
    /// Nothing told yet.
    #[must_use]
    pub fn of(attendees: u32) -> Self {
        Self { attendees, ..Self::default() }
    }

    /// Counts one contribution in.
    pub fn add(&mut self, contribution: Contribution) {
        if let Some(count) = self.counter(contribution) {
            *count += 1;
        }
        if let Some(signal) = contribution.signal() {
            match self.place(signal) {
                Ok(at) => self.signals[at].1 += 1,
                Err(at) => self.signals.insert(at, (signal, 1)),
            }
        }
    }

    /// Counts one contribution out that was counted in.
    pub fn remove(&mut self, contribution: Contribution) {
        if let Some(count) = self.counter(contribution) {
            *count -= 1;
        }
        if let Some(signal) = contribution.signal() {
            let at = self.place(signal).expect("only counted signals are removed");
            self.signals[at].1 -= 1;
            if self.signals[at].1 == 0 {
                self.signals.remove(at);
            }
        }
    }

    /// Where a signal is counted, or belongs.
    fn place(&self, signal: Signal) -> Result<usize, usize> {
        self.signals.binary_search_by(|(counted, _)| signal.cmp(counted))
    }

    fn counter(&mut self, contribution: Contribution) -> Option<&mut u32> {
        match contribution {
            Contribution::None | Contribution::HighRisk(_) => None,
            Contribution::Negative => Some(&mut self.negatives),
            Contribution::Suspected(_) => Some(&mut self.suspected),
            Contribution::Positive(_) => Some(&mut self.positives),
        }
    }

    /// Gives back memory that nothing was counted in.
    pub(super) fn shrink(&mut self) {
        self.signals.shrink_to_fit();
    }

    /// The signals of all but one attendee who contributes `own`, best first.
    fn others(&self, own: Contribution) -> impl Iterator<Item = (Signal, u32)> + '_ {
        let own = own.signal();
        self.signals
            .iter()
            .map(move |(signal, count)| (*signal, count - u32::from(own == Some(*signal))))
            .filter(|(_, count)| *count > 0)
    }

    /// The best signal of all but one attendee who contributes `own`.
    #[must_use]
    pub fn best_without(&self, own: Contribution) -> Option<Signal> {
        self.others(own).next().map(|(best, _)| best)
    }

    /// The answer to an attendee who contributes `own`.
    #[must_use]
    pub fn answer(
        &self,
        own: Contribution,
        event: EventSpan,
        revision: u32,
        policy: &Policy,
    ) -> Statistics {
        let exact = policy.statistics == StatisticsRule::Exact;
        let counted = |count: u32, own: bool| {
            let count = count - u32::from(own);
            if exact { Range::exactly(count) } else { coarsen(count, self.attendees) }
        };
        let others = self.others(own);
        Statistics {
            event,
            attendees: if exact {
                Range::exactly(self.attendees)
            } else {
                coarsen_attendees(self.attendees)
            },
            negatives: counted(self.negatives, matches!(own, Contribution::Negative)),
            suspected: counted(self.suspected, matches!(own, Contribution::Suspected(_))),
            positives: counted(self.positives, matches!(own, Contribution::Positive(_))),
            signals: if exact {
                others.collect()
            } else {
                // A count beside a signal would undo the bands: one stands for "some".
                others.take(1).map(|(best, _)| (best, 1)).collect()
            },
            // Where answers are coarse it would tell of changes that the bands hide.
            revision: if exact { revision } else { 0 },
        }
    }
}

/// Protocol §6: bands below 20 attendees, then fives, but never below the last band.
fn coarsen_attendees(attendees: u32) -> Range {
    match attendees {
        0..=1 => Range::exactly(attendees),
        2..=5 => Range { low: 2, high: 5 },
        6..=9 => Range { low: 6, high: 9 },
        10..=19 => Range { low: 10, high: 19 },
        n => {
            let fives = round_to_five(n);
            Range { low: fives.low.max(20), ..fives }
        }
    }
}

/// Protocol §6: nothing but the level for 2–5 attendees, then 0, 1–5, 6+, then fives.
fn coarsen(count: u32, attendees: u32) -> Range {
    match (attendees, count) {
        (0..=5, _) => Range { low: 0, high: 4 },
        (6..=19, 0) => Range::exactly(0),
        (6..=19, 1..=5) => Range { low: 1, high: 5 },
        (6..=19, _) => Range { low: 6, high: 18 },
        (_, count) => round_to_five(count),
    }
}

/// All counts that round to the same multiple of five: a guest must not take the
/// multiple for the count.
const fn round_to_five(n: u32) -> Range {
    let fives = (n + 2) / 5 * 5;
    Range { low: fives.saturating_sub(2), high: fives + 2 }
}

/// A count that is known to lie between two bounds, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Range {
    /// At least.
    pub low: u32,
    /// At most.
    pub high: u32,
}

impl Range {
    /// A known count.
    #[must_use]
    pub const fn exactly(n: u32) -> Self {
        Self { low: n, high: n }
    }
}

/// What one participant was answered: counts about the others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statistics {
    /// Begin, and end once closed.
    pub event: EventSpan,
    /// Attendees, the one who asks and the organizer included.
    pub attendees: Range,
    /// Others with a negative test sampled after the event.
    pub negatives: Range,
    /// Others with symptoms.
    pub suspected: Range,
    /// Others with a positive test.
    pub positives: Range,
    /// Others' signals, best first, with how many hold each.
    pub signals: Vec<(Signal, u32)>,
    /// Grows with every published change; 0 where statistics are coarse.
    pub revision: u32,
}

impl Statistics {
    /// The best of the others' signals.
    #[must_use]
    pub fn best(&self) -> Option<Signal> {
        self.signals.iter().map(|(signal, _)| *signal).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::time::Timestamp;

    const EVENT: EventSpan = EventSpan { start: Timestamp(0), end: None };
    fn signal(strength: u8, hop: u8) -> Signal {
        Signal { strength, hop }
    }
    fn tally(attendees: u32, contributions: &[Contribution]) -> Tally {
        let mut tally = Tally::of(attendees);
        contributions.iter().for_each(|c| tally.add(*c));
        tally
    }

    #[test]
    fn the_own_report_is_left_out() {
        let own = Contribution::Positive(signal(15, 0));
        let other = Contribution::HighRisk(signal(14, 1));
        let tally = tally(3, &[own, other]);
        let to_own = tally.answer(own, EVENT, 1, &Policy::whitepaper());
        assert_eq!((to_own.positives, to_own.best()), (Range::exactly(0), Some(signal(14, 1))));
        let to_other = tally.answer(other, EVENT, 1, &Policy::whitepaper());
        assert_eq!((to_other.positives, to_other.best()), (Range::exactly(1), Some(signal(15, 0))));
        assert_eq!(tally.best_without(own), Some(signal(14, 1)));
        assert_eq!(tally.best_without(other), Some(signal(15, 0)));
    }

    #[test]
    fn equal_signals_of_others_stay() {
        let same = Contribution::Suspected(signal(15, 0));
        assert_eq!(tally(2, &[same, same]).best_without(same), Some(signal(15, 0)));
        assert_eq!(tally(2, &[same]).best_without(same), None);
    }

    #[test]
    fn adding_and_removing_leaves_nothing_behind() {
        let mut tally = Tally::default();
        let all = [
            Contribution::Negative,
            Contribution::HighRisk(signal(3, 4)),
            Contribution::Suspected(signal(10, 0)),
            Contribution::Positive(signal(12, 0)),
        ];
        all.iter().for_each(|c| tally.add(*c));
        all.iter().for_each(|c| tally.remove(*c));
        assert_eq!(tally, Tally::default());
    }

    #[test]
    fn small_events_answer_a_level_and_larger_ones_bands() {
        let graded = Policy::graded();
        let positive = Contribution::Positive(signal(12, 0));
        let answer = |n, count| {
            tally(n, &vec![positive; count]).answer(Contribution::None, EVENT, 1, &graded)
        };
        assert_eq!(answer(3, 1).positives, answer(3, 2).positives);
        assert_eq!(answer(3, 1).attendees, answer(5, 1).attendees);
        assert_eq!(answer(3, 1).signals, [(signal(12, 0), 1)]);
        assert_eq!(answer(12, 1), answer(12, 5));
        assert_ne!(answer(12, 0).positives, answer(12, 1).positives);
        assert_eq!(answer(100, 7).positives, Range { low: 3, high: 7 });
        assert_eq!(answer(100, 8).positives, Range { low: 8, high: 12 });
        assert_eq!(answer(21, 0).attendees, Range { low: 20, high: 22 });
        assert_eq!(answer(12, 9).signals, [(signal(12, 0), 1)]);
    }
}
