//! What people do in a scenario, as steps for real phones.
//!
//! Reads the very file that the simulator runs; decides only that whoever would gather at
//! one moment does so one after the other, because a terminal has one cursor.

use corona_core::status::InfectionStatus;
use corona_core::time::Timestamp;
use corona_simulator::population::{Population, Script};
use corona_simulator::results::PersonRecord;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{World, WorldSetup};
use std::path::Path;
use std::sync::Arc;

/// A scenario with a script.
pub(crate) struct Story {
    scenario: Scenario,
    population: Arc<Population>,
    script: Arc<Script>,
}

/// Something somebody does. People and gatherings by index.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Deed {
    Open { gathering: usize },
    CheckIn { gathering: usize, person: usize },
    Close { gathering: usize },
    Report { report: usize },
}

/// How a person ends: status and, for a high risk, its hop.
pub(crate) type Ending = (String, String, Option<u8>);

/// As `corona status` says it.
pub(crate) const fn word(status: InfectionStatus) -> &'static str {
    match status {
        InfectionStatus::Unknown => "unknown",
        InfectionStatus::HighRisk => "high-risk",
        InfectionStatus::Suspected => "suspected",
        InfectionStatus::Positive => "positive",
        InfectionStatus::Negative => "negative",
    }
}

impl Story {
    pub(crate) fn load(file: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(file);
        let text = std::fs::read_to_string(&path).expect("the scenario is in the repository");
        let scenario = Scenario::load(&path, &text, &[]).expect("the scenario is valid");
        let (population, script) = Population::build(&scenario, None).expect("a story has no data");
        Self { scenario, population: Arc::new(population), script: Arc::new(script) }
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.population.people.iter().map(|person| person.name.to_string()).collect()
    }
    pub(crate) fn gathering_name(&self, gathering: usize) -> String {
        self.population.gatherings[gathering].name.to_string()
    }
    pub(crate) fn organizer(&self, gathering: usize) -> usize {
        self.population.gatherings[gathering].organizer as usize
    }
    pub(crate) fn start(&self) -> Timestamp {
        self.scenario.start
    }
    pub(crate) fn end(&self) -> Timestamp {
        self.scenario.end()
    }
    /// Who reports, and since when they were infectious.
    pub(crate) fn report(&self, report: usize) -> (usize, Timestamp) {
        let action = &self.script.reports[report];
        let since = action.infectious_from.expect("the story says since when");
        (action.person as usize, since)
    }

    /// Everything anybody does, in order.
    pub(crate) fn deeds(&self) -> Vec<(Timestamp, Deed)> {
        let mut deeds = Vec::new();
        for (gathering, about) in self.population.gatherings.iter().enumerate() {
            deeds.push((about.start, Deed::Open { gathering }));
            for guest in self.population.guests(about).iter() {
                let person = guest.person as usize;
                deeds.push((guest.arrives, Deed::CheckIn { gathering, person }));
            }
            deeds.push((about.end, Deed::Close { gathering }));
        }
        for (report, action) in self.script.reports.iter().enumerate() {
            deeds.push((action.at, Deed::Report { report }));
        }
        deeds.sort_by_key(|(at, _)| *at);
        deeds
    }

    /// How it ends in the simulator.
    pub(crate) fn simulated_ending(&self) -> Vec<Ending> {
        let setup = WorldSetup::new(&self.scenario, self.population.clone(), self.script.clone());
        let mut world = World::new(Arc::new(setup));
        world.run_until(self.scenario.end());
        let record = world.record();
        let ending = |person: &PersonRecord| {
            let hop = person.hop.filter(|_| person.status == InfectionStatus::HighRisk);
            (person.name.clone(), word(person.status).to_owned(), hop)
        };
        record.people.iter().map(ending).collect()
    }
}
