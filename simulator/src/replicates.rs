//! Runs a scenario for several seeds, side by side, with results in the order of seeds.
//!
//! Worlds share nothing, so the number of threads changes nothing but the time it takes.

use crate::checkers::{Difference, compare_when_calm};
use crate::checkpoint::{CheckpointError, Checkpoints, Finished};
use crate::engine::{Engine, EngineChoices};
use crate::population::Population;
use crate::results::RunRecord;
use crate::scenario::{Scenario, ScenarioError};
use crate::signature_scheme::SignatureScheme;
use crate::world::{StoryLine, World, WorldSetup};
use corona_core::identity::{Ed25519, Signatures};
use corona_core::time::{Span, Timestamp};
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
    /// Where worlds are put away while they run, and where they may be already.
    pub checkpoints: Option<Checkpoints<'a>>,
    /// Print the story of a single seed.
    pub tell: Option<fn(&StoryLine)>,
    /// Called with what a reader should know about how data was read, once.
    pub note: &'a (dyn Fn(&str) + Sync),
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

/// Why seeds were not run to their end.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A population can't be built; no world has run.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A world can't be put away or taken up again.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

impl Replicates<'_> {
    /// Runs all seeds, or what is left of them.
    ///
    /// # Errors
    /// [`RunError`] says what must be mended.
    ///
    /// # Panics
    /// If the system can't start threads.
    pub fn run(&self, scenario: &Scenario) -> Result<Vec<Replicate>, RunError> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads)
            .build()
            .expect("the system can start threads");
        // Building the first seed's population finds every fault of data and scenario.
        let first = Population::build(scenario, self.data)?;
        first.0.notes.iter().for_each(|note| (self.note)(note));
        let engine = Engine::of(&self.engine, scenario, &first.0, &first.1);
        let first = std::sync::Mutex::new(Some(first));
        pool.install(|| {
            (0..self.seeds)
                .into_par_iter()
                .map(|n| {
                    let seed = scenario.seed.wrapping_add(n.into());
                    if let Some(Finished { record, differences }) = self.finished(seed)? {
                        (0..days(scenario)).for_each(|_| (self.day_over)());
                        return Ok(Replicate { record, differences, engine });
                    }
                    let scenario = Scenario { seed, ..scenario.clone() };
                    let built =
                        if n == 0 { first.lock().ok().and_then(|mut f| f.take()) } else { None };
                    let (population, script) = match built {
                        Some(built) => built,
                        None => Population::build(&scenario, self.data)?,
                    };
                    let setup = WorldSetup::new(&scenario, Arc::new(population), Arc::new(script));
                    let setup = Arc::new(engine.setup(setup));
                    let Finished { record, differences } = match engine.signatures {
                        SignatureScheme::Real => self.run_one::<Ed25519>(setup),
                        SignatureScheme::StandIn => self.run_one::<StandIn>(setup),
                    }?;
                    Ok(Replicate { record, differences, engine })
                })
                .collect()
        })
    }

    fn finished(&self, seed: u64) -> Result<Option<Finished>, CheckpointError> {
        match &self.checkpoints {
            Some(checkpoints) => checkpoints.take_finished(seed),
            None => Ok(None),
        }
    }

    fn run_one<S: Signatures>(&self, setup: Arc<WorldSetup>) -> Result<Finished, CheckpointError> {
        let begun = match &self.checkpoints {
            Some(checkpoints) => checkpoints.take(&setup)?,
            None => None,
        };
        let (mut day_end, end) = (setup.start, setup.end);
        let mut world = begun.unwrap_or_else(|| World::<S>::with_signatures(setup));
        if let Some(tell) = self.tell.filter(|_| self.seeds == 1) {
            world.tell(tell);
        }
        while day_end < end {
            day_end = (day_end + Span::DAY).min(end);
            self.live_until(&mut world, day_end)?;
            (self.day_over)();
        }
        let finished = if self.check {
            let record = world.record();
            Finished { record, differences: compare_when_calm(&mut world) }
        } else {
            Finished { record: world.into_record(), differences: Vec::new() }
        };
        if let Some(checkpoints) = &self.checkpoints {
            checkpoints.put_finished(&finished)?;
        }
        Ok(finished)
    }

    /// Lives until a day is over, and puts the world away whenever that is due.
    fn live_until<S: Signatures>(
        &self,
        world: &mut World<S>,
        day_end: Timestamp,
    ) -> Result<(), CheckpointError> {
        let (start, end) = (world.setup().start, world.setup().end);
        if let Some(checkpoints) = &self.checkpoints {
            loop {
                let due = checkpoints.next_after(start, world.now());
                // At the end there is a record instead.
                if due > day_end || due >= end {
                    break;
                }
                world.run_until(due);
                checkpoints.put(world)?;
            }
        }
        world.run_until(day_end);
        Ok(())
    }
}

/// How often [`Replicates::day_over`] is called for each world.
fn days(scenario: &Scenario) -> u64 {
    (scenario.duration.as_millis().unsigned_abs()).div_ceil(Span::DAY.as_millis().unsigned_abs())
}
