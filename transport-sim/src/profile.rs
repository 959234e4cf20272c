//! What a network is like: how long things take on it and what goes wrong.
//!
//! A [`Profile`] knows distributions and probabilities and decides nothing; the
//! network draws from them. Measured numbers are in [`crate::tor_profile`];
//! presence, partitions and crashes are not luck and come from the simulated world.

use crate::delay::Delay;

/// The delays and faults of a network. Probabilities are in 0..=1.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Profile {
    /// From the dial until the dialler holds a link to a host that is there.
    pub dial: Delay,
    /// From the publish until strangers can reach the service.
    pub publish: Delay,
    /// From one end of an open link to the other, each frame.
    pub delivery: Delay,
    /// From coming on until a phone can dial and be dialled.
    pub bootstrap: Delay,
    /// What a dial in vain takes longer than one that succeeds.
    pub unreachable: Delay,
    /// From the break of a link until an end that is told hears of it.
    pub break_notice: Delay,
    /// Probability that a dial fails though its host is there.
    pub dial_failure: f64,
    /// Probability, of each frame, that it is lost and its link breaks under it.
    pub link_break: f64,
    /// Probability, of each end of a broken link, that it is told. Who is not told runs
    /// into a deadline of its own.
    pub break_told: f64,
    /// Probability, of each frame, that it and all later ones of its link (both ways)
    /// are lost and nobody is ever told.
    pub stall: f64,
}

impl Profile {
    /// Nothing takes time and nothing fails; everything still has its turn.
    #[must_use]
    pub const fn instant() -> Self {
        Self {
            dial: Delay::NONE,
            publish: Delay::NONE,
            delivery: Delay::NONE,
            bootstrap: Delay::NONE,
            unreachable: Delay::NONE,
            break_notice: Delay::NONE,
            dial_failure: 0.0,
            link_break: 0.0,
            break_told: 1.0,
            stall: 0.0,
        }
    }

    /// The same delays without bad luck: a dial to who is there opens, a frame arrives.
    #[must_use]
    pub const fn lossless(self) -> Self {
        Self { dial_failure: 0.0, link_break: 0.0, stall: 0.0, ..self }
    }

    /// Whether every number is one that the network can draw from.
    ///
    /// # Errors
    /// The name and value of the first that is not.
    pub fn check(&self) -> Result<(), String> {
        let delays = [
            ("dial", &self.dial),
            ("publish", &self.publish),
            ("delivery", &self.delivery),
            ("bootstrap", &self.bootstrap),
            ("unreachable", &self.unreachable),
            ("break_notice", &self.break_notice),
        ];
        for (name, delay) in delays {
            delay.check(name)?;
        }
        let probabilities = [
            ("dial_failure", self.dial_failure),
            ("link_break", self.link_break),
            ("break_told", self.break_told),
            ("stall", self.stall),
        ];
        for (name, probability) in probabilities {
            // Not a comparison of the negation: a value that is no number must fail too.
            if !(0.0..=1.0).contains(&probability) {
                return Err(format!("{name} is {probability}: a probability lies in 0..=1"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::time::Span;

    #[test]
    fn the_built_in_profiles_are_sound() {
        assert_eq!(Profile::instant().check(), Ok(()));
        assert_eq!(Profile::tor().check(), Ok(()));
        assert_eq!(Profile::private_tor().check(), Ok(()));
        assert_eq!(Profile::tor().lossless().check(), Ok(()));
    }

    #[test]
    fn a_probability_that_is_none_is_refused_by_name() {
        for stall in [-0.1, 1.5, f64::NAN] {
            let refused = Profile { stall, ..Profile::instant() }.check().unwrap_err();
            assert!(refused.starts_with("stall is "), "{refused}");
        }
    }

    #[test]
    fn a_delay_into_the_past_is_refused_by_name() {
        let profile = Profile { publish: Delay::Always(Span(-5)), ..Profile::instant() };
        assert_eq!(profile.check().unwrap_err(), "publish is -5 ms: a delay is 0 or more");
    }
}
