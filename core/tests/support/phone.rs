//! One phone: node, disk, and the queue between it and the network.

use super::disk::Disk;
use corona_core::node::{Answer, Command, Effects, Node, Update};
use corona_core::pump::{self, Failure};
use corona_core::rules::Rules;
use corona_core::storage::StoreError;
use corona_core::time::Timestamp;
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
}

impl Phone {
    pub(crate) fn pump(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let Self { node, port, disk, rng, updates, .. } = self;
        let next = pump::pump(node, port, disk, now, rng, updates)?;
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
