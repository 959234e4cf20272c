//! What a host may show of a node beyond events and contacts.

use super::machine::Node;

impl Node {
    /// Numbers of pairings under way, invitations on the screen included.
    pub fn pairings(&self) -> impl Iterator<Item = u32> + '_ {
        self.pairings.keys().copied()
    }
}
