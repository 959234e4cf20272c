//! How many each case infects, when few infect many: outbreaks of a negative binomial
//! branching process.

use super::root::extinction;

/// A negative binomial number of new cases per case (Lloyd-Smith et al., Nature 438:355,
/// 2005).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Offspring {
    /// R: mean, above 0.
    pub mean: f64,
    /// k: dispersion, above 0. Variance R(1 + R/k); the smaller, the fewer infect most.
    pub dispersion: f64,
}

impl Offspring {
    /// Σ p_x s^x = (1 + R(1−s)/k)^(−k).
    #[must_use]
    pub fn generating(self, s: f64) -> f64 {
        libm::pow(1.0 + self.mean * (1.0 - s) / self.dispersion, -self.dispersion)
    }

    /// The probability that an outbreak from one case ends by itself.
    #[must_use]
    pub fn extinction(self) -> f64 {
        extinction(self.mean, |s| self.generating(s))
    }

    /// The probability that an outbreak from `seeds` cases, at least 1, has `cases` of them
    /// altogether: ks/(kx+x−s)·C(kx+x−s, x−s)·(R/k)^(x−s)/(1+R/k)^(kx+x−s) with x cases and
    /// s seeds (Endo et al., Wellcome Open Res. 5:67, 2020). 0 for fewer cases than seeds.
    #[must_use]
    pub fn outbreak_size(self, cases: u32, seeds: u32) -> f64 {
        if cases < seeds {
            return 0.0;
        }
        let (k, ratio) = (self.dispersion, self.mean / self.dispersion);
        let (x, s) = (f64::from(cases), f64::from(seeds));
        let (all, new) = (k * x + x - s, x - s);
        let choices = libm::lgamma(all + 1.0) - libm::lgamma(new + 1.0) - libm::lgamma(k * x + 1.0);
        let odds = new * libm::log(ratio) - all * libm::log1p(ratio);
        k * s / all * libm::exp(choices + odds)
    }

    /// Mean number of cases altogether from one, 1/(1−R); `None` from R = 1 on.
    #[must_use]
    pub fn mean_outbreak(self) -> Option<f64> {
        (self.mean < 1.0).then(|| 1.0 / (1.0 - self.mean))
    }

    /// 1 + R(1 + 1/k): how many a random case's source infected on average, that case
    /// included. Sources that infect many are found more often, which is what tracing
    /// backwards lives on (Endo et al., Wellcome Open Res. 5:239, 2021).
    #[must_use]
    pub fn backward_mean(self) -> f64 {
        1.0 + self.mean * (1.0 + 1.0 / self.dispersion)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offspring(mean: f64, dispersion: f64) -> Offspring {
        Offspring { mean, dispersion }
    }

    /// Values by an independent computation; R 2.5, k 1 is geometric, which dies out with 1/R.
    #[test]
    fn the_fewer_infect_most_the_surer_an_outbreak_ends() {
        let table = [
            (2.5, 0.1, 0.860_685_39),
            (2.5, 0.16, 0.794_519_02),
            (2.5, 1.0, 0.4),
            (1.5, 0.16, 0.898_638_72),
        ];
        for (mean, dispersion, expected) in table {
            let found = offspring(mean, dispersion).extinction();
            assert!((found - expected).abs() < 5e-9, "R {mean}, k {dispersion}: {found}");
        }
    }

    /// Values by an independent computation.
    #[test]
    fn outbreak_sizes_are_those_computed_elsewhere() {
        let cases = offspring(0.8, 0.2);
        let table = [0.724_779_66, 0.084_048_89, 0.038_986_83, 0.023_735_77, 0.016_384];
        for (x, expected) in (1..).zip(table) {
            let found = cases.outbreak_size(x, 1);
            assert!((found - expected).abs() < 5e-9, "{x} cases: {found}");
        }
        assert!(cases.outbreak_size(1, 2).abs() < f64::EPSILON);
    }

    #[test]
    fn outbreak_sizes_sum_to_one_and_to_the_mean() {
        let cases = offspring(0.8, 0.2);
        for seeds in [1, 3] {
            let sizes = (seeds..4_000).map(|x| (f64::from(x), cases.outbreak_size(x, seeds)));
            let (sum, mean) = sizes.fold((0.0, 0.0), |(sum, mean), (x, p)| (sum + p, mean + x * p));
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
            let expected = cases.mean_outbreak().unwrap() * f64::from(seeds);
            assert!((mean - expected).abs() < 1e-6, "{mean}");
        }
        assert!((cases.mean_outbreak().unwrap() - 5.0).abs() < 1e-12);
    }

    /// By hand.
    #[test]
    fn sources_infect_many_more_than_the_mean() {
        assert!((offspring(1.2, 0.2).backward_mean() - 8.2).abs() < 1e-12);
        assert!((offspring(1.2, 0.5).backward_mean() - 4.6).abs() < 1e-12);
        assert!((offspring(2.5, 0.1).backward_mean() - 28.5).abs() < 1e-12);
    }
}
