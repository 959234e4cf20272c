//! How fast chains of infection grow, for latent and infectious periods in stages, and for
//! Weibull generation times.

use crate::drawing::{erlang, poisson};
use crate::sample::Sample;
use crate::stand_ins::branching::times;
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::theory::{Stages, Weibull};
use corona_transport_sim::chance::Draws;
use std::ops::Range;

const SEEDS: u64 = 12;

/// Cases at time 0.
const FIRST: u32 = 60;

/// Two spans of days between which growth is measured. Before the first, all that the start
/// was special in has died away: in these courses it halves, relative to growth, within three
/// days.
type Windows = [Range<f64>; 2];

const SLOW: Windows = [25.0..30.0, 45.0..50.0];
const FAST: Windows = [15.0..20.0, 30.0..35.0];

/// Growth per day of a seed's chain.
fn growth(seed: u64, windows: &Windows, course: impl Fn(&mut Draws<'_>) -> Vec<f64>) -> f64 {
    let chance = Chance::new(seed);
    let mut draws = chance.draws(Purpose::ChainOffspring, 0);
    let times = times(&mut draws, FIRST, windows[1].end, course);
    let within =
        |window: &Range<f64>| times.iter().filter(|time| window.contains(time)).count() as f64;
    let (early, late) = (within(&windows[0]), within(&windows[1]));
    libm::log(late / early) / (windows[1].start - windows[0].start)
}

/// Infectious after the latent period, infecting at a constant rate.
fn course(draws: &mut Draws<'_>, stages: Stages, reproduction: f64) -> Vec<f64> {
    let latent = erlang(draws, stages.latent_stages, stages.latent_mean_days);
    let period = erlang(draws, stages.infectious_stages, stages.infectious_mean_days);
    let pause = stages.infectious_mean_days / reproduction;
    let mut ages = Vec::new();
    let mut age = draws.exponential(pause);
    while age < period {
        ages.push(latent + age);
        age += draws.exponential(pause);
    }
    ages
}

fn stages(latent: f64, m: u32, infectious: f64, n: u32) -> Stages {
    Stages {
        latent_mean_days: latent,
        latent_stages: m,
        infectious_mean_days: infectious,
        infectious_stages: n,
    }
}

fn grows(stages: Stages, reproduction: f64, expected: f64, windows: &Windows) {
    let what = format!("{stages:?}");
    assert!((stages.growth(reproduction) - expected).abs() < 1e-6, "{what}");
    let rates: Sample = (0..SEEDS)
        .map(|seed| growth(seed, windows, |draws| course(draws, stages, reproduction)))
        .collect();
    rates.agrees(expected, 0.0015, &what);
}

/// Three days latent and five infectious, growing by 0.14 a day; values of R by an
/// independent computation.
#[test]
fn chains_grow_as_their_stages_say() {
    grows(stages(3.0, 1, 5.0, 1), 2.414, 0.14, &SLOW);
    grows(stages(3.0, 2, 5.0, 2), 2.270_912_553_2, 0.14, &SLOW);
    grows(stages(3.0, 2, 5.0, 1), 2.488_97, 0.14, &SLOW);
    grows(stages(3.0, 10, 5.0, 10), 2.148_416_904_3, 0.14, &SLOW);
}

/// A generation of 2.85 days, growing by 0.2 a day: 1.57 infectious from the start, 1.651225
/// with half of it latent (Wallinga and Lipsitch 2007).
#[test]
fn chains_grow_as_wallinga_and_lipsitch_say() {
    grows(stages(0.0, 1, 2.85, 1), 1.57, 0.2, &FAST);
    grows(stages(1.425, 1, 1.425, 1), 1.651_225, 0.2, &FAST);
}

/// Doubling in five days with R 1.943: value by an independent computation.
#[test]
fn chains_grow_as_their_generation_times_say() {
    let (times, reproduction) = (Weibull { shape: 2.826, scale_days: 5.665 }, 1.943_245_637_4);
    let expected = std::f64::consts::LN_2 / 5.0;
    assert!((times.reproduction(expected) - reproduction).abs() < 1e-9);
    let course = |draws: &mut Draws<'_>| -> Vec<f64> {
        let infected = poisson(draws, reproduction);
        (0..infected).map(|_| times.quantile(draws.uniform())).collect()
    };
    let rates: Sample = (0..SEEDS).map(|seed| growth(seed, &SLOW, course)).collect();
    rates.agrees(expected, 0.0015, "Weibull");
}
