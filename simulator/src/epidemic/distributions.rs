//! Distributions that only the epidemic and its rivals draw from.

use crate::chance::Draws;

/// Gamma of this shape and scale 1 (Marsaglia and Tsang 2000).
pub(super) fn gamma(draws: &mut Draws<'_>, shape: f64) -> f64 {
    if shape < 1.0 {
        // A gamma of shape k is one of shape k + 1 times u^(1/k).
        let small = libm::pow(1.0 - draws.uniform(), 1.0 / shape);
        return gamma(draws, shape + 1.0) * small;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = draws.normal();
        let v = 1.0 + c * x;
        let u = 1.0 - draws.uniform();
        if v > 0.0 {
            let v = v * v * v;
            if libm::log(u) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
}

/// Poisson of this mean, up to some hundreds, from one uniform draw.
pub(crate) fn poisson(uniform: f64, mean: f64) -> u32 {
    let mut count = 0;
    let mut probability = libm::exp(-mean);
    let mut sum = probability;
    // The tail beyond what a double can tell apart is never drawn.
    while uniform >= sum && probability > 0.0 {
        count += 1;
        probability *= mean / f64::from(count);
        sum += probability;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Purpose};

    #[test]
    fn gammas_have_their_mean_and_variance() {
        let chance = Chance::new(5);
        for (entity, shape) in [(0, 0.1), (1, 0.45), (2, 1.0), (3, 20.5)] {
            let mut draws = chance.draws(Purpose::Infectivity, entity);
            let drawn: Vec<f64> = (0..100_000).map(|_| gamma(&mut draws, shape)).collect();
            let mean = drawn.iter().sum::<f64>() / 1e5;
            let variance = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 1e5;
            // Five standard errors; the fourth moment makes the variance's the larger.
            assert!((mean - shape).abs() < 5.0 * libm::sqrt(shape / 1e5), "{shape}: {mean}");
            assert!((variance / shape - 1.0).abs() < 0.15, "{shape}: {variance}");
        }
    }

    #[test]
    fn poisson_counts_have_their_mean_and_variance() {
        let chance = Chance::new(5);
        for (entity, rate) in [(0, 0.0), (1, 0.4), (2, 3.0), (3, 150.0)] {
            let mut draws = chance.draws(Purpose::CasualMeeting, entity);
            let drawn: Vec<f64> =
                (0..50_000).map(|_| f64::from(poisson(draws.uniform(), rate))).collect();
            let mean = drawn.iter().sum::<f64>() / 5e4;
            let variance = drawn.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 5e4;
            assert!((mean - rate).abs() <= 5.0 * libm::sqrt(rate / 5e4), "{rate}: {mean}");
            assert!((variance - rate).abs() <= 0.05 * rate, "{rate}: {variance}");
        }
    }
}
