//! What people do about an illness, a test's result or a warning.
//!
//! Each file decides one thing for one person at one time, from the scenario's numbers and
//! draws named by person and occasion; none knows an epidemic or a phone. What people learn
//! acts on an epidemic by [`Precaution`] alone.
mod care;
mod precaution;
mod reporting;

pub use care::{Care, Cause};
pub use precaution::{Period, Precaution};
pub use reporting::{Reporting, SymptomPlan};
