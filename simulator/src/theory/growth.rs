//! How fast cases grow for a reproduction number, when courses of the infection go
//! through stages.

use super::root::crossing;

/// Faster growth than this, per day, is not looked for: cases would double every 14 minutes.
const FASTEST: f64 = 75.0;

/// Latent and infectious periods as gamma distributions with whole shapes: so many
/// exponential stages one after the other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stages {
    /// 1/σ: mean from infection to infectiousness, days; 0 for none.
    pub latent_mean_days: f64,
    /// m: its stages, at least 1. The more, the less it varies.
    pub latent_stages: u32,
    /// 1/γ: mean infectious period, days, above 0.
    pub infectious_mean_days: f64,
    /// n: its stages, at least 1.
    pub infectious_stages: u32,
}

impl Stages {
    /// The reproduction number of an epidemic that grows as e^(rt), r per day and not
    /// negative: R = r(r/(σm)+1)^m/(γ(1−(r/(γn)+1)^(−n))) (Wearing, Rohani and Keeling, PLoS
    /// Med. 2:e174, 2005). One stage each gives Wallinga and Lipsitch's (Proc. R. Soc. B
    /// 274:599, 2007) 1 + rT for no latent period, and (1 + rT/2)² for two of T/2.
    #[must_use]
    pub fn reproduction(self, growth: f64) -> f64 {
        if growth <= 0.0 {
            return 1.0;
        }
        let (m, n) = (f64::from(self.latent_stages), f64::from(self.infectious_stages));
        let latent = m * libm::log1p(growth * self.latent_mean_days / m);
        let infectious = n * libm::log1p(growth * self.infectious_mean_days / n);
        growth * self.infectious_mean_days * libm::exp(latent) / -libm::expm1(-infectious)
    }

    /// The growth rate for a reproduction number above 1, per day; 0 up to 1.
    #[must_use]
    pub fn growth(self, reproduction: f64) -> f64 {
        if reproduction <= 1.0 {
            return 0.0;
        }
        crossing(reproduction, 0.0, FASTEST, |growth| self.reproduction(growth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages(latent: f64, m: u32, infectious: f64, n: u32) -> Stages {
        Stages {
            latent_mean_days: latent,
            latent_stages: m,
            infectious_mean_days: infectious,
            infectious_stages: n,
        }
    }

    /// Values by an independent computation.
    #[test]
    fn stages_change_what_a_growth_rate_means() {
        let table = [
            (1, 1, 2.414, 1e-12),
            (2, 2, 2.270_912_553_2, 1e-10),
            (2, 1, 2.488_97, 1e-12),
            (10, 10, 2.148_416_904_3, 1e-10),
        ];
        for (m, n, expected, tolerance) in table {
            let found = stages(3.0, m, 5.0, n).reproduction(0.14);
            assert!((found - expected).abs() < tolerance, "m {m}, n {n}: {found}");
        }
    }

    /// T 2.85 days, r 0.2 per day; by hand.
    #[test]
    fn one_stage_each_is_wallinga_and_lipsitch() {
        assert!((stages(0.0, 1, 2.85, 1).reproduction(0.2) - 1.57).abs() < 1e-12);
        assert!((stages(1.425, 1, 1.425, 1).reproduction(0.2) - 1.651_225).abs() < 1e-12);
    }

    #[test]
    fn growth_is_the_way_back() {
        for growth in [0.001, 0.14, 2.0] {
            let course = stages(3.0, 2, 5.0, 3);
            assert!((course.growth(course.reproduction(growth)) - growth).abs() < 1e-12);
        }
        assert!(stages(3.0, 2, 5.0, 3).growth(0.9).abs() < f64::EPSILON);
    }
}
