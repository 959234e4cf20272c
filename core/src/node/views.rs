//! What a host may show of a node beyond events and contacts.

use super::machine::Node;
use crate::identity::Signatures;

impl<S: Signatures> Node<S> {
    /// Numbers of pairings under way, invitations on the screen included.
    pub fn pairings(&self) -> impl Iterator<Item = u32> + '_ {
        self.pairings.keys().copied()
    }
}
