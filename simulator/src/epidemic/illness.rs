//! What the ill, the tested and the warned do, as far as the epidemic sees it.
//!
//! Knows when symptoms, samples and results come; what a person does then is decided by
//! [`crate::behaviour`].

use super::diagnosis::positive_probability;
use super::outbreak::{HIGH, Intent, Moment, OTHERS, Outbreak};
use crate::behaviour::{Care, Cause, Reporting};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use corona_core::time::{Span, Timestamp};

/// A warning this long after an infection may be about it.
const ABOUT: Span = Span::days(14);

impl Outbreak {
    fn reporting(&self) -> Reporting<'_> {
        let section = &self.plan.section;
        let (section, diagnosis) = (&section.reporting, &section.diagnosis);
        Reporting { section, diagnosis, chance: &self.chance }
    }

    /// Symptoms begin, of whatever cause.
    pub(super) fn feel_ill(&mut self, person: PersonIndex) {
        let now = self.now;
        let plan = self.reporting().of_symptoms(person, now);
        self.take_care(person, Cause::Symptoms);
        if let Some(at) = plan.report {
            self.agenda.push(at, OTHERS, Moment::Report { person, since: now });
        }
        if let Some(at) = plan.sample {
            self.agenda.push(at, OTHERS, Moment::Sample(person));
        }
    }

    /// Unless a sample taken since says that it is something else.
    pub(super) fn report_symptoms(&self, person: PersonIndex, since: Timestamp) -> Option<Intent> {
        let is_cleared = self.memory[person as usize].cleared >= since;
        (!is_cleared).then_some(Intent::Symptoms { person, since })
    }

    pub(super) fn plan_other_illness(&mut self, nth: u32) {
        let rate = self.plan.section.diagnosis.other_illness.per_day() * self.memory.len() as f64;
        self.plan_next(Purpose::OtherIllness, nth, rate, Moment::OtherIllness(nth));
    }

    pub(super) fn fall_ill_otherwise(&mut self, nth: u32) {
        self.plan_other_illness(nth + 1);
        self.feel_ill(self.whom(Purpose::OtherIllness, nth, self.memory.len()));
    }

    pub(super) fn sample(&mut self, person: PersonIndex) {
        let now = self.now;
        let infected = self.infection_of(person).map(|infection| now - infection.time);
        let diagnosis = &self.plan.section.diagnosis;
        let share = positive_probability(diagnosis, infected);
        let positive =
            self.chance.happens(Purpose::TestOutcome, person.into(), now.0 as u64, share);
        let at = now + diagnosis.turnaround;
        self.agenda.push(at, OTHERS, Moment::Result { person, sampled: now, positive });
    }

    pub(super) fn learn_result(
        &mut self,
        person: PersonIndex,
        sampled: Timestamp,
        positive: bool,
    ) -> Option<Intent> {
        let tells = self.reporting().of_result(person, sampled);
        if positive {
            self.take_care(person, Cause::Positive(sampled));
            self.plan_trace(person, sampled, tells);
        } else {
            let memory = &mut self.memory[person as usize];
            memory.cleared = memory.cleared.max(sampled);
            if let Some(precaution) = self.precautions.get_mut(&person) {
                precaution.isolation.end(self.now);
            }
            self.dismiss(person, tells);
        }
        tells.then_some(Intent::Result { person, sampled, positive })
    }

    pub(super) fn plan_lies(&mut self) {
        for person in 0..self.memory.len() as u32 {
            if self.reporting().is_liar(person) {
                self.plan_lie(person, 0);
            }
        }
    }

    fn plan_lie(&mut self, person: PersonIndex, nth: u32) {
        let rate = self.plan.section.reporting.lies.per_day();
        let luck = self.chance.uniform(Purpose::Lie, person.into(), nth.into());
        self.plan_after_wait(luck, rate, Moment::Lie { person, nth });
    }

    /// Whether a positive report of this person is a lie: that of a liar who was never infected.
    #[must_use]
    pub fn would_lie(&self, person: PersonIndex) -> bool {
        self.reporting().is_liar(person) && self.infection_of(person).is_none()
    }

    /// Only a phone believes it: whoever traces by a laboratory's results hears of none.
    pub(super) fn lie(&mut self, person: PersonIndex, nth: u32) -> Option<Intent> {
        self.plan_lie(person, nth + 1);
        Some(Intent::Result { person, sampled: self.now, positive: true })
    }

    /// A phone shows another risk than before: none, caution (false) or high (true).
    pub fn warn(&mut self, person: PersonIndex, shows: Option<bool>, now: Timestamp) {
        self.now = self.now.max(now);
        let level = shows.map_or(0, |high| 1 + u8::from(high));
        let before = std::mem::replace(&mut self.memory[person as usize].shown, level);
        if level > before {
            let cause = if level == HIGH { Cause::HighRisk } else { Cause::Cautioned };
            self.heed(person, cause);
            if level == HIGH {
                self.note_warning(person);
            }
            if level == HIGH && self.care(person).tests() {
                let at = self.now + self.plan.section.diagnosis.order;
                self.agenda.push(at, OTHERS, Moment::Sample(person));
            }
        } else if level < before {
            self.end_warning(person, level);
        }
    }

    fn note_warning(&mut self, person: PersonIndex) {
        let (now, index) = (self.now, self.memory[person as usize].infection);
        if let Some(infection) = self.infections.get_mut(index as usize)
            && now - infection.time <= ABOUT
        {
            infection.warned.get_or_insert(now);
        }
    }

    /// The phone warns less than it did.
    fn end_warning(&mut self, person: PersonIndex, level: u8) {
        if let Some(precaution) = self.precautions.get_mut(&person) {
            precaution.quarantine.end(self.now);
            if level == 0 {
                precaution.distance.end(self.now);
            }
        }
        if level > 0 {
            self.heed(person, Cause::Cautioned);
        } else {
            self.judge_warning(person);
        }
    }

    fn heed(&mut self, person: PersonIndex, warning: Cause) {
        if self.take_care(person, warning) {
            self.memory[person as usize].heeded = true;
        }
    }

    /// A warning is over, or what it asked for: was heeding it in vain?
    fn judge_warning(&mut self, person: PersonIndex) {
        let in_vain = self.is_susceptible(person);
        let memory = &mut self.memory[person as usize];
        if std::mem::take(&mut memory.heeded) && in_vain {
            memory.in_vain = memory.in_vain.saturating_add(1);
        }
    }

    fn take_care(&mut self, person: PersonIndex, cause: Cause) -> bool {
        let mut precaution = self.precaution_of(person);
        let takes = self.care(person).take(cause, &mut precaution);
        if takes {
            self.precautions.insert(person, precaution);
        }
        takes
    }

    fn care(&self, person: PersonIndex) -> Care<'_> {
        let in_vain = self.memory[person as usize].in_vain;
        let section = &self.plan.section.precaution;
        Care { section, chance: &self.chance, person, now: self.now, in_vain }
    }

    /// Whoever has not been careful for a day is as if never. A day, because check-ins ask
    /// about begins that are past.
    pub(super) fn forget_precautions(&mut self) {
        // A rival asks who was where.
        let rival = &self.plan.section.rival;
        let asked = if self.plan.attended.is_some() { rival.window + ABOUT } else { Span::DAY };
        let (yesterday, before) = (self.now - Span::DAY, self.now - asked);
        let ran_out: Vec<PersonIndex> = (self.precautions.iter())
            .filter(|(person, precaution)| {
                self.memory[**person as usize].heeded && precaution.heeds_nothing_since(yesterday)
            })
            .map(|(person, _)| *person)
            .collect();
        // It took as long as was asked, or the person gave up, while the phone still warned.
        ran_out.into_iter().for_each(|person| self.judge_warning(person));
        self.precautions.retain(|_, precaution| !precaution.is_over(before));
    }
}
