//! Distributions that only these tests draw from.

use corona_simulator::theory::Degrees;
use corona_transport_sim::chance::Draws;

/// By multiplying uniform draws (Knuth, TAOCP 3.4.1): for small means.
pub(crate) fn poisson(draws: &mut Draws<'_>, mean: f64) -> u32 {
    let end = libm::exp(-mean);
    let mut product = draws.uniform();
    let mut count = 0;
    while product > end {
        product *= draws.uniform();
        count += 1;
    }
    count
}

pub(crate) fn degree(draws: &mut Draws<'_>, degrees: Degrees) -> u32 {
    match degrees {
        Degrees::Fixed(degree) => degree,
        Degrees::Poisson(mean) => poisson(draws, mean),
    }
}

/// Of somebody reached over one membership, how many further ones they have.
pub(crate) fn excess_degree(draws: &mut Draws<'_>, degrees: Degrees) -> u32 {
    match degrees {
        Degrees::Fixed(degree) => degree - 1,
        Degrees::Poisson(mean) => poisson(draws, mean),
    }
}

/// Negative binomial with mean R and dispersion k, by summing probabilities
/// p₀ = (1 + R/k)^(−k), p_{x+1} = p_x·(k+x)/(x+1)·R/(R+k).
pub(crate) fn negative_binomial(draws: &mut Draws<'_>, mean: f64, dispersion: f64) -> u32 {
    let mut left = draws.uniform();
    let mut probability = libm::pow(1.0 + mean / dispersion, -dispersion);
    let mut count = 0_u32;
    // The terms sum to 1 only up to rounding: whoever is left over has an impossible number.
    while left >= probability && count < 100_000 {
        left -= probability;
        let x = f64::from(count);
        probability *= (dispersion + x) / (x + 1.0) * mean / (mean + dispersion);
        count += 1;
    }
    count
}

/// So many exponential stages with this mean of their sum; 0 if that is 0.
pub(crate) fn erlang(draws: &mut Draws<'_>, stages: u32, mean: f64) -> f64 {
    let stage = mean / f64::from(stages);
    (0..stages).map(|_| draws.exponential(stage)).sum()
}

pub(crate) fn shuffle<T>(draws: &mut Draws<'_>, list: &mut [T]) {
    for last in (1..list.len()).rev() {
        list.swap(last, draws.below(last as u64 + 1) as usize);
    }
}
