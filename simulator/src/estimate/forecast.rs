//! From a population and a pilot to what the run will take.
//!
//! Knows both; decides how the pilot's cost grows with phones, occurrences and
//! participations. What the machine is doing besides is not foreseen.

use super::footprint::Footprint;
use super::weights::{DISTANCE, ROW};
use super::{Demand, Gauge, Limits, Pilot, Weights};
use crate::engine::{Engine, EngineChoices};
use crate::population::Population;
use crate::scenario::{PopulationSection, Probability, Scenario, ScenarioError, TownPopulation};
use serde::Serialize;
use std::path::Path;

/// What one seed of a scenario is expected to take.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// What the whole population asks for in the whole run.
    pub demand: Demand,
    /// Bytes of the gatherings with their guests.
    pub gatherings_bytes: u64,
    /// Seconds of CPU that building the population took just now.
    pub building_seconds: f64,
    /// The small world that all else is scaled from.
    pub pilot: Pilot,
    /// Occurrences to be executed.
    pub occurrences: f64,
    /// Seconds of CPU, everything included.
    pub cpu_seconds: f64,
    /// Seconds on the clock, if the machine stays as busy with other things as it was.
    pub wall_seconds: f64,
    /// Largest resident memory, in bytes; `None` where the system doesn't tell.
    pub peak_rss_bytes: Option<f64>,
}

/// Builds the population, tries a small world of the scenario as the large one would be
/// computed, and says what running one seed of it is expected to take.
///
/// # Errors
/// As [`Population::build`].
pub fn estimate(
    scenario: &Scenario,
    data: Option<&Path>,
    limits: Limits,
    gauge: &impl Gauge,
) -> Result<Estimate, ScenarioError> {
    Pilot::warm_up()?;
    let empty = gauge.resident_bytes();
    let before = gauge.cpu_seconds();
    let (population, script) = Population::build(scenario, data)?;
    let building_seconds = gauge.cpu_seconds() - before;
    let engine = Engine::of(&EngineChoices::default(), scenario, &population, &script);
    let weights = Weights::of(engine.polls);
    let pilot = Pilot::fly(&generated(scenario, &population), data, limits, &engine, gauge)?;
    let demand = Demand::count(scenario, &population, scenario.end());
    let scale = Scale::of(scenario, &demand, &pilot, &weights);
    let cpu_seconds = building_seconds + scale.cpu(&pilot);
    let busy = if pilot.cpu.total() > 0.0 { pilot.wall_seconds / pilot.cpu.total() } else { 1.0 };
    let phones = Footprint::of(engine.stores).of_phones(scenario, &demand);
    let world = bytes(&population) + phones + scale.results(&pilot, &demand);
    Ok(Estimate {
        demand,
        gatherings_bytes: population.gatherings.bytes() as u64,
        building_seconds,
        occurrences: pilot.occurrences as f64 * scale.occurrences,
        cpu_seconds,
        wall_seconds: cpu_seconds * busy.max(1.0),
        peak_rss_bytes: empty.map(|empty| empty as f64 + world),
        pilot,
    })
}

/// The scenario with a generated town in the place of a table's residents, where a part of the
/// people would have no colleagues: they meet in the same ways, and a smaller one can be tried
/// to its end. How many meet how often, the residents' own counts say.
fn generated(scenario: &Scenario, population: &Population) -> Scenario {
    let PopulationSection::Residents(keys) = &scenario.population else {
        return scenario.clone();
    };
    let people = population.people.len();
    let phones = population.people.iter().filter(|person| person.has_phone).count();
    let mut town = scenario.clone();
    let kept = keys.town.clone();
    town.population = PopulationSection::Town(TownPopulation { people: people as u32, ..kept });
    town.phones.adoption = Probability::percent(100.0 * phones as f64 / people.max(1) as f64);
    town.phones.adoption_ages.clear();
    town.phones.adoption_by_age.clear();
    town
}

/// Of a population, apart from names that a script or file gave.
fn bytes(population: &Population) -> f64 {
    let people = size_of_val(population.people.as_slice());
    let ties = size_of_val(population.ties.as_slice());
    (people + ties + population.gatherings.bytes()) as f64
}

/// How many times the pilot the whole run is.
struct Scale {
    phones: f64,
    occurrences: f64,
    participations: f64,
}

impl Scale {
    fn of(scenario: &Scenario, demand: &Demand, pilot: &Pilot, weights: &Weights) -> Self {
        let ratio = |whole: f64, part: f64| if part > 0.0 { whole / part } else { 1.0 };
        let of = |demand: &Demand| weights.occurrences(scenario, demand);
        Self {
            phones: ratio(demand.phones as f64, pilot.demand.phones as f64),
            occurrences: ratio(of(demand), of(&pilot.demand)),
            participations: ratio(
                demand.participations() as f64,
                pilot.demand.participations() as f64,
            ),
        }
    }

    fn cpu(&self, pilot: &Pilot) -> f64 {
        let distance = libm::pow(DISTANCE, libm::log10(self.phones.max(1.0)));
        pilot.cpu.setup * self.phones
            + pilot.cpu.life * self.occurrences * distance
            + pilot.cpu.results * self.participations
    }

    /// Bytes at the peak of making results.
    fn results(&self, pilot: &Pilot, demand: &Demand) -> f64 {
        ROW * (demand.people as f64 + pilot.rows as f64 * self.participations)
    }
}
