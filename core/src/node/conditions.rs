//! What the phone's system says of its network and power, and what waits meanwhile.
//!
//! A poll nearly always learns nothing new, so it is what a phone can do without while it
//! costs money or the last of the battery. What somebody waits for can't wait: reports,
//! check-ins, guests of hosted events, contacts who must be told something. Conditions are of
//! the moment: no record holds them, and whoever restores a node tells it anew.

use super::Answer;
use super::machine::Node;
use crate::identity::Signatures;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a phone's system says, and whether its owner wants polls to heed it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PhoneConditions {
    /// What goes over the network costs by its size.
    pub metered: bool,
    /// The system saves the battery.
    pub battery_saver: bool,
    /// The owner's switch: polls wait while either holds.
    pub heeded: bool,
}

impl Default for PhoneConditions {
    /// Neither holds; either would be heeded.
    fn default() -> Self {
        Self { metered: false, battery_saver: false, heeded: true }
    }
}

impl PhoneConditions {
    /// Whether polls wait (EV-28).
    #[must_use]
    pub const fn polls_wait(self) -> bool {
        self.heeded && (self.metered || self.battery_saver)
    }
}

impl<S: Signatures> Node<S> {
    /// As told last; none hold after creation and restoring.
    #[must_use]
    pub fn conditions(&self) -> PhoneConditions {
        self.conditions
    }

    pub(super) fn set_conditions(&mut self, conditions: PhoneConditions, now: Timestamp) -> Answer {
        let waited = self.conditions.polls_wait();
        self.conditions = conditions;
        if conditions.polls_wait() != waited {
            self.reschedule_polls(now);
            self.book.reconsider();
            if waited {
                self.resume_regular_syncs(now);
            }
        }
        Answer::Done
    }

    /// Polls that would have come meanwhile are left out, not made up for: the next comes at
    /// its time, so that nothing but the schedule says when it comes (EV-28).
    fn reschedule_polls(&mut self, now: Timestamp) {
        let numbers: Vec<u32> = self.joined.iter().map(|(number, _)| *number).collect();
        for number in numbers {
            self.end_elision(number, now);
            self.schedule_visit(number, now);
        }
    }
}
