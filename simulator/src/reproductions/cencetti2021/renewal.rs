//! The renewal equation on a grid of half days.
//!
//! People infected at time k by somebody whose infection has age i are counted apart,
//! because who is traced hangs on how long after their infector they were infected.

use super::infection_age::{found, infectiousness};

/// Days between points of the grid.
const STEP_DAYS: f64 = 0.5;
/// Points of the grid: fifty days.
const POINTS: usize = 100;
/// People infected by one case if nothing is done.
const R0: f64 = 1.5;
/// Growth is the mean over as many of the last steps.
const LAST_STEPS: usize = 10;

/// Success (0–1) of what is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Success {
    /// Share of found cases that infect nobody any more.
    pub(super) isolation: f64,
    /// Share of their contacts that are traced, and infect nobody any more.
    pub(super) tracing: f64,
}

/// Long-run growth of new infections, in percent per half day.
pub(super) fn growth_percent(success: Success) -> f64 {
    let new = new_infections(&kernel(success));
    let ratios = new.windows(2).map(|two| two[1] / two[0]);
    let last: f64 = ratios.skip(POINTS - 1 - LAST_STEPS).sum();
    100.0 * (last / LAST_STEPS as f64 - 1.0)
}

/// Infections per day by a case of age i whose infector's infection has age i + j.
fn kernel(success: Success) -> Vec<Vec<f64>> {
    let ages: Vec<f64> = (0..POINTS).map(|point| point as f64 * STEP_DAYS).collect();
    let found: Vec<f64> = ages.iter().copied().map(found).collect();
    (0..POINTS)
        .map(|i| {
            let isolated = R0 * infectiousness(ages[i]) * (1.0 - success.isolation * found[i]);
            (0..POINTS - i)
                .map(|j| {
                    // Found since the case was infected, of those not found before.
                    let since = (found[i + j] - found[j]) / (1.0 - found[j]);
                    isolated * (1.0 - success.tracing * since)
                })
                .collect()
        })
        .collect()
}

/// New infections at each point of the grid, from one at its beginning.
fn new_infections(kernel: &[Vec<f64>]) -> Vec<f64> {
    // Row k, column i: new at time k, by somebody infected at time k - i.
    let mut infected = vec![vec![1.0]];
    for k in 1..POINTS {
        let mut row = vec![0.0; k + 1];
        for i in 1..=k {
            let infectors = kernel[i].iter().zip(&infected[k - i]);
            row[i] = STEP_DAYS * infectors.map(|(rate, infectors)| rate * infectors).sum::<f64>();
        }
        // Those infected by others of the same moment: nobody, while nobody is infectious at
        // age 0. The sum ends before k, as the authors'.
        let others = kernel[0][1..k].iter().zip(&row[1..k]);
        let at_once = STEP_DAYS * others.map(|(rate, infectors)| rate * infectors).sum::<f64>();
        row[0] = at_once / (1.0 - STEP_DAYS * kernel[0][0]);
        infected.push(row);
    }
    infected.iter().map(|row| row.iter().sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_measures_growth_is_that_of_the_generation_time() {
        let growth = growth_percent(Success { isolation: 0.0, tracing: 0.0 });
        // R0 Σ ω(τ) e^(-rτ) Δτ = 1 for the grid's own growth rate r (Euler and Lotka).
        let rate = libm::log1p(growth / 100.0) / STEP_DAYS;
        let ages = (0..POINTS).map(|point| point as f64 * STEP_DAYS);
        let sum: f64 = ages.map(|age| infectiousness(age) * libm::exp(-rate * age)).sum();
        assert!((R0 * sum * STEP_DAYS - 1.0).abs() < 1e-6, "{growth}");
    }

    #[test]
    fn success_of_either_kind_slows_growth() {
        let growth = |isolation, tracing| growth_percent(Success { isolation, tracing });
        assert!(growth(0.5, 0.0) < growth(0.0, 0.0));
        assert!(growth(0.0, 0.5) < growth(0.0, 0.0));
        assert!(growth(0.5, 0.5) < growth(0.5, 0.0));
    }

    /// Of the stored table, corners and two cells between.
    #[test]
    fn cells_are_those_the_authors_stored() {
        for (isolation, tracing, stored) in [
            (0.0, 0.0, 4.229_980_549_515),
            (0.0, 1.0, -4.070_423_526_017),
            (4.0 / 9.0, 4.0 / 9.0, -0.149_029_244_353),
            (2.0 / 3.0, 1.0 / 3.0, -0.108_549_691_350),
            (1.0, 0.0, 0.791_363_357_507),
            (1.0, 1.0, -8.078_730_094_345),
        ] {
            let ours = growth_percent(Success { isolation, tracing });
            assert!((ours - stored).abs() < 1e-9, "{isolation} {tracing}: {ours} {stored}");
        }
    }
}
