//! Who exists and who meets when, before any phone runs.
mod action;
mod gathering;

pub use action::{
    CorrectionAction, CrashAction, DecisionAction, OutageAction, PairingAction, ReportAction,
    Script,
};
pub use gathering::{Attendance, Gathering, Person, PersonIndex, Population, Tie, TieKind};
