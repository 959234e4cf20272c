//! Circuits that are shared with nobody.
//!
//! Knows Arti's isolation tokens: two streams share a circuit only if their tokens are equal.
//! Decides that no token is ever used twice, by a type that is consumed in using it. Leaves
//! the building of circuits to Arti.

use arti_client::config::BoolOrAuto;
use arti_client::{IsolationToken, StreamPrefs};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many of the latest tokens are remembered for whoever inspects them.
const REMEMBERED: usize = 1024;

/// Leave to build one circuit: neither `Clone` nor `Copy`, gone once used.
pub(super) struct Circuit(IsolationToken);

impl Circuit {
    /// What to tell Arti for one stream on a circuit of its own.
    pub(super) fn into_preferences(self) -> StreamPrefs {
        let mut preferences = StreamPrefs::new();
        preferences.connect_to_onion_services(BoolOrAuto::Explicit(true)).set_isolation(self.0);
        preferences
    }
}

/// Gives leave for circuits, and remembers which it gave.
#[derive(Default)]
pub(super) struct Circuits {
    given: Mutex<VecDeque<IsolationToken>>,
}

impl Circuits {
    /// A circuit nobody else has or will have.
    pub(super) fn fresh(&self) -> Circuit {
        let token = IsolationToken::new();
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if given.len() == REMEMBERED {
            given.pop_front();
        }
        given.push_back(token);
        Circuit(token)
    }
    /// The tokens of the latest circuits, oldest first.
    pub(super) fn given(&self) -> Vec<IsolationToken> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_circuits_have_the_same_token() {
        let circuits = Circuits::default();
        let tokens: Vec<IsolationToken> = (0..200).map(|_| circuits.fresh().0).collect();
        for (i, token) in tokens.iter().enumerate() {
            assert!(!tokens[..i].contains(token));
        }
        assert_eq!(circuits.given(), tokens);
    }

    #[test]
    fn memory_of_tokens_is_bounded() {
        let circuits = Circuits::default();
        for _ in 0..REMEMBERED + 10 {
            let _ = circuits.fresh().into_preferences();
        }
        assert_eq!(circuits.given().len(), REMEMBERED);
    }
}
