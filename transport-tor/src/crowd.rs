//! Tasks of strangers, of which there may be only so many.
//!
//! Knows them in the order they came and ends the oldest when there is no room for one
//! more. What a member does, and when it leaves, is for the member to say.

use corona_core::transport::LinkId;
use std::collections::VecDeque;
use tokio::task::AbortHandle;

/// At most `room` tasks, oldest first.
pub(crate) struct Crowd {
    room: usize,
    members: VecDeque<(LinkId, AbortHandle)>,
}

impl Crowd {
    pub(crate) fn new(room: usize) -> Self {
        Self { room, members: VecDeque::new() }
    }
    /// Takes one more in, for the oldest if need be.
    ///
    /// The oldest and not the newest goes: were newcomers turned away, as many silent
    /// strangers as there is room for would shut everybody else out until their deadline,
    /// again and again. Whoever means it needs a few seconds here, in which a whole
    /// roomful of strangers would have to arrive to drive it out.
    pub(crate) fn enter(&mut self, link: LinkId, task: AbortHandle) {
        if self.members.len() >= self.room
            && let Some((_, oldest)) = self.members.pop_front()
        {
            oldest.abort();
        }
        self.members.push_back((link, task));
    }
    /// Lets a member go; `None` if it was driven out already.
    pub(crate) fn leave(&mut self, link: LinkId) -> Option<AbortHandle> {
        let at = self.members.iter().position(|(member, _)| *member == link)?;
        self.members.remove(at).map(|(_, task)| task)
    }
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        for (_, task) in &self.members {
            task.abort();
        }
    }
}
