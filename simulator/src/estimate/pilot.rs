//! A small world of the same scenario, lived for a short while.
//!
//! Knows how to make a world smaller: fewer people where they are generated, fewer days
//! where they are given. Decides how large a trial fits into the time it may take; what
//! the trial says of the whole run is for the forecast.

use super::{Demand, Gauge, NoGauge};
use crate::engine::Engine;
use crate::population::{Population, Script};
use crate::results::{RunInputs, RunRecord, digest};
use crate::scenario::{PopulationSection, Scenario, ScenarioError};
use crate::signature_scheme::SignatureScheme;
use crate::world::{World, WorldSetup};
use corona_core::identity::{Ed25519, Signatures};
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::StandIn;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// Each trial has this many times the people of the one before.
const STEP: u32 = 4;

/// A small world begins with as many infected, if the whole does.
const FEWEST_INFECTED: u32 = 5;

const HAMLET: &str = "name = \"hamlet\"\nstart = \"2020-03-01\"\nduration = \"2 days\"\n\
    population = { kind = \"town\", people = 24, team_meetings = \"5 per week\" }\n\
    reports = { suspected = \"50 % per day\" }\n";

/// How much may be tried.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limits {
    /// People of the first trial of a generated population, at least 2.
    pub first_people: u32,
    /// People of the largest.
    pub most_people: u32,
    /// Seconds of CPU for all trials together. The first stops when it has used them,
    /// wherever it is, but not before it has lived a day.
    pub cpu_seconds: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { first_people: 64, most_people: 65_536, cpu_seconds: 2.5 }
    }
}

/// CPU time of the parts of a run.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Seconds {
    /// Making the phones.
    pub setup: f64,
    /// Living.
    pub life: f64,
    /// Making tables and plots.
    pub results: f64,
}

impl Seconds {
    /// All parts.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.setup + self.life + self.results
    }
}

/// What a trial showed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pilot {
    /// What its population asked for, up to the trial's end.
    pub demand: Demand,
    /// Days lived.
    pub days: f64,
    /// Whether that was the whole run.
    pub whole: bool,
    /// Occurrences executed.
    pub occurrences: u64,
    /// Rows of results: events, and what happened to people. One more for each person is not
    /// among them, because days add none.
    pub rows: u64,
    /// CPU time.
    pub cpu: Seconds,
    /// Wall-clock time of all of it, seconds.
    pub wall_seconds: f64,
}

impl Pilot {
    /// Tries generated worlds of growing size as far as the limits allow, and keeps the
    /// largest; a world of given people is tried as it is, for as many days as fit.
    ///
    /// # Errors
    /// The population can't be built.
    pub fn fly(
        scenario: &Scenario,
        data: Option<&Path>,
        limits: Limits,
        engine: &Engine,
        gauge: &impl Gauge,
    ) -> Result<Self, ScenarioError> {
        let begun = gauge.cpu_seconds();
        let until = begun + limits.cpu_seconds;
        let PopulationSection::Town(town) = &scenario.population else {
            let built = Population::build(scenario, data)?;
            return Ok(Self::try_out(scenario, built, until, engine, gauge));
        };
        let most = limits.most_people.min(town.people);
        let mut people = limits.first_people.max(town.leisure_min).min(most);
        let mut pilot = Self::of_town(scenario, people, until, engine, gauge)?;
        while pilot.whole && people < most {
            let larger = people.saturating_mul(STEP).min(most);
            let factor = f64::from(larger) / f64::from(people);
            if gauge.cpu_seconds() + pilot.cpu.total() * factor > until {
                break;
            }
            people = larger;
            pilot = Self::of_town(scenario, people, f64::INFINITY, engine, gauge)?;
        }
        Ok(pilot)
    }

    /// Lives two days of a hamlet, so that what every run takes, however small, is there
    /// before anything is measured, and isn't scaled with the people.
    ///
    /// # Errors
    /// None: its scenario is valid.
    pub fn warm_up() -> Result<(), ScenarioError> {
        let scenario = Scenario::load(Path::new("hamlet"), HAMLET, &[])?;
        Self::of_town(&scenario, u32::MAX, f64::INFINITY, &Engine::PLAIN, &NoGauge).map(drop)
    }

