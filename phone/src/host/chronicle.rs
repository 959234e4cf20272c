//! What happened lately, numbered, for whoever asks late.
//!
//! It knows the numbers and the last few updates. It decides which number comes next: above
//! every earlier one, over restarts as well, as long as the clock isn't set back.

use crate::api::UpdateShown;
use corona_core::time::Timestamp;
use std::collections::VecDeque;

/// So many are remembered for whoever follows again.
const REMEMBERED: usize = 200;
/// Numbers that a millisecond has room for. The product stays below 2⁵³ for centuries, so
/// that every language's JSON reads it exactly.
const PER_MILLISECOND: u64 = 1 << 10;

/// Numbered updates.
pub(super) struct Chronicle {
    last: u64,
    recent: VecDeque<UpdateShown>,
}

impl Chronicle {
    pub(super) fn new(now: Timestamp) -> Self {
        let last = now.as_millis().max(0).unsigned_abs() * PER_MILLISECOND;
        Self { last, recent: VecDeque::new() }
    }

    /// Numbers an update and keeps it.
    pub(super) fn add(&mut self, update: UpdateShown) -> UpdateShown {
        self.last += 1;
        let update = UpdateShown { sequence: self.last, ..update };
        self.recent.push_back(update.clone());
        while self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
        update
    }

    /// Those after a number that are still remembered.
    pub(super) fn after(&self, sequence: u64) -> impl Iterator<Item = &UpdateShown> {
        self.recent.iter().filter(move |update| update.sequence > sequence)
    }

    /// Forgets everything but the number: whose it was is gone.
    pub(super) fn forget(&mut self) {
        self.recent.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(what: &str) -> UpdateShown {
        UpdateShown {
            sequence: 0,
            at: String::new(),
            what: what.to_owned(),
            number: None,
            text: String::new(),
        }
    }

    #[test]
    fn numbers_grow_over_restarts_and_stay_exact_in_json() {
        let mut before = Chronicle::new(Timestamp(1_790_000_000_000));
        let last = (0..1_000).map(|_| before.add(update("a")).sequence).max().unwrap();
        let mut after = Chronicle::new(Timestamp(1_790_000_000_001));
        assert!(after.add(update("b")).sequence > last);
        assert!(last < 1 << 53);
    }

    #[test]
    fn whoever_comes_back_hears_what_was_missed() {
        let mut chronicle = Chronicle::new(Timestamp(0));
        let seen = chronicle.add(update("seen")).sequence;
        chronicle.add(update("missed"));
        assert_eq!(chronicle.after(seen).map(|u| u.what.as_str()).collect::<Vec<_>>(), ["missed"]);
        chronicle.forget();
        assert_eq!(chronicle.after(0).count(), 0);
    }
}
