//! A phone that lives for a moment: what is due, and whether it may go.
//!
//! It decides that an organizer may not go while guests may come: they can tell what they have
//! to tell only while the phone is there. What is due is the node's to say.

use super::listeners::Listeners;
use super::turns::{Host, answer};
use super::waiting::Expected;
use super::{HostError, Network};
use crate::api::{Outcome, Reason};
use crate::control::Answers;
use corona_core::events::Stage;
use corona_core::node::Command;
use corona_core::pump::{Failure, command_witnessed};
use corona_transport_tor::Clock as _;

impl<T: Network> Host<T> {
    /// Catches up, and answers as soon as nothing is due or under way.
    pub(super) fn live_a_moment(
        &mut self,
        patience: u64,
        answers: Answers,
        listeners: &mut Listeners,
    ) -> Result<(), HostError> {
        let now = self.clock.now();
        let Self { node, gateway, store, rng, updates, recording, .. } = self;
        let command = Command::CatchUp;
        let done = command_witnessed(node, command, gateway, store, now, rng, updates, recording);
        match done {
            Err(Failure::Store(error)) => {
                answer(&answers, Outcome::failed(Reason::Store, error.to_string()));
                return Err(error.into());
            }
            // It is always possible.
            Ok(_) | Err(Failure::Command(_)) => {}
        }
        let expected = Expected::Quiet { hosts: self.awaits_guests() };
        listeners.waiting.wait(expected, patience, answers);
        Ok(())
    }

    /// Whether somebody may have something to tell an event hosted here.
    fn awaits_guests(&self) -> bool {
        let (now, rules) = (self.clock.now(), &self.rules.events);
        let lives = |number| {
            let event = self.node.hosted_event(number);
            event.is_some_and(|event| event.stage(now, rules) <= Stage::Maintained)
        };
        self.is_on() && self.node.hosted_events().any(lives)
    }
}
