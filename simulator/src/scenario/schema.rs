//! A scenario as one value.
//!
//! Knows every key of a scenario file with its default filled in; decides nothing.
//! World, network, population and results are built from it by others.

use super::sections::{
    Behaviour, EpidemicSection, EventLife, Network, Phones, PolicySection, Polling,
    PopulationSection, RandomReports, RivalKind,
};
use super::source::Source;
use super::units;
use corona_core::cascade::Policy;
use corona_core::time::{Span, Timestamp};
use serde::Serialize;

/// What a simulation runs.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Scenario {
    /// Short name, for folders and titles.
    pub name: String,
    /// One sentence for people.
    pub about: String,
    /// Names every stream of chance, 0 to 2⁶³ − 1.
    pub seed: u64,
    /// First instant of the world, UTC.
    #[serde(with = "units::moment")]
    pub start: Timestamp,
    /// How long the world runs, up to 50,000 days.
    #[serde(with = "units::span")]
    pub duration: Span,
    /// Who exists and who meets.
    pub population: PopulationSection,
    /// How warnings travel; [`Scenario::policy`] is what phones run.
    pub policy: PolicySection,
    /// How long events live.
    pub event: EventLife,
    /// How often phones ask.
    pub polling: Polling,
    /// What lies between phones.
    pub network: Network,
    /// Who carries a phone, and how phones fail.
    pub phones: Phones,
    /// What people do.
    pub behaviour: Behaviour,
    /// Who reports at random.
    pub reports: RandomReports,
    /// A disease among them, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epidemic: Option<EpidemicSection>,
    /// Where all this was written.
    #[serde(skip)]
    pub source: Source,
}

impl Scenario {
    /// Last instant of the world.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.start + self.duration
    }

    /// Whether the phones of this network run: there is an app, and no rival of it.
    #[must_use]
    pub fn runs_phones(&self) -> bool {
        let epidemic = self.epidemic.as_ref();
        epidemic.is_none_or(|epidemic| epidemic.app && epidemic.rival.kind == RivalKind::None)
    }

    /// Whether anybody may have the app, or its rival's.
    #[must_use]
    pub fn has_app(&self) -> bool {
        self.epidemic.as_ref().is_none_or(|epidemic| epidemic.app)
    }

    /// The cascade's policy.
    #[must_use]
    pub fn policy(&self) -> Policy {
        self.policy.policy()
    }
}
