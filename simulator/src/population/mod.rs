//! Who exists and who meets when, before any phone runs.
mod action;
mod adoption;
mod assembly;
mod attendance;
mod build;
mod contacts;
mod csv_table;
mod data_file;
mod draft;
mod encounter_file;
mod faults;
mod gathering;
mod gatherings;
mod name;
mod script;
mod town;
mod zip_file;

pub use action::{
    CorrectionAction, CrashAction, DecisionAction, OutageAction, PairingAction, ReportAction,
    Script,
};
pub use encounter_file::{Encounter, read_encounters};
pub use gathering::{Attendance, Gathering, Person, PersonIndex, Population, Tie, TieKind};
pub use gatherings::{Gatherings, Guests, LATEST_ARRIVAL};
pub use name::{Name, Numbered};
