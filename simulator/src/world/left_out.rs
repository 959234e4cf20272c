//! How many polls were left out, by whom.

use super::step::World;
use crate::population::PersonIndex;
use corona_core::identity::Signatures;

impl<S: Signatures> World<S> {
    /// Polls left out so far.
    #[must_use]
    pub fn elided_polls(&self) -> u64 {
        let living = (0..self.phones.len() as u32).map(|person| self.left_out_by(person));
        self.unseen.by_the_dead + living.sum::<u64>()
    }

    /// Polls that a phone left out since its process began.
    #[must_use]
    pub fn left_out_by(&self, person: PersonIndex) -> u64 {
        let phone = &self.phones[person as usize];
        let counts_on = phone.is_on();
        let now = self.now + phone.skew;
        phone.node().map_or(
            0,
            |node| {
                if counts_on { node.left_out(now) } else { node.counted_left_out() }
            },
        )
    }
}
