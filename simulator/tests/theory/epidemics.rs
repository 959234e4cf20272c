//! Epidemics in populations of a given size: everybody mixing, and households.

use crate::sample::Sample;
use crate::stand_ins::{household, mixing};
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::theory::{Ratio, ReedFrost, final_size};

const PEOPLE: u32 = 100_000;
const SEEDS: u64 = 12;

/// The share infected by the first outbreak of a seed that reaches one in twenty.
fn major_outbreak(seed: u64, r0: f64) -> f64 {
    let chance = Chance::new(seed);
    let mut draws = chance.draws(Purpose::ChainOffspring, 0);
    loop {
        let share = f64::from(mixing::outbreak(&mut draws, PEOPLE, r0)) / f64::from(PEOPLE);
        if share > 0.05 {
            return share;
        }
    }
}

/// Values by an independent computation.
#[test]
fn major_outbreaks_infect_the_final_size() {
    let table = [
        (1.2, 0.313_698_331, 0.005),
        (1.5, 0.582_811_643_9, 0.002),
        (2.0, 0.796_812_13, 0.001),
        (2.5, 0.892_644_753_6, 0.001),
        (3.0, 0.940_479_790_7, 0.001),
    ];
    for (r0, expected, error_max) in table {
        let shares: Sample = (0..SEEDS).map(|seed| major_outbreak(seed, r0)).collect();
        shares.agrees(expected, error_max, &format!("R0 {r0}"));
        assert!((final_size(r0) - expected).abs() < 1e-9);
    }
}

/// Every number of infected members is as frequent as its exact fraction says.
#[test]
fn households_fall_ill_as_reed_and_frost_say() {
    let chance = Chance::new(1);
    let cases = [(1, 1, (1, 5)), (3, 1, (1, 5)), (4, 1, (3, 10)), (5, 1, (3, 10)), (3, 2, (1, 5))];
    for (number, (susceptible, introduced, p)) in (0_u64..).zip(cases) {
        let transmission = Ratio::new(p.0, p.1).unwrap();
        let law = ReedFrost { susceptible, introduced, transmission };
        let mut draws = chance.draws(Purpose::ChainOffspring, number);
        let sizes: Vec<u32> = (0..40_000)
            .map(|_| {
                household::infected(&mut draws, susceptible, introduced, transmission.to_f64())
            })
            .collect();
        for (infected, share) in (0..).zip(law.sizes().unwrap()) {
            let found: Sample = sizes.iter().map(|size| *size == infected).collect();
            found.agrees(
                share.to_f64(),
                0.003,
                &format!("{infected} of {susceptible}, p {transmission}"),
            );
        }
    }
}
