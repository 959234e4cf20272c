//! Runs a scenario for several seeds, side by side, with results in the order of seeds.
//!
//! Worlds share nothing, so the number of threads changes nothing but the time it takes.

use crate::checkers::{Difference, compare_when_calm};
use crate::engine::{Engine, EngineChoices};
use crate::population::Population;
use crate::results::RunRecord;
use crate::scenario::{Scenario, ScenarioError};
use crate::signature_scheme::SignatureScheme;
use crate::world::{StoryLine, World, WorldSetup};
use corona_core::identity::Signatures;
use corona_core::time::Span;
use corona_transport_sim::StandIn;
use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;

/// What to run, apart from the scenario.
pub struct Replicates<'a> {
    /// Data file from the command line.
    pub data: Option<&'a Path>,
    /// How many seeds, counting up from the scenario's.
    pub seeds: u32,
    /// How many at once.
    pub threads: usize,
    /// Compare phones with the oracle after each run.
    pub check: bool,
    /// How worlds are computed; what was not chosen is decided by the size of the first
    /// seed's population.
    pub engine: EngineChoices,
    /// Print the story of a single seed.
    pub tell: Option<fn(&StoryLine)>,
    /// Called for each day of each world that is over.
    pub day_over: &'a (dyn Fn() + Sync),
}

/// One seed's outcome.
pub struct Replicate {
    /// What was observed.
    pub record: RunRecord,
    /// Where phones and oracle differ; empty without `check`.
    pub differences: Vec<Difference>,
    /// How it was computed; the same for all seeds.
    pub engine: Engine,
}

impl Replicates<'_> {
    /// Runs all seeds.
    ///
    /// # Errors
    /// [`ScenarioError`] if a population can't be built; no world runs then.
    ///
    /// # Panics
    /// If the system can't start threads.
    pub fn run(&self, scenario: &Scenario) -> Result<Vec<Replicate>, ScenarioError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .expect("the system can start threads");
        // Building the first seed's population finds every fault of data and scenario.
        let first = Population::build(scenario, self.data)?;
        let engine = Engine::of(&self.engine, scenario, &first.0, &first.1);
        let first = std::sync::Mutex::new(Some(first));
        pool.install(|| {
            (0..self.seeds)
                .into_par_iter()
                .map(|n| {
                    let seed = scenario.seed.wrapping_add(n.into());
                    let scenario = Scenario { seed, ..scenario.clone() };
                    let built =
                        if n == 0 { first.lock().ok().and_then(|mut f| f.take()) } else { None };
                    let (population, script) = match built {
                        Some(built) => built,
                        None => Population::build(&scenario, self.data)?,
                    };
                    let setup = WorldSetup::new(&scenario, Arc::new(population), Arc::new(script));
                    let setup = Arc::new(engine.setup(setup));
                    Ok(match engine.signatures {
                        SignatureScheme::Real => self.run_one(&scenario, World::new(setup), engine),
                        SignatureScheme::StandIn => {
                            let world = World::<StandIn>::with_signatures(setup);
                            self.run_one(&scenario, world, engine)
                        }
                    })
                })
                .collect()
        })
    }

    fn run_one<S: Signatures>(
        &self,
        scenario: &Scenario,
        mut world: World<S>,
        engine: Engine,
    ) -> Replicate {
        if let Some(tell) = self.tell.filter(|_| self.seeds == 1) {
            world.tell(tell);
        }
        let mut day_end = scenario.start;
        while day_end < scenario.end() {
            day_end = (day_end + Span::DAY).min(scenario.end());
            world.run_until(day_end);
            (self.day_over)();
        }
        let record = world.record();
        let differences = if self.check { compare_when_calm(&mut world) } else { Vec::new() };
        Replicate { record, differences, engine }
    }
}