    fn of_town(
        scenario: &Scenario,
        people: u32,
        until: f64,
        engine: &Engine,
        gauge: &impl Gauge,
    ) -> Result<Self, ScenarioError> {
        let mut smaller = scenario.clone();
        if let PopulationSection::Town(town) = &mut smaller.population
            && town.people > people
        {
            let share = f64::from(people) / f64::from(town.people);
            town.people = people;
            if let Some(epidemic) = &mut smaller.epidemic {
                let initial = (f64::from(epidemic.initial) * share).round() as u32;
                // A few more than their share: with one or two it may be over at once.
                epidemic.initial = initial.max(epidemic.initial.min(FEWEST_INFECTED));
            }
            // They name people who may not be among the fewer.
            smaller.phones.outages.clear();
            smaller.phones.stated_crashes.clear();
        }
        let built = Population::build(&smaller, None)?;
        Ok(Self::try_out(&smaller, built, until, engine, gauge))
    }

    /// Lives day by day until the CPU has spent `until` seconds.
    fn try_out(
        scenario: &Scenario,
        built: (Population, Script),
        until: f64,
        engine: &Engine,
        gauge: &impl Gauge,
    ) -> Self {
        match engine.signatures {
            SignatureScheme::Real => {
                Self::try_signing::<Ed25519>(scenario, built, until, engine, gauge)
            }
            SignatureScheme::StandIn => {
                Self::try_signing::<StandIn>(scenario, built, until, engine, gauge)
            }
        }
    }

    fn try_signing<S: Signatures>(
        scenario: &Scenario,
        (population, script): (Population, Script),
        until: f64,
        engine: &Engine,
        gauge: &impl Gauge,
    ) -> Self {
        let mut readings = Readings::new(gauge);
        let population = Arc::new(population);
        let setup = WorldSetup::new(scenario, population.clone(), Arc::new(script));
        let mut world = World::<S>::with_signatures(Arc::new(engine.setup(setup)));
        let setup = readings.next();
        let lived = live(&mut world, scenario, until, gauge);
        let life = readings.next();
        let record = world.record();
        let (occurrences, rows) = (record.occurrences, rows(&record));
        let inputs = unnamed(scenario);
        // Bytes that nobody wants, but making them is part of a run.
        let made = digest(&inputs, &[record]);
        debug_assert!(made.is_ok(), "no record is refused");
        let results = readings.next();
        Self {
            demand: Demand::count(scenario, &population, lived),
            days: (lived - scenario.start).as_millis() as f64 / Span::DAY.as_millis() as f64,
            whole: lived >= scenario.end(),
            occurrences,
            rows,
            cpu: Seconds { setup, life, results },
            wall_seconds: gauge.wall_seconds() - readings.begun,
        }
    }
}

/// Returns how far it came.
fn live<S: Signatures>(
    world: &mut World<S>,
    scenario: &Scenario,
    until: f64,
    gauge: &impl Gauge,
) -> Timestamp {
    let mut lived = scenario.start;
    while lived < scenario.end() {
        lived = (lived + Span::DAY).min(scenario.end());
        world.run_until(lived);
        if gauge.cpu_seconds() > until {
            break;
        }
    }
    lived
}

fn rows(record: &RunRecord) -> u64 {
    let told = record.self_reports.len() + record.warnings.len() + record.status_changes.len();
    (record.events.len() + told) as u64
}

fn unnamed(scenario: &Scenario) -> RunInputs {
    RunInputs {
        name: scenario.name.clone(),
        about: String::new(),
        scenario_text: String::new(),
        resolved_text: scenario.resolved(),
        resolved: serde_json::Value::Null,
        scenario_path: String::new(),
        data_sha256: None,
        arguments: Vec::new(),
        version: String::new(),
        commit: String::new(),
        rustc: String::new(),
        scripted: false,
        engine: crate::engine::Engine::PLAIN,
    }
}

/// The gauge, part by part.
struct Readings<'a, G> {
    gauge: &'a G,
    begun: f64,
    cpu: f64,
}

impl<'a, G: Gauge> Readings<'a, G> {
    fn new(gauge: &'a G) -> Self {
        Self { gauge, begun: gauge.wall_seconds(), cpu: gauge.cpu_seconds() }
    }

    /// CPU seconds since the last time.
    fn next(&mut self) -> f64 {
        let cpu = self.gauge.cpu_seconds();
        cpu - std::mem::replace(&mut self.cpu, cpu)
    }
}
