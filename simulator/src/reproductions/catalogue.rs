//! Which published results there are.
//!
//! Knows their names and how much chance each asks for; what they compute is in their
//! folders.

use super::{DataSetError, Reproduction, cencetti2021, firth2020, kucharski2020};
use crate::scenario::nearest;
use std::path::Path;
use std::str::FromStr;

/// A published result that can be computed again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PublishedResult {
    /// Reduction of the reproduction number by measures in the United Kingdom.
    Kucharski2020,
    /// Size of outbreaks in Haslemere's network.
    Firth2020,
    /// Growth under isolation and tracing, by a renewal equation.
    Cencetti2021,
}

/// How many draws to take. More of them bring our numbers closer to the model's own; the
/// tolerances are made for the default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effort {
    /// Index cases of `kucharski2020`, each under all measures.
    pub index_cases: u32,
    /// Outbreaks of `firth2020` for each policy.
    pub outbreaks: u32,
}

impl Default for Effort {
    fn default() -> Self {
        Self { index_cases: 1_000_000, outbreaks: 2_000 }
    }
}

/// Nothing is published here under this name. Displays with the names there are.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{unknown:?} is no published result: {}write one of {}", hint(.unknown), PublishedResult::names())]
pub struct UnknownResult {
    unknown: String,
}

fn hint(unknown: &str) -> String {
    let known = PublishedResult::ALL.map(PublishedResult::name);
    nearest(unknown, known.into_iter())
        .map_or_else(String::new, |name| format!("did you mean {name:?}? If not, "))
}

impl PublishedResult {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Kucharski2020, Self::Firth2020, Self::Cencetti2021];

    /// First author and year.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kucharski2020 => "kucharski2020",
            Self::Firth2020 => "firth2020",
            Self::Cencetti2021 => "cencetti2021",
        }
    }

    /// All names, for whoever has to choose one.
    #[must_use]
    pub fn names() -> String {
        Self::ALL.map(Self::name).join(", ")
    }

    /// Computes it again from the data sets below `data`. The same effort gives the same
    /// numbers, whatever the number of threads.
    ///
    /// # Errors
    /// Its data set is missing or not what was published.
    pub fn reproduce(self, data: &Path, effort: Effort) -> Result<Reproduction, DataSetError> {
        match self {
            Self::Kucharski2020 => kucharski2020::reproduce(data, effort.index_cases),
            Self::Firth2020 => firth2020::reproduce(data, effort.outbreaks),
            Self::Cencetti2021 => cencetti2021::reproduce(data),
        }
    }
}

impl FromStr for PublishedResult {
    type Err = UnknownResult;

    fn from_str(text: &str) -> Result<Self, UnknownResult> {
        let found = Self::ALL.into_iter().find(|result| result.name() == text);
        found.ok_or_else(|| UnknownResult { unknown: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for result in PublishedResult::ALL {
            assert_eq!(result.name().parse(), Ok(result));
        }
    }

    #[test]
    fn a_name_that_is_nearly_right_is_corrected() {
        let refused = "firth2021".parse::<PublishedResult>().unwrap_err().to_string();
        assert_eq!(
            refused,
            "\"firth2021\" is no published result: did you mean \"firth2020\"? If not, \
             write one of kucharski2020, firth2020, cencetti2021"
        );
        let refused = "zzz".parse::<PublishedResult>().unwrap_err().to_string();
        assert!(refused.starts_with("\"zzz\" is no published result: write one of"), "{refused}");
    }
}
