//! Probabilities and shares: `"20 %"`.
//!
//! The percent sign is required: a bare `0.2` beside a bare `20` is how files
//! come to say a hundred times what was meant.

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A probability or share, 0 to 100 %.
///
/// Kept in percent, as written, so that it is printed as it was read.
#[derive(Clone, Copy, PartialEq, PartialOrd, Debug)]
pub struct Probability {
    percent: f64,
}

impl Probability {
    /// Never.
    pub const NEVER: Self = Self { percent: 0.0 };
    /// Always.
    pub const ALWAYS: Self = Self { percent: 100.0 };

    /// From percent, 0 to 100; what lies outside becomes the nearest end.
    #[must_use]
    pub const fn percent(percent: f64) -> Self {
        Self { percent: percent.clamp(0.0, 100.0) }
    }
    /// Between 0 and 1.
    #[must_use]
    pub fn fraction(self) -> f64 {
        self.percent / 100.0
    }
}

impl fmt::Display for Probability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent)
    }
}

impl std::str::FromStr for Probability {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.trim().strip_suffix('%').map(str::trim);
        let remedy = "write 0 % to 100 %, e.g. \"20 %\"";
        match number.map(str::parse::<f64>) {
            None => Err(format!("{text:?} is no probability (no percent sign): {remedy}")),
            Some(Err(_)) => Err(format!("{text:?} is no probability (no number): {remedy}")),
            Some(Ok(percent)) if (0.0..=100.0).contains(&percent) => {
                // `-0 %` would print differently from the equal `0 %`.
                Ok(Self { percent: percent + 0.0 })
            }
            Some(Ok(_)) => Err(format!("{text:?} is no probability (out of range): {remedy}")),
        }
    }
}

impl Serialize for Probability {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Probability {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ProbabilityVisitor)
    }
}

struct ProbabilityVisitor;

impl ProbabilityVisitor {
    fn without_unit<E: Error>(number: f64) -> E {
        let meant = if (0.0..=1.0).contains(&number) { number * 100.0 } else { 20.0 };
        E::custom(format!(
            "{number} is no probability (no percent sign): write 0 % to 100 %, e.g. \"{meant} %\""
        ))
    }
}

impl Visitor<'_> for ProbabilityVisitor {
    type Value = Probability;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a probability in quotes, such as \"20 %\"")
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Probability, E> {
        text.parse().map_err(E::custom)
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Probability, E> {
        Err(Self::without_unit(number as f64))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Probability, E> {
        Err(Self::without_unit(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_probability_is_a_percentage() {
        assert_eq!("20 %".parse(), Ok(Probability::percent(20.0)));
        assert_eq!("0.5%".parse(), Ok(Probability::percent(0.5)));
        assert_eq!(Probability::percent(20.0).fraction(), 0.2);
        assert_eq!("-0 %".parse::<Probability>().unwrap().to_string(), "0 %");
    }

    #[test]
    fn what_is_no_percentage_is_refused_with_the_range() {
        for text in ["0.2", "150 %", "-1 %", "NaN %", "inf %", "lots", "%", ""] {
            let refusal = text.parse::<Probability>().unwrap_err();
            assert!(refusal.contains(&format!("{text:?}")), "{refusal}");
            assert!(refusal.contains("0 % to 100 %"), "{refusal}");
        }
    }

    proptest! {
        #[test]
        fn every_probability_survives_being_written(percent in 0.0..=100.0_f64) {
            let probability = Probability::percent(percent);
            prop_assert_eq!(probability.to_string().parse(), Ok(probability));
        }
    }
}
