//! A server of check-ins: everybody who checked in where the positive person did.

use super::tracing::Tracing;
use crate::population::PersonIndex;

/// Both have the app, the host has it, and both checked in.
pub(super) fn contacts(tracing: &Tracing<'_>) -> Vec<PersonIndex> {
    let met = tracing.met().into_iter().filter(|met| met.checked_in && met.about.hosted);
    met.map(|met| met.person).collect()
}
