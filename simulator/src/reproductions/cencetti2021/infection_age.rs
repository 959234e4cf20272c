//! How infectious people are, and whether they have been found, by the age of their infection.

use std::f64::consts::SQRT_2;

/// Generation times in days: Weibull, shape and scale (Ferretti et al. 2020).
const GENERATION: (f64, f64) = (2.826, 5.665);
/// Share of people who are ever found, by their symptoms.
const SYMPTOMATIC: f64 = 0.8;
/// Days from being found to being isolated.
const DELAY_DAYS: f64 = 2.0;
/// Days to onset: lognormal, mean and deviation of the logarithm.
const ONSET: (f64, f64) = (1.54, 0.47);

/// Density of infecting somebody at this age in days, per day; it integrates to one.
pub(super) fn infectiousness(age: f64) -> f64 {
    let (shape, scale) = GENERATION;
    if age <= 0.0 {
        return 0.0;
    }
    let x = age / scale;
    shape / scale * libm::pow(x, shape - 1.0) * libm::exp(-libm::pow(x, shape))
}

/// Share (0–1) of people who have been found by this age in days.
pub(super) fn found(age: f64) -> f64 {
    let (mu, sigma) = ONSET;
    if age <= DELAY_DAYS {
        return 0.0;
    }
    // The authors divide the age by the share of people with symptoms, too.
    let z = (libm::log((age - DELAY_DAYS) / SYMPTOMATIC) - mu) / sigma;
    SYMPTOMATIC * 0.5 * libm::erfc(-z / SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn infectiousness_integrates_to_one_with_a_mean_of_five_days() {
        let steps = (0..4_000).map(|step| f64::from(step) * 0.01);
        let sums = steps.map(|age| (infectiousness(age) * 0.01, age * infectiousness(age) * 0.01));
        let (mass, mean) = sums.fold((0.0, 0.0), |(m, a), (n, b)| (m + n, a + b));
        assert!((mass - 1.0).abs() < 1e-6 && (mean - 5.05).abs() < 0.01, "{mass} {mean}");
    }

    #[test]
    fn nobody_is_found_within_two_days_and_four_of_five_ever() {
        assert_eq!([0.0, 1.0, 2.0].map(found), [0.0; 3]);
        assert!((found(100.0) - 0.8).abs() < 1e-6);
        // Half of them at the median onset, e^1.54 = 4.66 days, scaled and delayed.
        assert!((found(2.0 + 0.8 * libm::exp(1.54)) - 0.4).abs() < 1e-12);
    }
}
