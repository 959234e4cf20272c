//! One phone: node, disk, and the queue between it and the network.

use super::disk::Disk;
use corona_core::node::{Answer, Command, CommandError, Effects, Node, Update};
use corona_core::pump::{self, Failure};
use corona_core::rules::Rules;
use corona_core::storage::StoreError;
use corona_core::time::Timestamp;
use corona_core::trace::{Taken, Witness};
use corona_core::transport::{Notice, Request, Transport};
use rand_chacha::ChaCha8Rng;
use std::collections::VecDeque;
use std::sync::Arc;

#[derive(Default)]
pub(crate) struct Port {
    pub(crate) inbox: VecDeque<Notice>,
    pub(crate) outbox: VecDeque<Request>,
}

impl Transport for Port {
    fn submit(&mut self, request: Request) {
        self.outbox.push_back(request);
    }
    fn poll(&mut self) -> Option<Notice> {
        self.inbox.pop_front()
    }
}

pub(crate) struct Phone {
    pub(crate) node: Node,
    pub(crate) disk: Disk,
    pub(crate) port: Port,
    pub(crate) rng: ChaCha8Rng,
    pub(crate) online: bool,
    pub(crate) updates: Vec<Update>,
    /// Wake-ups that nothing followed from.
    pub(crate) woken_for_nothing: u32,
}

/// Looks for wake-ups that nothing follows from.
struct Sentry<'a> {
    is_woken: bool,
    for_nothing: &'a mut u32,
}

impl Witness for Sentry<'_> {
    fn took(&mut self, _at: Timestamp, input: Taken<'_>) {
        self.is_woken = matches!(input, Taken::Wake);
    }
    fn decided(&mut self, effects: &Effects, _: Option<Result<&Answer, &CommandError>>) {
        let Effects { changes, requests, updates, .. } = effects;
        let is_nothing = changes.is_empty() && requests.is_empty() && updates.is_empty();
        *self.for_nothing += u32::from(self.is_woken && is_nothing);
    }
    fn settled(&mut self) {}
}

impl Phone {
    pub(crate) fn pump(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let Self { node, port, disk, rng, updates, woken_for_nothing: for_nothing, .. } = self;
        let mut sentry = Sentry { is_woken: false, for_nothing };
        let next = pump::pump_witnessed(node, port, disk, now, rng, updates, &mut sentry)?;
        assert!(next > now, "a node that was woken has nothing left to do now");
        self.assert_stored();
        Ok(())
    }

    /// What is stored is what the node is, whatever a story makes of it.
    fn assert_stored(&self) {
        let (stored, records) = (self.disk.snapshot(), self.node.records());
        let keys = stored.keys().chain(records.keys());
        let unlike: Vec<_> = keys.filter(|key| stored.get(key) != records.get(key)).collect();
        assert!(unlike.is_empty(), "stored otherwise than known: {unlike:?}");
    }

    pub(crate) fn command(&mut self, command: Command, now: Timestamp) -> Result<Answer, Failure> {
        let Self { node, port, disk, rng, updates, .. } = self;
        let answer = pump::command(node, command, port, disk, now, rng, updates);
        if !matches!(answer, Err(Failure::Store(_))) {
            self.assert_stored();
        }
        answer
    }

    /// Rebuilds the node from the disk; false if the power failed while doing so.
    pub(crate) fn restart(&mut self, rules: &Arc<Rules>, now: Timestamp) -> bool {
        let mut effects = Effects::default();
        let snapshot = self.disk.snapshot();
        self.node = Node::restore(rules.clone(), snapshot, now, &mut effects)
            .expect("what a node stored makes a node");
        self.port = Port::default();
        let Self { port, disk, updates, .. } = self;
        let is_settled = pump::settle(&mut effects, port, disk, now, updates).is_ok();
        if is_settled {
            self.assert_stored();
        }
        is_settled
    }
}
