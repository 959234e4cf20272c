//! What perfect tracing over one step leaves of the reproduction number.

use crate::drawing::poisson;
use crate::sample::Sample;
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::theory::one_hop_tracing;

const SEEDS: u64 = 24;

/// Cases at first.
const FIRST: u32 = 2_000;

/// Generations until it no longer matters who was first, and those measured.
const BEFORE: u32 = 16;
const MEASURED: u32 = 4;

/// Cases who infect others, by whether they have the app.
#[derive(Clone, Copy)]
struct Generation {
    with_app: u32,
    without: u32,
}

impl Generation {
    fn size(self) -> f64 {
        f64::from(self.with_app + self.without)
    }
}

/// How many times as large a generation is as the one before, on average over those measured.
fn factor(seed: u64, adoption: f64, reproduction: f64) -> f64 {
    let chance = Chance::new(seed);
    let mut draws = chance.draws(Purpose::ChainOffspring, 0);
    let mut generation = Generation { with_app: 0, without: FIRST };
    let mut measured_from = 0.0;
    for number in 0..BEFORE + MEASURED {
        if number == BEFORE {
            measured_from = generation.size();
        }
        let mut next = Generation { with_app: 0, without: 0 };
        for (infectors, has_app) in [(generation.with_app, true), (generation.without, false)] {
            for _ in 0..infectors {
                for _ in 0..poisson(&mut draws, reproduction) {
                    // Two phones: whoever is infected is warned at once and infects nobody.
                    match (has_app, draws.happens(adoption)) {
                        (true, true) => {}
                        (false, true) => next.with_app += 1,
                        (_, false) => next.without += 1,
                    }
                }
            }
        }
        generation = next;
    }
    libm::pow(generation.size() / measured_from, 1.0 / f64::from(MEASURED))
}

/// Values by an independent computation.
#[test]
fn perfect_one_hop_tracing_leaves_the_share_that_the_law_says() {
    let table = [
        (0.1, 1.2, 0.990_832_691_319_598_4),
        (0.28, 1.2, 0.935_499_782_797_526_3),
        (0.5, 1.4, 0.809_016_994_374_947_5),
        (0.53, 1.4, 0.786_656_596_081_294),
        (0.8, 2.1, 0.512_310_562_561_766),
    ];
    for (adoption, reproduction, expected) in table {
        let left: Sample =
            (0..SEEDS).map(|seed| factor(seed, adoption, reproduction) / reproduction).collect();
        left.agrees(expected, 0.002, &format!("a {adoption}"));
        assert!((one_hop_tracing(adoption) - expected).abs() < 1e-14);
    }
}
