//! The cascade: how warnings travel from event to event over shared people (protocol §4–5).
//!
//! Everything here is a pure function of what one phone knows. It returns
//! decisions; the node alone turns them into frames and changes.
mod assessment;
mod exposure;
mod policy;
mod signal;
mod spread;

pub use assessment::Assessment;
pub use exposure::{EventSpan, Exposure};
pub use policy::{Fade, NegativeTestRule, Policy, ReportIdentity, StatisticsRule};
pub use signal::Signal;
pub use spread::{Told, own_signal, report_for};
