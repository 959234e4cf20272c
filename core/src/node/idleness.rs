//! Whether a phone that lives for a moment only may go again, and when it must come back.

use super::connection::{Purpose, Talk};
use super::machine::Node;
use crate::identity::Signatures;
use crate::time::Timestamp;

impl<S: Signatures> Node<S> {
    /// Whether a link is under way that somebody waits for: a visit, a check-in, a pairing, a
    /// guest or a contact who is served. A link to a contact on which everything was said
    /// stays open for what changes, and doesn't count.
    #[must_use]
    pub fn is_engaged(&self) -> bool {
        self.connections.values().any(|connection| match connection.purpose {
            Purpose::CheckIn { .. }
            | Purpose::Visit { .. }
            | Purpose::FetchBanner { .. }
            | Purpose::ServeCode { .. }
            | Purpose::ServeGuest { .. }
            | Purpose::Pair { .. } => true,
            Purpose::Contact { talk, .. } => match talk {
                Talk::Dialling | Talk::Asked | Talk::Admitted => true,
                Talk::Settled => false,
            },
        })
    }

    /// When the node has something to do next of its own accord, whatever becomes of its links
    /// and invitations.
    #[must_use]
    pub fn next_due(&self) -> Timestamp {
        let sync = self.book.next_sync(self.conditions.polls_wait());
        self.joined.first_visit().min(sync).min(self.next_boundary)
    }
}
