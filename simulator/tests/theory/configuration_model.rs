//! The configuration model as a cascade: meetings of two, whose host is reachable with the
//! probability that a tie carries.

use crate::network::{Network, START, boundless, reporter};
use crate::sample::Sample;
use corona_simulator::checkers::Reach;
use corona_simulator::theory::{Cascade, ConfigurationModel, Degrees};

const PEOPLE: u32 = 20_000;
const SEEDS: u64 = 12;

/// By hand: 26/27, and 0.7037… = 19/27.
#[test]
fn three_ties_each_reach_twenty_six_of_twenty_seven() {
    let degrees = Degrees::Fixed(3);
    let pairs = |hosting| Cascade {
        memberships: degrees,
        sizes: Degrees::Fixed(2),
        adoption: 1.0,
        hosting,
    };
    for (transmissibility, expected) in [(0.75, 26.0 / 27.0), (0.6, 0.703_703_703_703_703_7)] {
        let model = ConfigurationModel { degrees, transmissibility };
        assert!((model.size() - expected).abs() < 1e-12);
        let sizes: Sample = (0..SEEDS)
            .map(|seed| {
                let network = Network::draw(seed, PEOPLE, degrees, 2);
                let population = network.population(seed, &pairs(transmissibility));
                let mut reach = Reach::among_phones(&population, boundless());
                (0..20)
                    .map(|nth| {
                        let reporter = reporter(&population, seed, nth);
                        let hops = reach.hops_from(reporter, START).unwrap();
                        (hops.iter().flatten().count() + 1) as f64 / f64::from(PEOPLE)
                    })
                    .find(|share| *share > 0.05)
                    .expect("one of 20 reports cascades")
            })
            .collect();
        sizes.agrees(expected, 0.005, &format!("T {transmissibility}"));
    }
}
