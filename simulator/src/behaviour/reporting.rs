//! What people with symptoms or a result tell, to a doctor and to their phone.
//!
//! Knows probabilities and delays; decides them by person and time. Whether there is a phone
//! to tell is the world's business.

use crate::chance::{Chance, Purpose};
use crate::population::PersonIndex;
use crate::scenario::{DiagnosisSection, ReportingSection};
use corona_core::time::{Span, Timestamp};

/// The scenario's numbers and a seed's luck.
#[derive(Clone, Copy, Debug)]
pub struct Reporting<'a> {
    /// What people tell their phones.
    pub section: &'a ReportingSection,
    /// How they get tests.
    pub diagnosis: &'a DiagnosisSection,
    /// Draws by name.
    pub chance: &'a Chance,
}

/// What somebody means to do about symptoms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SymptomPlan {
    /// When the phone is told, if it is.
    pub report: Option<Timestamp>,
    /// When a sample is taken, if one is.
    pub sample: Option<Timestamp>,
}

impl Reporting<'_> {
    /// Symptoms begin.
    #[must_use]
    pub fn of_symptoms(&self, person: PersonIndex, now: Timestamp) -> SymptomPlan {
        // Two questions of one occasion.
        let occasion = (now.0 as u64) << 1;
        let luck = |purpose, question| self.chance.uniform(purpose, person.into(), question);
        let tells = luck(Purpose::SymptomReport, occasion) < self.section.symptoms.fraction();
        let waits = -libm::log1p(-luck(Purpose::SymptomReport, occasion | 1));
        let delay = Span((waits * self.section.delay.0 as f64) as i64);
        let tested = luck(Purpose::TestAccess, occasion) < self.diagnosis.access.fraction();
        SymptomPlan {
            report: tells.then_some(now + delay),
            sample: tested.then_some(now + self.diagnosis.order),
        }
    }

    /// Whether the phone is told the result of a sample.
    #[must_use]
    pub fn of_result(&self, person: PersonIndex, sampled: Timestamp) -> bool {
        let share = self.section.results.fraction();
        self.chance.happens(Purpose::ResultReport, person.into(), sampled.0 as u64, share)
    }

    /// Whether this is one who reports infections that aren't.
    #[must_use]
    pub fn is_liar(&self, person: PersonIndex) -> bool {
        let share = self.section.liars.fraction();
        self.chance.happens(Purpose::Liar, person.into(), 0, share)
    }
}
