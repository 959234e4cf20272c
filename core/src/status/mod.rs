//! A person's infection status: the five values, the legal transitions, the history.
mod history;
mod infection_status;

pub use history::{Episode, History, SelfReport, StatusChange, StatusRules};
pub use infection_status::{InfectionStatus, StatusError};
