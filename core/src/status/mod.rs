//! A person's infection status: the five values and the legal transitions.
mod infection_status;

pub use infection_status::{InfectionStatus, StatusError};
