//! What one phone's day costs, counted where its node is pumped.

use corona_core::node::{Answer, CommandError, Effects};
use corona_core::time::Timestamp;
use corona_core::trace::{Taken, Witness};
use corona_core::transport::{Notice, Request};
use std::ops::Add;

/// Sums.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cost {
    /// Times at which something was due, the deadline of a link included.
    pub(crate) wake_ups: u64,
    /// Of these, those that nothing followed from.
    pub(crate) for_nothing: u64,
    /// Of these, those that only closed links on which nothing came any more.
    pub(crate) hang_ups: u64,
    /// Times at which the network had a notice.
    pub(crate) by_network: u64,
    /// Begun by this phone.
    pub(crate) dials: u64,
    /// Bytes of whole frames.
    pub(crate) sent: u64,
    /// Bytes of whole frames.
    pub(crate) received: u64,
}

impl Add for Cost {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            wake_ups: self.wake_ups + other.wake_ups,
            for_nothing: self.for_nothing + other.for_nothing,
            hang_ups: self.hang_ups + other.hang_ups,
            by_network: self.by_network + other.by_network,
            dials: self.dials + other.dials,
            sent: self.sent + other.sent,
            received: self.received + other.received,
        }
    }
}

/// Counts what a phone takes and does.
#[derive(Default)]
pub(crate) struct Meter {
    pub(crate) cost: Cost,
    is_woken: bool,
}

impl Witness for Meter {
    fn took(&mut self, _at: Timestamp, input: Taken<'_>) {
        self.is_woken = matches!(input, Taken::Wake);
        if let Taken::Notice(Notice::Frame { frame, .. }) = input {
            self.cost.received += frame.len() as u64;
        }
    }

    fn decided(&mut self, effects: &Effects, _: Option<Result<&Answer, &CommandError>>) {
        let Effects { changed, changes, requests, updates, .. } = effects;
        let is_stored = !changed.is_empty() || !changes.is_empty();
        let is_nothing = !is_stored && requests.is_empty() && updates.is_empty();
        self.cost.for_nothing += u64::from(self.is_woken && is_nothing);
        let is_close = |request: &Request| matches!(request, Request::Close { .. });
        let only_closes = !requests.is_empty() && requests.iter().all(is_close);
        self.cost.hang_ups += u64::from(self.is_woken && only_closes);
        for request in requests {
            match request {
                Request::Dial { .. } => self.cost.dials += 1,
                Request::Send { frame, .. } => self.cost.sent += frame.len() as u64,
                Request::Publish { .. } | Request::Retire { .. } | Request::Close { .. } => {}
            }
        }
    }

    fn settled(&mut self) {}
}
