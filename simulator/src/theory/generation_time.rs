//! How fast cases grow for a reproduction number, when the time from case to case has a
//! known distribution.

/// The longest generation times, a share of e^-40 of all, are left out of sums.
const TAIL_LOG: f64 = 40.0;

/// Even, for Simpson's rule.
const PANELS: u32 = 20_000;

/// A Weibull distribution of the generation time: from being infected to infecting.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weibull {
    /// Above 0.
    pub shape: f64,
    /// Days, above 0.
    pub scale_days: f64,
}

impl Weibull {
    /// w(τ), per day; `days` not negative.
    #[must_use]
    pub fn density(self, days: f64) -> f64 {
        let t = days / self.scale_days;
        let power = libm::pow(t, self.shape - 1.0);
        self.shape / self.scale_days * power * libm::exp(-power * t)
    }

    /// The generation time that a share `u` of them, in [0, 1), is shorter than. Days.
    #[must_use]
    pub fn quantile(self, u: f64) -> f64 {
        self.scale_days * libm::pow(-libm::log1p(-u), 1.0 / self.shape)
    }

    /// R = 1/∫e^(−rτ)w(τ)dτ of an epidemic that grows as e^(rt), r per day (Lotka's
    /// equation; Wallinga and Lipsitch, Proc. R. Soc. B 274:599, 2007).
    #[must_use]
    pub fn reproduction(self, growth: f64) -> f64 {
        // Over y = √τ, in which the density is smooth where it begins.
        let longest = self.scale_days * libm::pow(TAIL_LOG, 1.0 / self.shape);
        let step = libm::sqrt(longest) / f64::from(PANELS);
        let at = |panel: u32| {
            let y = f64::from(panel) * step;
            2.0 * y * libm::exp(-growth * y * y) * self.density(y * y)
        };
        let inner: f64 = (1..PANELS).map(|i| if i % 2 == 1 { 4.0 } else { 2.0 } * at(i)).sum();
        3.0 / (step * (inner + at(PANELS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{E, LN_2};

    /// The direct-contact part of Ferretti et al. (Science 368:eabb6936, 2020): Weibull
    /// (2.826, 5.665 d), doubling in 5 days. Value by an independent computation.
    #[test]
    fn cases_doubling_in_five_days_reproduce_1_94_times() {
        let ferretti = Weibull { shape: 2.826, scale_days: 5.665 };
        let found = ferretti.reproduction(LN_2 / 5.0);
        assert!((found - 1.943_245_637_4).abs() < 1e-9, "{found}");
        assert!((ferretti.reproduction(0.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn shape_one_is_exponential() {
        let exponential = Weibull { shape: 1.0, scale_days: 2.85 };
        assert!((exponential.reproduction(0.2) - 1.57).abs() < 1e-9);
        assert!((exponential.quantile(1.0 - 1.0 / E) - 2.85).abs() < 1e-12);
    }
}
