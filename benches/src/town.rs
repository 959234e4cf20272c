//! Towns to measure days of.

use corona_simulator::population::Population;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{World, WorldSetup};
use std::path::Path;
use std::sync::Arc;

/// `scenarios/town.toml` with `people` people.
///
/// # Panics
/// If the scenario can't be read: the bench runs in the project's tree.
#[must_use]
pub fn town_setup(people: u32) -> Arc<WorldSetup> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/town.toml");
    let sets = [("population.people".to_owned(), people.to_string())];
    let scenario = Scenario::read(&path, &sets).unwrap_or_else(|error| panic!("{error}"));
    let (population, script) =
        Population::build(&scenario, None).unwrap_or_else(|error| panic!("{error}"));
    Arc::new(WorldSetup::new(&scenario, Arc::new(population), Arc::new(script)))
}

/// The same at its first instant.
#[must_use]
pub fn town(people: u32) -> World {
    World::new(town_setup(people))
}
