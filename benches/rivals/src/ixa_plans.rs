//! ixa: every actor is a plan that adds its next.
//!
//! The actors are shared among plans instead of being a data plugin: ixa's macro for
//! these expands to `unsafe`, and sharing is no slower.

use crate::actor::Actor;
use crate::arguments::Hold;
use crate::measurement::{Measurement, Stopwatch};
use crate::steps::Steps;
use ixa::Context;
use std::cell::RefCell;
use std::rc::Rc;

struct Population {
    actors: Vec<Actor>,
    steps: Steps,
    /// How many plans are still to be run before the loop is left.
    left: u64,
}

type Shared = Rc<RefCell<Population>>;

/// Its plan queue, with actors touched by each plan.
pub(crate) fn plans(hold: &Hold) -> Measurement {
    let stopwatch = Stopwatch::start();
    let actors = Actor::all(hold.pending, hold.seed);
    let population = Population { actors, steps: Steps::exponential(), left: 0 };
    let population = Rc::new(RefCell::new(population));
    let mut context = Context::new();
    for n in 0..hold.pending as usize {
        plan(&mut context, n, Rc::clone(&population));
    }
    run(&mut context, &population, hold.warm_up());
    let lap = stopwatch.lap();
    run(&mut context, &population, hold.holds);
    lap.finish(hold.holds)
}

fn run(context: &mut Context, population: &Shared, holds: u64) {
    if holds > 0 {
        population.borrow_mut().left = holds;
        context.execute();
    }
}

fn plan(context: &mut Context, n: usize, shared: Shared) {
    let step = {
        let mut population = shared.borrow_mut();
        let Population { actors, steps, .. } = &mut *population;
        actors[n].wake(steps)
    };
    let time = context.get_current_time() + step as f64;
    context.add_plan(time, move |context| {
        let left = {
            let mut population = shared.borrow_mut();
            population.left -= 1;
            population.left
        };
        if left == 0 {
            context.abort();
        }
        plan(context, n, shared);
    });
}
