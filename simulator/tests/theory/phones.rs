//! Phones in a world: they warn whom the oracle says, person by person, and as many at every
//! hop as the closed form says.

use crate::forest::Forest;
use crate::network::{Network, START, reporter};
use crate::sample::Sample;
use corona_core::cascade::Policy;
use corona_core::events::PollRules;
use corona_core::node::Node;
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::checkers::{Reach, compare};
use corona_simulator::population::{Population, ReportAction, Script};
use corona_simulator::scenario::{Behaviour, RandomReports};
use corona_simulator::theory::{Cascade, Degrees};
use corona_simulator::world::{Polls, Stores, World, WorldSetup};
use corona_transport_sim::Profile;
use corona_transport_sim::agenda::QueueKind;
use std::sync::Arc;

/// When reporters tell; events were the day before.
const TOLD: Timestamp = Timestamp(START.0 + Span::DAY.0);

/// Enough for 14 hops, each of which waits for a poll of up to two hours.
const SPREADS: Span = Span::hours(36);

fn world(seed: u64, population: Population, reporters: impl Iterator<Item = u32>) -> World {
    let report = |person| ReportAction {
        at: TOLD,
        person,
        status: InfectionStatus::Positive,
        infectious_from: Some(START),
        sampled: None,
    };
    let script = Script { reports: reporters.map(report).collect(), ..Script::default() };
    let mut world = World::new(Arc::new(WorldSetup {
        seed,
        start: START,
        end: TOLD + SPREADS + Span::DAY,
        rules: Arc::new(Rules {
            polls: PollRules { min: Span::HOUR, max: Span::hours(2), ..PollRules::default() },
            ..Rules::with_policy(Policy::whitepaper())
        }),
        population: Arc::new(population),
        script: Arc::new(script),
        network: Profile::instant(),
        partitions: Vec::new(),
        churn: None,
        sleep: None,
        on_by_hour: None,
        background: None,
        crashes_per_day: 0.0,
        clock_skew: Span::ZERO,
        app: true,
        epidemic: None,
        behaviour: Behaviour::default(),
        reports: RandomReports::default(),
        polls: Polls::Telling,
        queue: QueueKind::Ladder,
        stores: Stores::Derived,
    }));
    world.run_until(TOLD + SPREADS);
    world
}

/// By person, over how many events their phone was warned.
fn hops(world: &World) -> Vec<Option<u8>> {
    let hop = |node: &Node| {
        let high = node.status() == InfectionStatus::HighRisk;
        node.signal().filter(|_| high).map(|signal| signal.hop)
    };
    world.phones().iter().map(|phone| phone.node().and_then(hop)).collect()
}

/// Random networks with loops, a fifth without the app and a tenth of events without host.
#[test]
fn phones_warn_whom_the_oracle_warns() {
    let memberships = Degrees::Poisson(1.5);
    let law = Cascade { memberships, sizes: Degrees::Fixed(3), adoption: 0.8, hosting: 0.9 };
    let mut far = 0;
    for seed in 0..6 {
        let population = Network::draw(seed, 250, memberships, 3).population(seed, &law);
        let teller = reporter(&population, seed, 0);
        let expected = Reach::among_phones(&population, Policy::whitepaper())
            .hops_from(teller, START)
            .unwrap();
        let world = world(seed, population, std::iter::once(teller));
        assert!(compare(&world).is_empty(), "seed {seed}: {:?}", compare(&world));
        assert_eq!(hops(&world), expected, "seed {seed}");
        far += expected.iter().flatten().filter(|hop| **hop > 3).count();
    }
    assert!(far > 100, "only {far} were warned over more than three events");
}

/// By hop, a number for each tree.
fn warned(law: &Cascade, size: u32, trees: u32, seeds: u64) -> [Vec<f64>; 3] {
    let mut by_hop = [const { Vec::new() }; 3];
    for seed in 0..seeds {
        let forest = Forest::draw(seed, trees, law.memberships, size, 3);
        let chance = Chance::new(seed);
        // Reporters have the app.
        let is_root = |person| forest.trees.iter().any(|tree| tree.start == person);
        let adopts = |person: u32| {
            is_root(person)
                || chance.happens(Purpose::NetworkAdoption, person.into(), 0, law.adoption)
        };
        let population = forest.network.population_where(seed, law, adopts);
        let roots = forest.trees.iter().map(|tree| tree.start);
        let world = world(seed, population, roots);
        assert!(compare(&world).is_empty(), "seed {seed}: {:?}", compare(&world));
        let hops = hops(&world);
        for tree in &forest.trees {
            let hops = &hops[tree.start as usize..tree.end as usize];
            for (hop, warned) in (1..).zip(&mut by_hop) {
                warned.push(hops.iter().filter(|found| **found == Some(hop)).count() as f64);
            }
        }
    }
    by_hop
}

/// Two thirds of the hops' factor of three are left: 2.16, 4.67, 10.08.
#[test]
fn phones_warn_as_many_at_every_hop_as_the_law_says() {
    let memberships = Degrees::Poisson(1.5);
    let law = Cascade { memberships, sizes: Degrees::Fixed(3), adoption: 0.8, hosting: 0.9 };
    let by_hop = warned(&law, 3, 60, 3);
    for ((hop, warned), error_max) in (1..).zip(by_hop).zip([0.2, 0.5, 1.2]) {
        let warned: Sample = warned.into_iter().collect();
        warned.agrees(law.new_at_hop(hop), error_max, &format!("hop {hop}"));
    }
}

#[test]
fn phones_at_three_events_of_five_warn_twelve_then_ninety_six_then_768() {
    let memberships = Degrees::Fixed(3);
    let law = Cascade { memberships, sizes: Degrees::Fixed(5), adoption: 1.0, hosting: 1.0 };
    let by_hop = warned(&law, 5, 1, 1);
    assert_eq!(by_hop, [[12.0], [96.0], [768.0]]);
}
