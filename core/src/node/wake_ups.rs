//! When the node must run again, and what is overdue.

use super::attendance::Joined;
use super::machine::Node;
use super::{Effects, connection::Purpose};
use crate::identity::Signatures;
use crate::time::Timestamp;
use crate::transport::{CloseReason, LinkId};

impl<S: Signatures> Node<S> {
    /// The earliest time at which [`Node::wake`] has something to do.
    #[must_use]
    pub fn next_wake(&self) -> Timestamp {
        let deadlines = self.connections.values().map(|connection| connection.deadline);
        deadlines.chain(self.invitation_expiries()).fold(self.next_due(), Timestamp::min)
    }

    /// When the first link will have taken too long.
    #[must_use]
    pub fn next_deadline(&self) -> Timestamp {
        let deadlines = self.connections.values().map(|connection| connection.deadline);
        deadlines.min().unwrap_or(Timestamp::FAR_FUTURE)
    }

    /// Closes links that did not serve their purpose in time.
    pub(super) fn close_overdue(&mut self, now: Timestamp, out: &mut Effects) {
        let overdue: Vec<LinkId> = self
            .connections
            .iter()
            .filter(|(_, connection)| connection.deadline <= now)
            .map(|(link, _)| *link)
            .collect();
        for link in overdue {
            out.requests.push(crate::transport::Request::Close { link });
            self.closed(link, CloseReason::TimedOut, now, out);
        }
    }

    /// Starts every visit that is due.
    pub(super) fn begin_visits(&mut self, now: Timestamp, out: &mut Effects) {
        // What was looked at is under way then, or due no more.
        while let Some(number) = self.due_visit(now) {
            self.dial_event(number, now, out);
        }
    }

    fn due_visit(&self, now: Timestamp) -> Option<u32> {
        if self.joined.first_visit() > now {
            return None;
        }
        let is_due = |(_, joined): &(&u32, &Joined)| !joined.under_way && joined.next_visit <= now;
        self.joined.iter().find(is_due).map(|(number, _)| *number)
    }

    pub(super) fn set_deadline(&mut self, link: LinkId, purpose: Purpose, deadline: Timestamp) {
        self.connections.insert(link, super::connection::Connection { purpose, deadline });
    }
}
