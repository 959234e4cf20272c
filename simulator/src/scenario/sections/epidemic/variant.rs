//! Which virus the defaults of `[epidemic]` describe.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A set of defaults; every single key can still be set.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Variant {
    /// SARS-CoV-2 as it spread in 2020.
    #[default]
    Ancestral,
    /// SARS-CoV-2 Omicron BA.1 of the winter of 2021: quicker and more contagious.
    Omicron,
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ancestral => "ancestral",
            Self::Omicron => "omicron",
        })
    }
}
