//! The sections of a scenario file as types, with their defaults and ranges.
//!
//! Each knows its own keys and decides which values contradict each other; what
//! spans several sections is checked by the scenario.
mod behaviour;
mod epidemic;
mod event;
mod fault;
mod network;
mod phones;
mod policy;
mod polling;
mod population;
mod reports;
mod residents;
mod script;
mod town;

pub use behaviour::Behaviour;
pub use epidemic::{
    CourseSection, CurveKind, DiagnosisSection, EpidemicSection, PrecautionSection,
    ReportingSection, RivalKind, RivalSection, TransmissionSection, Variant,
};
pub use event::EventLife;
pub use fault::{Crash, Outage, Partition};
pub use network::{Network, NetworkProfile};
pub use phones::{Background, Churn, Phones, Sleep};
pub use policy::{PolicyPreset, PolicySection};
pub use polling::Polling;
pub use population::{
    AttendancePopulation, ContactsPopulation, Duplicates, PopulationKind, PopulationSection,
};
pub use reports::RandomReports;
pub use residents::ResidentsPopulation;
pub use script::{
    Correction, Decision, Pairing, ReportedStatus, ScriptPopulation, ScriptedEvent, ScriptedReport,
    Verdict,
};
pub use town::TownPopulation;
