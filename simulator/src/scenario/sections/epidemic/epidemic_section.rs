//! `[epidemic]` as a whole.

use super::{
    CourseSection, DiagnosisSection, PrecautionSection, ReportingSection, RivalSection,
    TransmissionSection, Variant,
};
use crate::scenario::error::Objection;
use crate::scenario::units::Rate;
use serde::{Deserialize, Serialize};

/// An epidemic and what people do about it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EpidemicSection {
    /// Where the defaults of course and transmission come from.
    pub variant: Variant,
    /// Whether there is an app at all; false: nobody has it, whatever the adoption.
    pub app: bool,
    /// People infected when the world begins.
    pub initial: u32,
    /// How often a person would be infected from outside.
    pub importation: Rate,
    /// Multiplies every risk of infection (its rate), 0 to 100: the one factor to calibrate by.
    pub calibration: f64,
    /// How an infection goes.
    pub course: CourseSection,
    /// How it spreads.
    pub transmission: TransmissionSection,
    /// How it is found.
    pub diagnosis: DiagnosisSection,
    /// What people say of it.
    pub reporting: ReportingSection,
    /// What they do about it.
    pub precaution: PrecautionSection,
    /// Who warns instead of the network of phones, if somebody else does.
    pub rival: RivalSection,
}

impl EpidemicSection {
    /// A variant with all defaults.
    #[must_use]
    pub fn of(variant: Variant) -> Self {
        Self {
            variant,
            app: true,
            initial: 10,
            importation: Rate::NEVER,
            calibration: 1.0,
            course: CourseSection::of(variant),
            transmission: TransmissionSection::of(variant),
            diagnosis: DiagnosisSection::default(),
            reporting: ReportingSection::default(),
            precaution: PrecautionSection::default(),
            rival: RivalSection::default(),
        }
    }

    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::outside_real("epidemic.calibration", self.calibration, 0.0, 100.0)?;
        Objection::too_often("epidemic.importation", self.importation, 1.0)?;
        self.course.check()?;
        self.transmission.check()?;
        self.diagnosis.check()?;
        self.reporting.check()?;
        self.precaution.check()?;
        self.rival.check()
    }
}
