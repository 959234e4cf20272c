//! `[epidemic.diagnosis]`: tests, and symptoms of other illnesses.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Period, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// What tests find, and when.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagnosisSection {
    /// Probability that somebody with symptoms gets a test.
    pub access: Probability,
    /// From the symptoms, or a warning, to the sample.
    #[serde(with = "units::span")]
    pub order: Span,
    /// From the sample to the result.
    #[serde(with = "units::span")]
    pub turnaround: Span,
    /// Days since infection for which `sensitivity` is given, rising, 0 to 60.
    pub days: Vec<u32>,
    /// Probability that a test of an infected person is positive, by day since infection:
    /// straight lines between the days, from nothing on day 0, to nothing at twice the last.
    pub sensitivity: Vec<Probability>,
    /// Probability that a test of anybody else is negative.
    pub specificity: Probability,
    /// How often a person has symptoms of another illness.
    pub other_illness: Rate,
}

impl Default for DiagnosisSection {
    fn default() -> Self {
        let sensitivity = [4.0, 71.0, 79.0, 77.0, 68.0, 51.0, 30.0];
        Self {
            access: Probability::percent(80.0),
            order: Span::DAY,
            turnaround: Span::DAY,
            days: vec![1, 3, 4, 5, 7, 10, 14],
            sensitivity: sensitivity.map(Probability::percent).to_vec(),
            specificity: Probability::percent(99.9),
            other_illness: Rate::times(0.002, Period::Day),
        }
    }
}

impl DiagnosisSection {
    pub(super) fn check(&self) -> Result<(), Objection> {
        Objection::if_negative("epidemic.diagnosis.order", self.order)?;
        Objection::too_often("epidemic.diagnosis.other_illness", self.other_illness, 1.0)?;
        Objection::unless_positive("epidemic.diagnosis.turnaround", self.turnaround)?;
        let days = format!("{:?}", self.days);
        let rising = self.days.is_sorted_by(|one, next| one < next);
        if !rising || self.days.last().is_none_or(|last| !(1..=60).contains(last)) {
            let problem = "write rising days, the last from 1 to 60, such as [1, 3, 7, 14]";
            return Err(Objection::new("epidemic.diagnosis.days", days, problem));
        }
        if self.days.len() != self.sensitivity.len() {
            let value = format!("{} probabilities", self.sensitivity.len());
            let problem = format!("write one for each of the {} days", self.days.len());
            return Err(Objection::new("epidemic.diagnosis.sensitivity", value, problem));
        }
        Ok(())
    }
}
