//! Who exists and who meets when, before any phone runs.
mod action;
mod attendance;
mod build;
mod contacts;
mod data_file;
mod draft;
mod faults;
mod gathering;
mod script;
mod town;

pub use action::{
    CorrectionAction, CrashAction, DecisionAction, OutageAction, PairingAction, ReportAction,
    Script,
};
pub use gathering::{Attendance, Gathering, Person, PersonIndex, Population, Tie, TieKind};
