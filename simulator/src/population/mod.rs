//! Who exists and who meets when, before any phone runs.
mod gathering;

pub use gathering::{Attendance, Gathering, Person, Population, Tie, TieKind};
