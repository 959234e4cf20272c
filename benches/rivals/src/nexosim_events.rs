//! NeXosim: models that schedule their own events, or send them on through a port first.

use crate::actor::Actor;
use crate::arguments::Hold;
use crate::measurement::{Measurement, Stopwatch};
use crate::steps::{MEAN_MS, Steps};
use nexosim::model::{BuildContext, Context, Model, ProtoModel, schedulable};
use nexosim::ports::Output;
use nexosim::simulation::{Mailbox, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Models among which the actors are divided: one each would measure a million mailboxes.
const GROUPS: u32 = 1_000;

/// How an event comes to the actor that schedules the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// It is the actor's own.
    ToSelf,
    /// The next group's actor gets it through a port.
    ThroughPort,
}

/// Occurrences so far; the models are the engine's while it runs.
static WOKEN: AtomicU64 = AtomicU64::new(0);

/// What a group is built from.
struct Founding {
    group: Group,
    first: u32,
    size: u32,
    seed: u64,
}

/// A model: some actors, and a port to the next group.
#[derive(Serialize, Deserialize)]
struct Group {
    hops: bool,
    size: u32,
    onward: Output<u32>,
}

/// What of a group is not saved.
struct Inside {
    actors: Vec<Actor>,
    steps: Steps,
}

#[Model(type Env = Inside)]
impl Group {
    /// The first occurrence of every actor.
    #[nexosim(init)]
    async fn begin(&mut self, cx: &Context<Self>, inside: &mut Inside) {
        for n in 0..self.size {
            Self::next(n, cx, inside);
        }
    }

    /// An actor's time has come.
    #[nexosim(schedulable)]
    async fn wake(&mut self, n: u32, cx: &Context<Self>, inside: &mut Inside) {
        if self.hops {
            self.onward.send(n).await;
        } else {
            Self::take(n, cx, inside);
        }
    }

    /// The port's other end.
    async fn receive(&mut self, n: u32, cx: &Context<Self>, inside: &mut Inside) {
        Self::take(n, cx, inside);
    }

    fn take(n: u32, cx: &Context<Self>, inside: &mut Inside) {
        WOKEN.fetch_add(1, Ordering::Relaxed);
        Self::next(n, cx, inside);
    }

    fn next(n: u32, cx: &Context<Self>, inside: &mut Inside) {
        let step = inside.actors[n as usize].wake(&inside.steps);
        cx.schedule_event(Duration::from_millis(step), schedulable!(Self::wake), n)
            .expect("a step is at least a millisecond");
    }
}

impl ProtoModel for Founding {
    type Model = Group;

    fn build(self, _: &mut BuildContext<Self>) -> (Group, Inside) {
        let actors = (self.first..self.first + self.size)
            .map(|n| Actor::new(self.seed, u64::from(n)))
            .collect();
        (self.group, Inside { actors, steps: Steps::exponential() })
    }
}

/// On one thread, for as long as the wished number of holds takes on average.
pub(crate) fn events(hold: &Hold, route: Route) -> Measurement {
    let stopwatch = Stopwatch::start();
    let mut simulation = build(hold, route);
    run(&mut simulation, hold.warm_up(), hold.pending);
    let lap = stopwatch.lap();
    let holds = run(&mut simulation, hold.holds, hold.pending);
    lap.finish(holds)
}

fn build(hold: &Hold, route: Route) -> Simulation {
    let groups = GROUPS.min(hold.pending);
    // Every group has as many, so that the next group has every actor that hops there.
    let size = hold.pending.div_ceil(groups);
    let mailboxes: Vec<_> = (0..groups).map(|_| Mailbox::new()).collect();
    let addresses: Vec<_> = mailboxes.iter().map(Mailbox::address).collect();
    let mut bench = SimInit::with_num_threads(1);
    for (n, mailbox) in (0..groups).zip(mailboxes) {
        let mut onward = Output::default();
        onward.connect(Group::receive, &addresses[((n + 1) % groups) as usize]);
        let group = Group { hops: route == Route::ThroughPort, size, onward };
        let founding = Founding { group, first: n * size, size, seed: hold.seed };
        bench = bench.add_model(founding, mailbox, "group");
    }
    bench.init(MonotonicTime::EPOCH).expect("models that only schedule can be initialized")
}

/// Returns how many occurrences there were.
fn run(simulation: &mut Simulation, holds: u64, pending: u32) -> u64 {
    let before = WOKEN.load(Ordering::Relaxed);
    let time = Duration::from_millis(holds * MEAN_MS / u64::from(pending));
    simulation.step_until(time).expect("no model fails");
    WOKEN.load(Ordering::Relaxed) - before
}
