//! Which signatures the phones of a world make.
//!
//! It knows the schemes there are and what they are called; it decides which a world takes
//! that was told nothing. Outcomes are the same under each: what a phone does never depends
//! on the bytes of its keys.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How the phones of a world make keys and signatures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureScheme {
    /// The protocol's: ed25519 and X25519.
    Real,
    /// Hashes that anybody could forge, [`StandIn`](corona_transport_sim::StandIn): nobody
    /// in a simulated world does, and curves are most of what a large one costs.
    StandIn,
}

impl SignatureScheme {
    /// Worlds with more phones than this take the stand-in unless told otherwise: by curves
    /// the first keys of so many people take about a second, and what they sign later takes
    /// more. Whoever doubts the stand-in can ask for the real one in a larger world.
    pub const MOST_REAL_PHONES: usize = 20_000;

    /// What a world of so many phones takes unless told otherwise.
    #[must_use]
    pub const fn for_phones(phones: usize) -> Self {
        if phones > Self::MOST_REAL_PHONES { Self::StandIn } else { Self::Real }
    }
    const fn name(self) -> &'static str {
        match self {
            Self::Real => "real",
            Self::StandIn => "stand-in",
        }
    }
}

impl fmt::Display for SignatureScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SignatureScheme {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let named = [Self::Real, Self::StandIn].into_iter().find(|scheme| scheme.name() == text);
        named.ok_or_else(|| "write real or stand-in".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_large_world_takes_the_stand_in_unasked() {
        assert_eq!(SignatureScheme::for_phones(0), SignatureScheme::Real);
        assert_eq!(SignatureScheme::for_phones(20_000), SignatureScheme::Real);
        assert_eq!(SignatureScheme::for_phones(20_001), SignatureScheme::StandIn);
    }

    #[test]
    fn a_scheme_is_read_as_it_is_written() {
        for scheme in [SignatureScheme::Real, SignatureScheme::StandIn] {
            assert_eq!(scheme.to_string().parse(), Ok(scheme));
            assert_eq!(serde_json::to_value(scheme).unwrap(), scheme.to_string());
        }
        assert!("Real".parse::<SignatureScheme>().is_err());
    }
}
