//! What waits for a guest's word, or for a better time.

use super::machine::Node;
use super::{Answer, CommandError, Effects};
use crate::events::State;
use crate::identity::Signatures;
use crate::time::Timestamp;

impl<S: Signatures> Node<S> {
    /// Tries what must be delivered again later; polls follow their own schedule.
    pub(super) fn put_off(&mut self, event: u32, now: Timestamp, out: &mut Effects) {
        let rules = &self.rules.polls;
        let Some(joined) = self.joined.get_mut(&event) else {
            return;
        };
        let polls = joined.participation().polls();
        let is_in_doubt = joined.change(|state| match state {
            State::InDoubt(doubt) => {
                doubt.next_try = polls.next_after(now, rules);
                true
            }
            State::Joined(known) => {
                if known.is_pending() {
                    known.telling_mut().retry(now + rules.push_retry);
                }
                false
            }
        });
        if is_in_doubt {
            self.store_joined(event, out);
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
        let joined = self.joined.get_mut(&event);
        joined
            .and_then(|joined| {
                joined.change_known(|known| known.telling_mut().consent = Some(given))
            })
            .ok_or(missing)?;
        self.store_joined(event, out);
        self.evaluate(now, out);
        Ok(Answer::Done)
    }
}
