//! Scenario files: what a simulation runs, as types.
//!
//! A file and its `--set` overrides become a [`Scenario`], or one error that names
//! the place, the key, the value and the remedy; nothing is ever half accepted.
mod error;
mod keys;
mod loading;
mod overrides;
mod schema;
pub mod sections;
mod source;
mod toml_file;
pub mod units;

pub(crate) use error::Objection;
pub use error::{Place, ScenarioError};
pub(crate) use keys::nearest;
pub use schema::Scenario;
pub use sections::{
    AttendancePopulation, Background, Behaviour, Churn, ContactsPopulation, CourseSection, Crash,
    CurveKind, DiagnosisSection, Duplicates, EpidemicSection, EventLife, Network, NetworkProfile,
    Outage, Partition, Phones, PolicyPreset, PolicySection, Polling, PopulationKind,
    PopulationSection, PrecautionSection, RandomReports, ReportedStatus, ReportingSection,
    ResidentsPopulation, RivalKind, RivalSection, ScriptPopulation, Sleep, TownPopulation,
    TransmissionSection, Variant, Verdict,
};
pub use source::Source;
pub(crate) use toml_file::read_toml;
pub use units::{Probability, Rate, TimeOfDay};
