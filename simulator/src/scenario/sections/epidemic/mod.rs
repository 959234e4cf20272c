//! `[epidemic]`: a disease under the people, what they do about it, and nothing of phones.
//!
//! Each file knows the keys of one table. Left out, nobody falls ill but by `[reports]`.
mod course;
mod diagnosis;
mod epidemic_section;
mod precaution;
mod reporting;
mod rival;
mod transmission;
mod variant;

pub use course::{CourseSection, CurveKind};
pub use diagnosis::DiagnosisSection;
pub use epidemic_section::EpidemicSection;
pub use precaution::PrecautionSection;
pub use reporting::ReportingSection;
pub use rival::{RivalKind, RivalSection};
pub use transmission::TransmissionSection;
pub use variant::Variant;
