//! How many people are warned over one, two and three events in large random networks, by
//! the oracle that phones are held to.

use crate::network::{Network, START, limited, reporter};
use crate::sample::Sample;
use corona_simulator::checkers::Reach;
use corona_simulator::theory::{Cascade, Degrees};

const HOPS: u8 = 3;

/// By hop from 1 on: how many each report warned.
fn warned(
    law: &Cascade,
    people: u32,
    size: usize,
    networks: u64,
    reporters: u64,
) -> [Vec<f64>; HOPS as usize] {
    let mut by_hop = [const { Vec::new() }; HOPS as usize];
    for seed in 0..networks {
        let network = Network::draw(seed, people, law.memberships, size);
        let population = network.population(seed, law);
        let mut reach = Reach::among_phones(&population, limited(HOPS));
        for nth in 0..reporters {
            let hops = reach.hops_from(reporter(&population, seed, nth), START).unwrap();
            for (hop, warned) in (1..).zip(&mut by_hop) {
                warned.push(hops.iter().filter(|found| **found == Some(hop)).count() as f64);
            }
        }
    }
    by_hop
}

/// At most this share of people at a hop had been reached before, in a network of finite
/// size: every place that leads to them may belong to somebody already reached, as one
/// of all places.
fn folded_back(law: &Cascade, people: u32, hop: u32) -> f64 {
    let reached: f64 = 1.0 + (1..=hop).map(|hop| law.new_at_hop(hop)).sum::<f64>();
    let places = reached * (law.memberships.excess() + 1.0);
    places / (f64::from(people) * law.memberships.mean() * law.adoption)
}

fn agree(law: &Cascade, people: u32, size: usize, runs: (u64, u64), errors: [f64; 3]) {
    let by_hop = warned(law, people, size, runs.0, runs.1);
    for ((hop, warned), error_max) in (1..).zip(by_hop).zip(errors) {
        let expected = law.new_at_hop(hop);
        let bias = expected * folded_back(law, people, hop);
        let what = format!("hop {hop} of {law:?}");
        assert!(bias < expected * 0.03, "{what}: the network is too small");
        warned.into_iter().collect::<Sample>().agrees_but_for(expected, bias, error_max, &what);
    }
}

fn poisson(adoption: f64, hosting: f64) -> Cascade {
    let memberships = Degrees::Poisson(1.5);
    Cascade { memberships, sizes: Degrees::Fixed(3), adoption, hosting }
}

fn fives(adoption: f64, hosting: f64) -> Cascade {
    Cascade { memberships: Degrees::Fixed(3), sizes: Degrees::Fixed(5), adoption, hosting }
}

#[test]
fn poisson_memberships_warn_three_then_nine_then_twenty_seven() {
    let law = poisson(1.0, 1.0);
    assert!((law.new_at_hop(3) - 27.0).abs() < 1e-12);
    agree(&law, 10_000, 3, (10, 40), [0.15, 0.5, 1.6]);
}

#[test]
fn adoption_and_hosting_thin_every_hop() {
    agree(&poisson(0.8, 0.9), 10_000, 3, (10, 40), [0.15, 0.35, 0.8]);
    agree(&fives(0.8, 0.9), 20_000, 5, (5, 14), [0.35, 2.2, 13.0]);
}

/// Everybody is at 3 events of 5 people: never more, and only fewer where the network
/// folds back.
#[test]
fn three_events_of_five_warn_twelve_then_ninety_six_then_768() {
    let law = fives(1.0, 1.0);
    let by_hop = warned(&law, 90_000, 5, 2, 4);
    for ((hop, warned), expected) in (1..).zip(&by_hop).zip([12.0, 96.0, 768.0]) {
        assert!((law.new_at_hop(hop) - expected).abs() < 1e-12);
        assert!(warned.iter().all(|warned| *warned <= expected), "hop {hop}: {warned:?}");
    }
    agree(&law, 90_000, 5, (2, 4), [0.2, 1.0, 8.0]);
}
