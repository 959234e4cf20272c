//! When a participant asks for statistics: at times nobody can predict, independent
//! from event to event (EV-12), because polling everything at once would link pseudonyms.
//!
//! The k-th poll falls at `origin + phase + k·period + jitter(k)`; phase and jitter
//! come from a keyed PRF of the participation, SHA-256 over its pseudonym's seed and a label of
//! its own, so any k is reached in O(1) and the schedule needs no state. Pseudonym and
//! schedule are secret together: both serve as long as the event is visited, and go together.

use crate::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The shortest and longest time between polls, and between tries to deliver a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PollRules {
    /// Shortest gap.
    pub min: Span,
    /// Longest gap.
    pub max: Span,
    /// Between tries to deliver a report that wasn't acknowledged.
    pub push_retry: Span,
}

impl Default for PollRules {
    fn default() -> Self {
        Self { min: Span::hours(3), max: Span::hours(6), push_retry: Span::minutes(30) }
    }
}

impl PollRules {
    fn period(&self) -> i64 {
        ((self.min.0 + self.max.0) / 2).max(1)
    }
    /// Jitter moves each poll by up to this much either way, so gaps stay in [min, max].
    fn half_jitter(&self) -> i64 {
        (self.max.0 - self.min.0).max(0) / 4
    }
}

/// One participation's poll times.
#[derive(Clone)]
pub struct PollSchedule {
    origin: Timestamp,
    seed: Zeroizing<[u8; 32]>,
}

impl PollSchedule {
    /// A schedule that starts at check-in, of the pseudonym with this seed.
    #[must_use]
    pub fn new(origin: Timestamp, seed: Zeroizing<[u8; 32]>) -> Self {
        Self { origin, seed }
    }

    fn prf(&self, input: u64, below: i64) -> i64 {
        // 55 bytes, the most that one block of SHA-256 takes.
        let mut hash = Sha256::new();
        hash.update(b"corona/v1/poll\0");
        hash.update(self.seed.as_ref());
        hash.update(input.to_be_bytes());
        let digest = hash.finalize();
        let mut word = [0; 8];
        word.copy_from_slice(&digest[..8]);
        // Reduction bias is below 2^-30 for spans of days in milliseconds.
        (u64::from_be_bytes(word) % below.max(1).unsigned_abs()) as i64
    }

    fn phase(&self, rules: &PollRules) -> i64 {
        self.prf(u64::MAX, rules.period())
    }

    fn poll(&self, k: i64, phase: i64, rules: &PollRules) -> Timestamp {
        let jitter = match rules.half_jitter() {
            0 => 0,
            half => self.prf(k.unsigned_abs(), 2 * half + 1) - half,
        };
        self.origin + Span(phase + k * rules.period() + jitter)
    }

    /// The first poll strictly after `now`.
    #[must_use]
    pub fn next_after(&self, now: Timestamp, rules: &PollRules) -> Timestamp {
        self.first_after(now, self.phase(rules), rules).1
    }

    /// The number of the first poll after `now`, and its time.
    fn first_after(&self, now: Timestamp, phase: i64, rules: &PollRules) -> (i64, Timestamp) {
        // No earlier one can lie ahead, however late its jitter makes it.
        let earliest = (now - self.origin).0 - phase - rules.half_jitter();
        let mut k = earliest.div_euclid(rules.period()).max(0);
        loop {
            let at = self.poll(k, phase, rules);
            if at > now {
                return (k, at);
            }
            k += 1;
        }
    }

    /// The last poll at `now` or before, if there is one.
    #[must_use]
    pub fn latest(&self, now: Timestamp, rules: &PollRules) -> Option<Timestamp> {
        let phase = self.phase(rules);
        let (k, _) = self.first_after(now, phase, rules);
        (k > 0).then(|| self.poll(k - 1, phase, rules))
    }

    /// How many polls there are after `after`, until `last` inclusive.
    #[must_use]
    pub fn count(&self, after: Timestamp, last: Timestamp, rules: &PollRules) -> u64 {
        if last <= after {
            return 0;
        }
        let phase = self.phase(rules);
        let (first, _) = self.first_after(after, phase, rules);
        let (beyond, _) = self.first_after(last, phase, rules);
        (beyond - first).unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polls_come_every_three_to_six_hours_and_differ_by_key() {
        let rules = PollRules::default();
        let mut firsts = std::collections::BTreeSet::new();
        for key in 0..50 {
            let schedule = PollSchedule::new(Timestamp(1_000), Zeroizing::new([key; 32]));
            let mut at = schedule.next_after(Timestamp(1_000), &rules);
            firsts.insert(at);
            for _ in 0..200 {
                let next = schedule.next_after(at, &rules);
                let gap = next - at;
                assert!((rules.min..=rules.max).contains(&gap), "{gap}");
                at = next;
            }
        }
        assert_eq!(firsts.len(), 50);
    }
}
