//! Differences between two runs that share their seeds.
//!
//! It knows that equal seeds draw equal luck, so that their difference tells what the
//! scenarios differ in and not which was luckier; it decides that a band is the middle
//! 90 % of the seeds.

use super::quantile::{mean, quantile, sorted};
use serde::Serialize;

/// Median and 90 % band of some values.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Spread {
    /// Arithmetic mean.
    pub mean: f64,
    /// The middle one.
    pub median: f64,
    /// Fifth percentile: the band's lower end.
    pub p5: f64,
    /// Ninety-fifth percentile: its upper end.
    pub p95: f64,
}

/// The differences of pairs with the same seed.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Pairs {
    /// Pairs of which both have the figure.
    pub n: u64,
    /// How they are spread; `None` without pairs.
    pub spread: Option<Spread>,
    /// Share of the pairs whose difference has the sign of the median, 0 to 1; no difference
    /// is a sign of its own.
    pub same_sign: Option<f64>,
}

impl Spread {
    /// Of any values; `None` of nothing.
    #[must_use]
    pub fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let values = sorted(values);
        Some(Self {
            mean: mean(&values)?,
            median: quantile(&values, 0.5)?,
            p5: quantile(&values, 0.05)?,
            p95: quantile(&values, 0.95)?,
        })
    }
}

impl Pairs {
    /// Of differences, one for each seed.
    #[must_use]
    pub fn of(differences: &[f64]) -> Self {
        let spread = Spread::of(differences.iter().copied());
        let same_sign = spread.map(|spread| {
            let same = differences.iter().filter(|one| sign(**one) == sign(spread.median)).count();
            same as f64 / differences.len() as f64
        });
        Self { n: differences.len() as u64, spread, same_sign }
    }
}

fn sign(value: f64) -> i8 {
    i8::from(value > 0.0) - i8::from(value < 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_a_median_a_band_and_mostly_one_sign() {
        let pairs = Pairs::of(&[1.0, 2.0, -1.0, 3.0]);
        let spread = pairs.spread.unwrap();
        assert_eq!((pairs.n, spread.median, spread.mean), (4, 1.5, 1.25));
        assert_eq!(pairs.same_sign, Some(0.75));
        assert!(spread.p5 < 0.0 && spread.p95 > 2.0);
    }

    #[test]
    fn no_difference_is_a_sign_and_no_pair_has_none() {
        assert_eq!(Pairs::of(&[0.0, 0.0, 1.0]).same_sign, Some(2.0 / 3.0));
        assert_eq!(Pairs::of(&[]), Pairs { n: 0, spread: None, same_sign: None });
    }
}
