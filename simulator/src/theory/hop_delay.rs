//! How long a warning takes over several events.

use super::root::crossing;

/// Hops that each take an exponentially distributed time, as when whoever must act next
/// does so at moments that nothing announces: their sum is a Gamma distribution with
/// whole shape (Erlang 1909).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct HopDelay {
    /// Events travelled, at least 1.
    pub hops: u32,
    /// Mean of each, hours, above 0.
    pub mean_hours: f64,
}

impl HopDelay {
    /// P(T ≤ t) = 1 − e^(−x)·Σ_{i<h} xⁱ/i!, x = t/mean.
    #[must_use]
    pub fn share_within(self, hours: f64) -> f64 {
        let x = hours / self.mean_hours;
        let mut term = libm::exp(-x);
        let mut later = 0.0;
        for i in 0..self.hops {
            later += term;
            term *= x / (f64::from(i) + 1.0);
        }
        1.0 - later
    }

    /// Hours within which half have arrived.
    #[must_use]
    pub fn median_hours(self) -> f64 {
        // The median of a Gamma distribution lies below its mean.
        let mean = f64::from(self.hops) * self.mean_hours;
        crossing(0.5, 0.0, mean, |hours| self.share_within(hours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::LN_2;

    /// Values by an independent computation.
    #[test]
    fn three_hops_of_six_hours_take_sixteen() {
        let delay = HopDelay { hops: 3, mean_hours: 6.0 };
        assert!((delay.share_within(24.0) - 0.761_896_694_4).abs() < 1e-10);
        assert!((delay.median_hours() - 16.044_361_882).abs() < 1e-9);
    }

    #[test]
    fn one_hop_is_exponential() {
        let delay = HopDelay { hops: 1, mean_hours: 6.0 };
        assert!((delay.median_hours() - 6.0 * LN_2).abs() < 1e-12);
        assert!(delay.share_within(0.0).abs() < f64::EPSILON);
    }
}
