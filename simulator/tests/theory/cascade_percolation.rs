//! How far cascades get in large random networks of people and events, by the oracle that
//! phones are held to.

use crate::network::{Network, START, boundless, reporter};
use crate::sample::Sample;
use corona_simulator::checkers::Reach;
use corona_simulator::theory::{Cascade, Degrees};

const PEOPLE: u32 = 20_000;
const SEEDS: u64 = 12;

/// Of those with the app, a cascade beyond this share is a large one.
const LARGE: f64 = 0.05;

/// Reporters tried for a large cascade. Where a quarter succeed, all fail in one of 300 networks.
const REPORTERS: u64 = 20;

fn trios(memberships: Degrees, adoption: f64, hosting: f64) -> Cascade {
    Cascade { memberships, sizes: Degrees::Fixed(3), adoption, hosting }
}

/// The share of people with the app that the first large cascade of a network warns, its
/// reporter counted; `None` if there is none.
fn large_cascade(seed: u64, law: &Cascade, size: usize) -> Option<f64> {
    let network = Network::draw(seed, PEOPLE, law.memberships, size);
    let population = network.population(seed, law);
    let phones = population.people.iter().filter(|person| person.has_phone).count() as f64;
    let mut reach = Reach::among_phones(&population, boundless());
    (0..REPORTERS)
        .map(|nth| {
            let hops = reach.hops_from(reporter(&population, seed, nth), START).unwrap();
            (hops.iter().flatten().count() + 1) as f64 / phones
        })
        .find(|share| *share > LARGE)
}

fn reaches(law: Cascade, size: usize, expected: f64, error_max: f64) {
    let shares: Sample = (0..SEEDS)
        .map(|seed| large_cascade(seed, &law, size).expect("one of 20 reports cascades"))
        .collect();
    let what = format!("{law:?}");
    shares.agrees(expected, error_max, &what);
    assert!((law.reach() - expected).abs() < 1e-9, "{what}");
}

/// Values by an independent computation, confirmed by an independent simulation of 400,000
/// people: 0.7563, 0.6440, 0.4942.
#[test]
fn cascades_over_poisson_memberships_reach_whom_the_law_says() {
    let poisson = Degrees::Poisson(1.5);
    reaches(trios(poisson, 1.0, 1.0), 3, 0.756_032_360_2, 0.002);
    reaches(trios(poisson, 0.8, 1.0), 3, 0.702_453_653, 0.004);
    reaches(trios(poisson, 0.8, 0.9), 3, 0.643_933_890_5, 0.004);
    reaches(trios(poisson, 0.6, 0.9), 3, 0.494_548_936_1, 0.006);
}

/// By hand: 80/81 and 56/81.
#[test]
fn cascades_over_two_memberships_each_reach_exact_fractions() {
    let two = Degrees::Fixed(2);
    reaches(trios(two, 0.75, 1.0), 3, 80.0 / 81.0, 0.001);
    reaches(trios(two, 0.75, 0.8), 3, 56.0 / 81.0, 0.006);
}

/// The threshold is at a·q = 1/3. Below, cascades have a mean size, 3aq/(1 − 3aq); a
/// simulation that relayed too much or too little would have another.
#[test]
fn below_the_threshold_cascades_stay_small() {
    for (adoption, hosting, expected) in [(0.5, 0.5, 3.0), (0.4, 0.5, 1.5), (1.0, 0.25, 3.0)] {
        let law = trios(Degrees::Poisson(1.5), adoption, hosting);
        assert!((law.mean_warned().unwrap() - expected).abs() < 1e-9);
        assert!(law.reach().abs() < f64::EPSILON);
        let mut warned = Vec::new();
        for seed in 0..SEEDS {
            let network = Network::draw(seed, 4_000, law.memberships, 3);
            let population = network.population(seed, &law);
            let mut reach = Reach::among_phones(&population, boundless());
            for nth in 0..50 {
                let hops = reach.hops_from(reporter(&population, seed, nth), START).unwrap();
                warned.push(hops.iter().flatten().count() as f64);
            }
        }
        let what = format!("a {adoption}, q {hosting}");
        warned.into_iter().collect::<Sample>().agrees(expected, 0.45, &what);
    }
}

/// Above it, a·q = 0.42 and 3aq = 1.26, a quarter of reports become large cascades; below,
/// 0.3 and 0.9, none of as many does.
#[test]
fn large_cascades_begin_at_the_threshold() {
    let above = trios(Degrees::Poisson(1.5), 0.7, 0.6);
    reaches(above, 3, 0.249_164_491_1, 0.012);
    let below = trios(Degrees::Poisson(1.5), 0.5, 0.6);
    assert!(below.reach().abs() < f64::EPSILON);
    let large = (0..SEEDS).filter_map(|seed| large_cascade(seed, &below, 3)).count();
    assert_eq!(large, 0);
}
