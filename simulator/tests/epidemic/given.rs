//! Populations and outbreaks that several tests start from.

use corona_core::time::{Span, Timestamp};
use corona_simulator::epidemic::{Outbreak, OutbreakPlan};
use corona_simulator::population::{Person, Population, Tie, TieKind};
use corona_simulator::scenario::{
    CurveKind, EpidemicSection, Probability, Rate, Scenario, Variant,
};
use corona_simulator::world::{Polls, WorldSetup};
use std::path::Path;
use std::sync::Arc;

pub(crate) const START: Timestamp = Timestamp(1_583_020_800_000);

/// A small town with an epidemic; `keys` are added to `[epidemic]` and what follows it.
pub(crate) fn town(people: u32, days: u32, keys: &str) -> Scenario {
    let text = format!(
        "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"{days} days\"\n[population]\n\
         kind = \"town\"\npeople = {people}\n[policy]\npreset = \"graded\"\n\
         [network]\nprofile = \"instant\"\n[epidemic]\n{keys}\n"
    );
    Scenario::load(Path::new("t.toml"), &text, &[]).unwrap()
}

/// The same with single keys set otherwise.
pub(crate) fn with(scenario: &Scenario, sets: &[(&str, &str)]) -> Scenario {
    let sets: Vec<(String, String)> =
        sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Scenario::load(Path::new("t.toml"), &scenario.resolved(), &sets).unwrap()
}

/// A scenario's world, quick to live in.
pub(crate) fn setup(scenario: &Scenario) -> WorldSetup {
    let (population, script) = Population::build(scenario, None).unwrap();
    let setup = WorldSetup::new(scenario, Arc::new(population), Arc::new(script));
    WorldSetup { polls: Polls::Telling, ..setup }
}

/// A scenario's outbreak without any phone.
pub(crate) fn alone(scenario: &Scenario) -> Outbreak {
    let (population, _) = Population::build(scenario, None).unwrap();
    let section = scenario.epidemic.clone().unwrap();
    let (start, end) = (scenario.start, scenario.end());
    Outbreak::new(
        Arc::new(OutbreakPlan::new(section, Arc::new(population), start, end)),
        scenario.seed,
    )
}

/// Everybody infects alike, evenly for five days; nobody does anything about it.
pub(crate) fn plain() -> EpidemicSection {
    let mut section = EpidemicSection::of(Variant::Ancestral);
    section.course.curve = CurveKind::Flat;
    section.course.asymptomatic_infectivity = Probability::ALWAYS;
    section.course.dispersion = 0.0;
    section.transmission.casual_meetings = Rate::NEVER;
    section.precaution.isolate_ill = Probability::NEVER;
    section.precaution.isolate_positive = Probability::NEVER;
    section
}

/// People without gatherings; households of equal size, one after another.
pub(crate) fn people(count: u32, household: u32) -> Arc<Population> {
    let person = |_| Person { name: "a".into(), has_phone: false };
    let mates = |a: u32| a + 1..(a / household + 1) * household;
    let tie = |a| mates(a).map(move |b| Tie { a, b, kind: TieKind::Household });
    Arc::new(Population {
        people: (0..count).map(person).collect(),
        ties: (0..count).flat_map(tie).collect(),
        ..Population::default()
    })
}

pub(crate) fn outbreak(
    section: &EpidemicSection,
    population: &Arc<Population>,
    days: i64,
    seed: u64,
) -> Outbreak {
    let end = START + Span::days(days);
    let plan = OutbreakPlan::new(section.clone(), population.clone(), START, end);
    let mut outbreak = Outbreak::new(Arc::new(plan), seed);
    outbreak.run_until(end);
    outbreak
}
