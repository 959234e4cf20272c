//! Exact fractions, for probabilities that are compared to the last digit.

use std::fmt;

/// A fraction in lowest terms. Its arithmetic is exact or gives `None`, never rounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ratio {
    numerator: i128,
    /// Above 0.
    denominator: i128,
}

impl Ratio {
    /// 0.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// 1.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `None` if the denominator is 0 or less, or the numerator has no opposite.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 || numerator == i128::MIN {
            return None;
        }
        let divisor = greatest_divisor(numerator.abs(), denominator);
        Some(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    /// `None` beyond 128 bits.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        // Cancelled across before they are multiplied, so that products stay small.
        let (left, right) = (
            Self::new(self.numerator, other.denominator)?,
            Self::new(other.numerator, self.denominator)?,
        );
        Self::new(
            left.numerator.checked_mul(right.numerator)?,
            left.denominator.checked_mul(right.denominator)?,
        )
    }

    /// `None` beyond 128 bits.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        let divisor = greatest_divisor(self.denominator, other.denominator);
        let (widen, by) = (other.denominator / divisor, self.denominator / divisor);
        let numerator =
            self.numerator.checked_mul(widen)?.checked_sub(other.numerator.checked_mul(by)?)?;
        Self::new(numerator, self.denominator.checked_mul(widen)?)
    }

    /// `None` beyond 128 bits.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.minus(Self { numerator: -other.numerator, ..other })
    }

    /// `None` beyond 128 bits.
    #[must_use]
    pub fn to_the(self, power: u32) -> Option<Self> {
        let mut product = Self::ONE;
        for _ in 0..power {
            product = product.times(self)?;
        }
        Some(product)
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// Of two numbers not below 0, not both 0.
fn greatest_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(numerator: i128, denominator: i128) -> Ratio {
        Ratio::new(numerator, denominator).unwrap()
    }

    #[test]
    fn fractions_are_in_lowest_terms() {
        assert_eq!(ratio(6, 8).to_string(), "3/4");
        assert_eq!(ratio(0, 8), Ratio::ZERO);
        assert_eq!(Ratio::new(1, 0), None);
    }

    #[test]
    fn arithmetic_is_that_of_school() {
        assert_eq!(ratio(1, 6).plus(ratio(1, 10)), Some(ratio(4, 15)));
        assert_eq!(ratio(1, 6).minus(ratio(1, 10)), Some(ratio(1, 15)));
        assert_eq!(ratio(4, 5).times(ratio(15, 8)), Some(ratio(3, 2)));
        assert_eq!(ratio(2, 3).to_the(3), Some(ratio(8, 27)));
        assert!((ratio(3, 4).to_f64() - 0.75).abs() < f64::EPSILON);
    }

    #[test]
    fn what_does_not_fit_is_not_rounded() {
        assert_eq!(ratio(1, 10).to_the(39), None);
    }
}
