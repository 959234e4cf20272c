//! What can be computed on paper comes out of the simulation.

use crate::given::{outbreak, people, plain};
use corona_simulator::scenario::units::Period;
use corona_simulator::scenario::{CurveKind, Probability, Rate};

/// z = 1 − (1 − first) e^(−r z), by iteration.
fn final_size(r: f64, first: f64) -> f64 {
    (0..1_000).fold(0.5, |z, _| 1.0 - (1.0 - first) * (-r * z).exp())
}

#[test]
fn homogeneous_mixing_ends_at_the_final_size() {
    let (n, seeds) = (20_000, 6);
    let population = people(n, 1);
    for r in [1.5, 2.0, 3.0] {
        let mut section = plain();
        section.initial = 40;
        // Three meetings a day for five days.
        section.transmission.casual_meetings = Rate::times(3.0, Period::Day);
        section.transmission.casual = Probability::percent(100.0 * r / 15.0);
        let sizes: Vec<f64> = (0..seeds)
            .map(|seed| outbreak(&section, &population, 250, seed).infections().len() as f64)
            .collect();
        let mean = sizes.iter().sum::<f64>() / f64::from(seeds as u32) / f64::from(n);
        let z = final_size(r, 40.0 / f64::from(n));
        let deviation = (z * (1.0 - z)).sqrt() / (1.0 - r * (1.0 - z));
        // Half an hour around a meeting lies partly outside the infectious time: 0.2 % of r.
        let bias = z - final_size(r * 0.997, 40.0 / f64::from(n));
        let error = 4.0 * deviation / f64::from(n * seeds as u32).sqrt() + bias;
        assert!((mean - z).abs() < error, "R0 = {r}: {mean}, expected {z} within {error}");
    }
}

/// Counts of households of `1 + rest` by how many of the rest were infected.
fn households(rest: u32, percent: f64, kind: CurveKind, runs: u64) -> Vec<f64> {
    let population = people(rest + 1, rest + 1);
    let mut section = plain();
    section.initial = 1;
    section.course.curve = kind;
    section.transmission.household = Probability::percent(percent);
    let mut counts = vec![0.0; rest as usize + 1];
    for seed in 0..runs {
        let infected = outbreak(&section, &population, 120, seed).infections().len();
        counts[infected - 1] += 1.0;
    }
    counts
}

/// Exact rationals: Lefèvre and Picard 1990, as tabulated by the CDC's `reedfrost`.
#[test]
fn households_follow_the_tables_of_reed_and_frost() {
    let runs = 4_000;
    let tables: [(u32, f64, &[f64]); 3] = [
        (2, 20.0, &[16.0 / 25.0, 32.0 / 125.0, 13.0 / 125.0]),
        (3, 20.0, &[64.0 / 125.0, 768.0 / 3_125.0, 2_496.0 / 15_625.0, 1_289.0 / 15_625.0]),
        (4, 30.0, &[0.2401, 0.141_178_8, 0.152_473_104, 0.209_987_618_4, 0.256_260_477_6]),
    ];
    for (rest, percent, expected) in tables {
        for kind in [CurveKind::Flat, CurveKind::Generation, CurveKind::Onset] {
            let counts = households(rest, percent, kind, runs);
            let chi: f64 = counts
                .iter()
                .zip(expected)
                .map(|(count, share)| {
                    let mean = share * runs as f64;
                    (count - mean) * (count - mean) / mean
                })
                .sum();
            // The 99.9 % quantiles of chi-squared with 2, 3, 4 degrees of freedom.
            let limit = [13.8, 16.3, 18.5][rest as usize - 2];
            assert!(chi < limit, "{rest} at {percent} %, {kind:?}: {counts:?}, chi² {chi}");
        }
    }
}

#[test]
fn people_who_differ_have_the_same_mean_risk_at_home() {
    let population = people(2, 2);
    let mut section = plain();
    section.initial = 1;
    section.course.dispersion = 0.45;
    let runs = 4_000;
    let pairs = (0..runs)
        .filter(|seed| outbreak(&section, &population, 60, *seed).infections().len() == 2)
        .count();
    let share = pairs as f64 / runs as f64;
    assert!((share - 0.2).abs() < 4.0 * (0.16 / runs as f64).sqrt(), "{share}");
}
