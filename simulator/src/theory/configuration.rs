//! An epidemic, or a warning, on a random network of given degrees.

use super::Degrees;
use super::root::extinction;

/// The configuration model: ties drawn at random among people of given degrees, each of
/// which carries the infection with the same probability (Newman, Phys. Rev. E 66:016128,
/// 2002).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ConfigurationModel {
    /// How many others somebody is tied to.
    pub degrees: Degrees,
    /// T: the probability that a tie of an infected person carries, 0–1.
    pub transmissibility: f64,
}

impl ConfigurationModel {
    /// Cases caused by somebody who was infected over a tie, in a fresh network: T·κ. A
    /// large outbreak is possible above 1.
    #[must_use]
    pub fn branching(self) -> f64 {
        self.transmissibility * self.degrees.excess()
    }

    /// u = G₁(1 − T + Tu): the probability that whoever is at the end of a tie isn't
    /// infected over their other ties.
    #[must_use]
    pub fn silence(self) -> f64 {
        extinction(self.branching(), |u| self.degrees.excess_generating(self.escape(u)))
    }

    /// S = 1 − G₀(1 − T + Tu): the share infected by a large outbreak, which is also the
    /// probability that one case starts it.
    #[must_use]
    pub fn size(self) -> f64 {
        1.0 - self.degrees.generating(self.escape(self.silence()))
    }

    /// That a tie doesn't infect: it doesn't carry, or there is nothing to carry.
    fn escape(self, u: f64) -> f64 {
        1.0 - self.transmissibility + self.transmissibility * u
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regular(transmissibility: f64) -> ConfigurationModel {
        ConfigurationModel { degrees: Degrees::Fixed(3), transmissibility }
    }

    /// By hand: u = (1 − T + Tu)² is quadratic, its smaller root ((1 − T)/T)².
    #[test]
    fn three_ties_each_reach_twenty_six_of_twenty_seven() {
        let model = regular(0.75);
        assert!((model.silence() - 1.0 / 9.0).abs() < 1e-14, "{}", model.silence());
        assert!((model.size() - 26.0 / 27.0).abs() < 1e-14, "{}", model.size());
        let model = regular(0.6);
        assert!((model.silence() - 4.0 / 9.0).abs() < 1e-14, "{}", model.silence());
        assert!((model.size() - 0.703_703_703_703_703_7).abs() < 1e-14, "{}", model.size());
    }

    #[test]
    fn nothing_spreads_at_the_threshold_and_below() {
        assert!(regular(0.5).size().abs() < f64::EPSILON);
        assert!(regular(0.51).size() > 0.0);
    }
}
