//! Whoever waits or follows, whatever becomes of the node meanwhile.

use super::chronicle::Chronicle;
use super::waiting::WaitingRoom;
use crate::api::{Outcome, UpdateShown};
use crate::control::Answers;

/// Those who wait for an answer, those who follow, and what they may have missed.
pub(super) struct Listeners {
    pub(super) waiting: WaitingRoom,
    pub(super) chronicle: Chronicle,
}

impl Listeners {
    pub(super) fn new(chronicle: Chronicle) -> Self {
        Self { waiting: WaitingRoom::default(), chronicle }
    }

    /// Tells all who follow, and remembers.
    pub(super) fn announce(&mut self, update: UpdateShown) {
        let update = self.chronicle.add(update);
        self.waiting.tell(&Outcome::Update(update));
    }

    /// Tells what was missed, and from now on everything.
    pub(super) fn follow(&mut self, after: Option<u64>, answers: Answers) {
        if let Some(after) = after {
            let mut missed = self.chronicle.after(after);
            if !missed.all(|update| answers.give(Outcome::Update(update.clone()))) {
                return;
            }
        }
        self.waiting.follow(answers);
    }
}
