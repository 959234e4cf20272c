//! When a rival of the cascade warns, and for how long.
//!
//! Knows results and the rival's delay; whom it reaches is the rival's, and what the warned do
//! is the same as with any warning.

use super::outbreak::{Moment, OTHERS, Outbreak};
use super::setting::Setting;
use crate::population::PersonIndex;
use crate::rivals::{Tracing, contacts, delay};
use crate::scenario::RivalKind;
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A rival warned somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RivalWarning {
    /// When.
    pub time: Timestamp,
    /// Whom.
    pub person: PersonIndex,
    /// About whom, who tested positive.
    pub index: PersonIndex,
    /// The person was warned already: this one only lasts longer, as a phone's would.
    pub renewed: bool,
}

impl Outbreak {
    /// A positive result is known to the laboratory; `tells` is whether its owner would tell an
    /// app.
    pub(super) fn plan_trace(&mut self, person: PersonIndex, sampled: Timestamp, tells: bool) {
        let rival = &self.plan.section.rival;
        let known = match rival.kind {
            // Who traces by hand hears of every result.
            RivalKind::None | RivalKind::Manual => true,
            RivalKind::Bluetooth | RivalKind::Event => tells,
        };
        if let Some(delay) = delay(rival).filter(|_| known) {
            let at = self.now + delay;
            self.agenda.push(at, OTHERS, Moment::Trace { person, sampled });
        }
    }

    pub(super) fn trace(&mut self, index: PersonIndex, sampled: Timestamp) {
        let plan = self.plan.clone();
        let Some(attended) = plan.attended.as_ref() else {
            return;
        };
        let missed = |person, gathering| self.misses(person, gathering);
        let avoided = |person, at| self.avoid(index, person, Setting::Casual, at);
        let (chance, now) = (self.chance, self.now);
        let tracing = Tracing {
            plan: &plan,
            attended,
            chance: &chance,
            missed: &missed,
            avoided: &avoided,
            index,
            sampled,
            now,
        };
        for person in contacts(&tracing) {
            self.alarm(person, index);
        }
    }

    fn alarm(&mut self, person: PersonIndex, index: PersonIndex) {
        let (now, until) = (self.now, self.now + self.plan.section.precaution.quarantine);
        let renewed = self.alarmed.insert(person, until).is_some();
        self.rival_warnings.push(RivalWarning { time: now, person, index, renewed });
        self.agenda.push(until, OTHERS, Moment::Release(person));
        self.warn(person, Some(true), now);
    }

    /// A negative result ends a rival's warning, as it ends a phone's, if the rival hears of it.
    pub(super) fn dismiss(&mut self, person: PersonIndex, tells: bool) {
        let hears = tells || !self.plan.section.rival.kind.has_app();
        if hears && self.alarmed.remove(&person).is_some() {
            self.warn(person, None, self.now);
        }
    }

    pub(super) fn release(&mut self, person: PersonIndex) {
        if self.alarmed.get(&person).is_some_and(|until| *until <= self.now) {
            self.alarmed.remove(&person);
            self.warn(person, None, self.now);
        }
    }
}
