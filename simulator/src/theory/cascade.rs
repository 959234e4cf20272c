//! A cascade of warnings as percolation on the bipartite network of people and events.
//!
//! Tree-like and without a limit of hops: every person is at events at random, every event
//! has guests at random, all meet at times that don't hinder the warning. It spreads from
//! person to event over people with the app, and from event to person while its host is
//! reachable.

use super::Degrees;
use super::root::extinction;

/// Who attends what, and who takes part. Newman, Strogatz and Watts (Phys. Rev. E
/// 64:026118, 2001) for networks of members and groups; adoption and hosting are ours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Cascade {
    /// How many events somebody attends.
    pub memberships: Degrees,
    /// How many people an event has, with or without the app.
    pub sizes: Degrees,
    /// a: the probability that somebody has the app, 0–1.
    pub adoption: f64,
    /// q: the probability that an event has a host that can be reached, 0–1.
    pub hosting: f64,
}

impl Cascade {
    /// a·q·κ_k·κ_s: whom one warned person causes to be warned. Cascades can be large only
    /// above 1.
    #[must_use]
    pub fn branching(self) -> f64 {
        self.adoption * self.hosting * self.memberships.excess() * self.sizes.excess()
    }

    /// v = 1 − q + q·g₁(1 − a + a·f₁(v)): the probability that an event doesn't lead one of
    /// its attendees to a large cascade.
    #[must_use]
    pub fn silence(self) -> f64 {
        extinction(self.branching(), |v| {
            let member =
                1.0 - self.adoption + self.adoption * self.memberships.excess_generating(v);
            1.0 - self.hosting + self.hosting * self.sizes.excess_generating(member)
        })
    }

    /// S = 1 − f₀(v): among people with the app, the share that a large cascade warns,
    /// which is also the probability that one report becomes a large cascade.
    #[must_use]
    pub fn reach(self) -> f64 {
        1.0 - self.memberships.generating(self.silence())
    }

    /// Expected number of people warned over exactly `hop` events, 1 or more, by the report
    /// of somebody with the app: ⟨k⟩·q·κ_s·a·(κ_k·κ_s·a·q)^(hop−1).
    #[must_use]
    pub fn new_at_hop(self, hop: u32) -> f64 {
        let first = self.memberships.mean() * self.hosting * self.sizes.excess() * self.adoption;
        first * libm::pow(self.branching(), f64::from(hop) - 1.0)
    }

    /// Expected number of people warned over any number of events: the sum of
    /// [`Self::new_at_hop`]. `None` from the threshold on, where it has no limit.
    #[must_use]
    pub fn mean_warned(self) -> Option<f64> {
        let branching = self.branching();
        (branching < 1.0).then(|| self.new_at_hop(1) / (1.0 - branching))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ConfigurationModel;
    use super::*;

    fn trios(memberships: Degrees, adoption: f64, hosting: f64) -> Cascade {
        Cascade { memberships, sizes: Degrees::Fixed(3), adoption, hosting }
    }

    /// Values by an independent computation, confirmed to ±0.0003 by an independent
    /// simulation with 400,000 people.
    #[test]
    fn poisson_memberships_reach_as_many_as_computed_elsewhere() {
        let table = [
            (1.0, 1.0, 0.059_520_209_3, 0.756_032_360_2),
            (0.8, 1.0, 0.191_876_481_3, 0.702_453_653),
            (0.8, 0.9, 0.311_574_090_4, 0.643_933_890_5),
            (0.6, 0.9, 0.545_130_631_7, 0.494_548_936_1),
            (0.5, 0.5, 1.0, 0.0),
        ];
        for (adoption, hosting, silence, reach) in table {
            let cascade = trios(Degrees::Poisson(1.5), adoption, hosting);
            assert!((cascade.silence() - silence).abs() < 1e-9, "a {adoption}, q {hosting}");
            assert!((cascade.reach() - reach).abs() < 1e-9, "a {adoption}, q {hosting}");
        }
    }

    /// By hand: v = 1 − q + q(1 − a + av)² is quadratic; 1 is one root, and the product of
    /// both is (1 − q + q(1 − a)²)/(qa²).
    #[test]
    fn two_memberships_each_reach_exact_fractions() {
        let cascade = trios(Degrees::Fixed(2), 0.75, 1.0);
        assert!((cascade.silence() - 1.0 / 9.0).abs() < 1e-14);
        assert!((cascade.reach() - 80.0 / 81.0).abs() < 1e-14);
        let cascade = trios(Degrees::Fixed(2), 0.75, 0.8);
        assert!((cascade.silence() - 5.0 / 9.0).abs() < 1e-14);
        assert!((cascade.reach() - 56.0 / 81.0).abs() < 1e-14);
    }

    #[test]
    fn a_hop_multiplies_by_three_or_by_eight() {
        let cascade = trios(Degrees::Poisson(1.5), 1.0, 1.0);
        let at = |cascade: Cascade, hop| cascade.new_at_hop(hop);
        for (hop, expected) in (1..).zip([3.0, 9.0, 27.0, 81.0]) {
            assert!((at(cascade, hop) - expected).abs() < 1e-12);
        }
        let memberships = Degrees::Fixed(3);
        let fives = Cascade { memberships, sizes: Degrees::Fixed(5), ..cascade };
        for (hop, expected) in (1..).zip([12.0, 96.0, 768.0]) {
            assert!((at(fives, hop) - expected).abs() < 1e-12);
        }
    }

    /// Meetings of two people are ties, and a host that may be out of reach is a tie that
    /// may not carry.
    #[test]
    fn events_of_two_are_the_configuration_model() {
        for (memberships, hosting) in [(Degrees::Fixed(3), 0.75), (Degrees::Poisson(2.0), 0.9)] {
            let pairs = Cascade { memberships, sizes: Degrees::Fixed(2), adoption: 1.0, hosting };
            let ties = ConfigurationModel { degrees: memberships, transmissibility: hosting };
            assert!((pairs.reach() - ties.size()).abs() < 1e-14);
        }
    }

    #[test]
    fn the_mean_has_no_limit_from_the_threshold_on() {
        let below = trios(Degrees::Poisson(1.5), 0.5, 0.5);
        assert!((below.mean_warned().unwrap() - 0.75 / 0.25).abs() < 1e-12);
        assert!(trios(Degrees::Fixed(2), 1.0, 0.5).mean_warned().is_none());
    }
}
