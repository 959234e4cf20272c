//! The cascade: how warnings travel from event to event over shared people.
mod policy;

pub use policy::{Fade, NegativeTestRule, Policy, ReportIdentity, StatisticsRule};
