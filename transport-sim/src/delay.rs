//! How long something takes: a distribution of whole milliseconds.
//!
//! A [`Delay`] is its shape as plain data; a [`Sampler`] made of it decides the length
//! that a uniform word stands for, by the same arithmetic on every machine. Where the
//! numbers come from is left to [`Profile::tor`](crate::Profile::tor) and to scenarios.

use corona_core::time::Span;

/// A distribution of delays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Delay {
    /// Always the same.
    Always(Span),
    /// Log-normal: most are near the median, a few take many times as long.
    LogNormal {
        /// Half take at most this.
        median: Span,
        /// Nine in ten take at most this.
        ninetieth: Span,
        /// None takes longer; what would is cut off.
        at_most: Span,
    },
}

impl Delay {
    /// No time at all.
    pub const NONE: Self = Self::Always(Span::ZERO);

    /// Whether there is such a distribution.
    ///
    /// # Errors
    /// Says which of the numbers of the delay called `name` are wrong.
    pub fn check(&self, name: &str) -> Result<(), String> {
        match *self {
            Self::Always(span) if span < Span::ZERO => {
                Err(format!("{name} is {span}: a delay is 0 or more"))
            }
            Self::LogNormal { median, ninetieth, at_most }
                if median <= Span::ZERO || ninetieth < median || at_most < ninetieth =>
            {
                Err(format!(
                    "{name} has median {median}, 90th percentile {ninetieth} and maximum \
                     {at_most}: they must be above 0 and must not fall"
                ))
            }
            Self::Always(_) | Self::LogNormal { .. } => Ok(()),
        }
    }

    pub(crate) fn sampler(&self) -> Sampler {
        match *self {
            Self::Always(span) => Sampler::Always(span),
            Self::LogNormal { median, ninetieth, at_most } => {
                let mu = libm::log(median.as_millis() as f64);
                let sigma = (libm::log(ninetieth.as_millis() as f64) - mu) / NORMAL_90TH;
                Sampler::LogNormal { mu, sigma, at_most }
            }
        }
    }
}

/// A [`Delay`] whose logarithms are taken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sampler {
    Always(Span),
    LogNormal { mu: f64, sigma: f64, at_most: Span },
}

impl Sampler {
    /// The delay that the 64 fair bits of `word` stand for; they are only drawn if needed.
    pub(crate) fn draw(&self, word: impl FnOnce() -> u64) -> Span {
        match *self {
            Self::Always(span) => span,
            Self::LogNormal { mu, sigma, at_most } => {
                let milliseconds = libm::exp(mu + sigma * standard_normal(word()));
                // `as` saturates: what is too long for an integer is cut off too.
                Span(libm::round(milliseconds) as i64).min(at_most)
            }
        }
    }
}

/// The 90th percentile of the standard normal distribution.
const NORMAL_90TH: f64 = 1.281_551_565_544_600_4;

/// A normal deviate from one word, by Box and Muller (1958): each half is a uniform.
fn standard_normal(word: u64) -> f64 {
    const HALF: f64 = 4_294_967_296.0;
    let for_radius = ((word >> 32) as f64 + 0.5) / HALF;
    let turn = (word & 0xFFFF_FFFF) as f64 / HALF;
    libm::sqrt(-2.0 * libm::log(for_radius)) * libm::cos(core::f64::consts::TAU * turn)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::{Chance, Purpose};

    #[test]
    fn a_fit_reproduces_the_quantiles_it_was_given() {
        let (median, ninetieth, at_most) = (Span(4_900), Span(13_100), Span::MINUTE);
        let sampler = Delay::LogNormal { median, ninetieth, at_most }.sampler();
        let chance = Chance::new(1);
        let mut draws: Vec<_> =
            (0..20_000).map(|n| sampler.draw(|| chance.bits(Purpose::DialDelay, 0, n))).collect();
        draws.sort_unstable();
        let near = |at: usize, expected: Span| {
            let ratio = draws[at].as_millis() as f64 / expected.as_millis() as f64;
            assert!((ratio - 1.0).abs() < 0.05, "{:?} for {expected:?}", draws[at]);
        };
        near(10_000, median);
        near(18_000, ninetieth);
        assert_eq!(draws[19_999], at_most);
        assert!(draws[0] > Span::ZERO);
    }

    #[test]
    fn every_word_is_a_delay() {
        let (median, ninetieth) = (Span(1), Span(1_000_000));
        let sampler = Delay::LogNormal { median, ninetieth, at_most: Span::DAY }.sampler();
        for word in [0, 1, u64::MAX, u64::MAX << 32, u64::MAX >> 32] {
            assert!((Span::ZERO..=Span::DAY).contains(&sampler.draw(|| word)));
        }
    }

    #[test]
    fn quantiles_that_fall_are_refused_with_their_values() {
        let of = |median, ninetieth, at_most| {
            let (median, ninetieth, at_most) = (Span(median), Span(ninetieth), Span(at_most));
            Delay::LogNormal { median, ninetieth, at_most }.check("dial")
        };
        let refused = of(10, 9, 100).unwrap_err();
        assert!(refused.starts_with("dial has median 10 ms, 90th percentile 9 ms"), "{refused}");
        assert!(of(0, 9, 100).is_err());
        assert!(of(1, 9, 8).is_err());
        assert_eq!(of(1, 1, 1), Ok(()));
    }
}
