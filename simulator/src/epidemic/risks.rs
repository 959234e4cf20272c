//! From probabilities that studies report to rates that can be added up.
//!
//! Knows the scenario's risks; decides that an encounter infects with probability
//! 1 − e^−(rate · infectiousness shed meanwhile · the infector's own factor). Who meets
//! whom is the encounters'.

use super::setting::Setting;
use crate::scenario::EpidemicSection;
use corona_core::time::Span;

/// Rates by setting, calibrated.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Risks {
    household: f64,
    team: f64,
    circle: f64,
    leisure: f64,
    casual: f64,
    /// Turns a share of infectiousness shed during a meeting into mean encounters.
    per_share: f64,
    /// The same for a chance meeting, by the share shed within [`AROUND`].
    per_moment: f64,
    /// With how many others somebody mixes.
    crowd: f64,
}

/// A chance meeting sees what is shed in the hour around it.
pub(super) const AROUND: Span = Span::HOUR;

impl Risks {
    /// From the numbers of a scenario.
    #[must_use]
    pub fn of(section: &EpidemicSection) -> Self {
        let risks = &section.transmission;
        let rate = |risk: f64| section.calibration * rate(risk, section.course.dispersion);
        let days = |span: Span| span.0 as f64;
        Self {
            household: rate(risks.household.fraction()),
            team: rate(risks.team.fraction()),
            circle: rate(risks.circle.fraction()),
            leisure: rate(risks.leisure.fraction()),
            casual: rate(risks.casual.fraction()),
            // An encounter of the stated length, if infectiousness were even over the stated
            // time, sees the share length / time of it and is one mean encounter.
            per_share: days(risks.infectious) / days(risks.encounter),
            per_moment: days(risks.infectious) / days(AROUND),
            crowd: risks.crowd.into(),
        }
    }

    /// Rate of infection at home, by the share of infectiousness shed there.
    #[must_use]
    pub fn at_home(&self, share: f64) -> f64 {
        self.household * share
    }

    /// Rate of infection at a gathering of so many, by the share shed while together.
    #[must_use]
    pub fn at_gathering(&self, setting: Setting, share: f64, present: usize) -> f64 {
        let rate = match setting {
            Setting::Team => self.team,
            Setting::Leisure => self.leisure,
            Setting::Circle | Setting::Outside | Setting::Household | Setting::Casual => {
                self.circle
            }
        };
        let others = present.saturating_sub(1).max(1) as f64;
        rate * self.per_share * share * (self.crowd / others).min(1.0)
    }

    /// Rate of infection by somebody met by chance, by the share shed in the hour around.
    #[must_use]
    pub fn by_chance(&self, share: f64) -> f64 {
        self.casual * self.per_moment * share
    }
}

/// Probability of an infection that comes at this rate.
pub(super) fn probability(rate: f64) -> f64 {
    -libm::expm1(-rate)
}

/// The rate that infects with probability `risk`, averaged over infectors whose rates differ
/// by a gamma factor of mean 1 and shape `k`: 1 − (1 + rate/k)^−k = risk.
fn rate(risk: f64, k: f64) -> f64 {
    if k > 0.0 { k * (libm::pow(1.0 - risk, -1.0 / k) - 1.0) } else { -libm::log1p(-risk) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Purpose};
    use crate::epidemic::distributions::gamma;
    use crate::scenario::Variant;

    #[test]
    fn the_mean_risk_over_people_is_the_one_asked_for() {
        assert!((probability(rate(0.2, 0.0)) - 0.2).abs() < 1e-12);
        let chance = Chance::new(8);
        for k in [0.1, 0.45, 2.0] {
            let mut draws = chance.draws(Purpose::Infectivity, 0);
            let infected = |_| probability(rate(0.2, k) * gamma(&mut draws, k) / k);
            let mean = (0..100_000).map(infected).sum::<f64>() / 1e5;
            assert!((mean - 0.2).abs() < 0.005, "{k}: {mean}");
        }
    }

    #[test]
    fn a_mean_encounter_has_the_stated_risk_and_crowds_dilute_it() {
        let mut section = EpidemicSection::of(Variant::Ancestral);
        section.course.dispersion = 0.0;
        let risks = Risks::of(&section);
        let hour = 1.0 / (5.0 * 24.0);
        let risk = |present| probability(risks.at_gathering(Setting::Team, hour, present));
        assert!((risk(2) - 0.06).abs() < 1e-9 && (risk(13) - 0.06).abs() < 1e-9);
        assert!((risk(121) - 0.1 * 0.06).abs() < 2e-4, "{}", risk(121));
        assert!((probability(risks.by_chance(hour)) - 0.06).abs() < 1e-9);
        assert!((probability(risks.at_home(1.0)) - 0.2).abs() < 1e-9);
    }
}
