//! What waits for a guest's word, or for a better time.

use super::machine::Node;
use super::{Answer, CommandError, Effects};
use crate::events::State;
use crate::identity::Signatures;
use crate::time::Timestamp;

impl<S: Signatures> Node<S> {
    /// Tries what must be delivered again later; polls follow their own schedule.
    pub(super) fn put_off(&mut self, event: u32, now: Timestamp, out: &mut Effects) {
        let rules = &self.rules;
        if let Some(joined) = self.joined.get_mut(&event) {
            let polls = joined.participation.polls();
            match &mut joined.participation.state {
                State::InDoubt(doubt) => {
                    doubt.next_try = polls.next_after(now, &rules.polls);
                    self.store_joined(event, out);
                }
                State::Joined(known) => {
                    if known.is_pending() {
                        known.telling_mut().retry(now + rules.polls.push_retry);
                    }
                }
            }
        }
    }

    pub(super) fn consent(
        &mut self,
        event: u32,
        given: bool,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let missing = CommandError::NoSuchEvent { kind: "joined", number: event };
        self.known_mut(event).ok_or(missing)?.telling_mut().consent = Some(given);
        self.store_joined(event, out);
        self.evaluate(now, out);
        Ok(Answer::Done)
    }
}
