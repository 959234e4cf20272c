//! Our agenda under the hold model, alone and driving actors.

use crate::actor::Actor;
use crate::arguments::Hold;
use crate::measurement::{Measurement, Stopwatch};
use crate::steps::{Steps, seeded};
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::Agenda;

const PHASE: u8 = 0;

/// What the engine knows to do.
#[derive(Clone, Copy, Debug)]
enum Occurrence {
    Wake(u32),
}

/// The agenda alone.
pub(crate) fn agenda(hold: &Hold) -> Measurement {
    let stopwatch = Stopwatch::start();
    let steps = Steps::exponential();
    let mut chance = seeded(hold.seed, u64::from(hold.pending));
    let mut agenda = Agenda::new();
    for n in 0..hold.pending {
        agenda.push(Timestamp(0) + span(steps.draw(&mut chance)), PHASE, n);
    }
    let mut run = |holds: u64| {
        for _ in 0..holds {
            let Some((now, n)) = agenda.pop() else { return };
            agenda.push(now + span(steps.draw(&mut chance)), PHASE, n);
        }
    };
    run(hold.warm_up());
    let lap = stopwatch.lap();
    run(hold.holds);
    lap.finish(hold.holds)
}

/// The agenda driving actors: pop, look up whose it is, wake it, push its next.
pub(crate) fn engine(hold: &Hold) -> Measurement {
    let stopwatch = Stopwatch::start();
    let steps = Steps::exponential();
    let mut actors = Actor::all(hold.pending, hold.seed);
    let mut agenda = Agenda::new();
    for (n, actor) in (0..hold.pending).zip(&mut actors) {
        agenda.push(Timestamp(0) + span(actor.wake(&steps)), PHASE, Occurrence::Wake(n));
    }
    let mut run = |holds: u64| {
        for _ in 0..holds {
            let Some((now, occurrence)) = agenda.pop() else { return };
            match occurrence {
                Occurrence::Wake(n) => {
                    let step = actors[n as usize].wake(&steps);
                    agenda.push(now + span(step), PHASE, occurrence);
                }
            }
        }
    };
    run(hold.warm_up());
    let lap = stopwatch.lap();
    run(hold.holds);
    lap.finish(hold.holds)
}

const fn span(milliseconds: u64) -> Span {
    Span(milliseconds as i64)
}
