//! Outbreaks in which few infect many: sizes, extinction, and who infected a random case.

use crate::drawing::negative_binomial;
use crate::sample::Sample;
use crate::stand_ins::branching::{End, chain};
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::theory::Offspring;

fn ends(law: Offspring, large: u32, chains: u64) -> Vec<End> {
    let chance = Chance::new(1);
    let run = |number| {
        let mut draws = chance.draws(Purpose::ChainOffspring, number);
        chain(&mut draws, large, |draws| negative_binomial(draws, law.mean, law.dispersion))
    };
    (0..chains).map(run).collect()
}

/// R 0.8, k 0.2: values by an independent computation.
#[test]
fn small_outbreaks_are_as_frequent_as_the_law_says() {
    let law = Offspring { mean: 0.8, dispersion: 0.2 };
    let ends = ends(law, u32::MAX, 100_000);
    let table = [0.724_779_66, 0.084_048_89, 0.038_986_83, 0.023_735_77, 0.016_384];
    for (cases, expected) in (1..).zip(table) {
        let found: Sample = ends.iter().map(|end| *end == End::Extinct(cases)).collect();
        found.agrees(expected, 0.0015, &format!("{cases} cases"));
        assert!((law.outbreak_size(cases, 1) - expected).abs() < 5e-9);
    }
    let sizes: Sample = (ends.iter())
        .map(|end| match end {
            End::Extinct(cases) => f64::from(*cases),
            End::Large => unreachable!("R 0.8 never has 2^32 cases at once"),
        })
        .collect();
    sizes.agrees(5.0, 0.1, "mean");
}

/// With 300 cases at once the rarest end, for R 1.5 and k 0.16, has a chance of 0.9^300.
#[test]
fn outbreaks_end_by_themselves_as_often_as_the_law_says() {
    let table = [
        (2.5, 0.1, 0.860_685_39),
        (2.5, 0.16, 0.794_519_02),
        (2.5, 1.0, 0.4),
        (1.5, 0.16, 0.898_638_72),
    ];
    for (mean, dispersion, expected) in table {
        let law = Offspring { mean, dispersion };
        let ended: Sample = ends(law, 300, 20_000).iter().map(|end| *end != End::Large).collect();
        ended.agrees(expected, 0.004, &format!("R {mean}, k {dispersion}"));
        assert!((law.extinction() - expected).abs() < 5e-9);
    }
}

/// Among all cases infected by many sources, the mean number that their sources infected.
#[test]
fn a_random_case_has_a_source_that_infected_many() {
    let chance = Chance::new(1);
    for (mean, dispersion, expected, error_max) in [(1.2, 0.2, 8.2, 0.08), (2.5, 0.1, 28.5, 0.35)] {
        let law = Offspring { mean, dispersion };
        assert!((law.backward_mean() - expected).abs() < 1e-12);
        let batches: Sample = (0..40)
            .map(|batch| {
                let mut draws = chance.draws(Purpose::ChainOffspring, batch);
                let (mut cases, mut siblings) = (0.0, 0.0);
                for _ in 0..25_000 {
                    let infected = f64::from(negative_binomial(&mut draws, mean, dispersion));
                    cases += infected;
                    siblings += infected * infected;
                }
                siblings / cases
            })
            .collect();
        batches.agrees(expected, error_max, &format!("R {mean}, k {dispersion}"));
    }
}
