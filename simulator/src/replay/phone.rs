//! One phone, living its trace again: the node, its randomness and its store.
//!
//! It decides nothing but lets the node decide; what a step must wait for, and what its
//! decisions are compared with, is left to the run.

use super::difference::Problem;
use super::step::Cause;
use corona_core::contacts::Profile;
use corona_core::node::{Answer, CommandError, Effects, Node};
use corona_core::storage::{Change, MemoryStore, Store};
use corona_core::time::Timestamp;
use corona_core::trace::{Decisions, Fingerprint, Input, RecordedNotice};
use corona_core::transport::Notice;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

/// A replayed phone.
#[derive(Default)]
pub(super) struct Phone {
    /// The process that runs: a node and its randomness.
    running: Option<(Node, ChaCha20Rng)>,
    store: MemoryStore,
}

/// What one step brought about; nothing of it is stored yet.
pub(super) struct Lived {
    pub(super) effects: Effects,
    pub(super) answer: Option<Result<Answer, CommandError>>,
}

impl Lived {
    pub(super) fn decisions(&self) -> Decisions {
        Decisions::of(&self.effects, self.answer.as_ref().map(Result::as_ref))
    }
}

impl Phone {
    pub(super) fn node(&self) -> Option<&Node> {
        self.running.as_ref().map(|(node, _)| node)
    }

    /// Lives one step. `frame` holds the bytes if the cause is a frame.
    pub(super) fn live(
        &mut self,
        cause: &Cause,
        at: Timestamp,
        frame: Vec<u8>,
    ) -> Result<Lived, Problem> {
        match cause {
            Cause::Created { seed, name, rules } => {
                if !self.store.snapshot().is_empty() {
                    return Err(Problem::CreatedAgain);
                }
                let mut rng = ChaCha20Rng::from_seed(*seed.as_bytes());
                let mut effects = Effects::default();
                let profile = Profile { name: name.clone(), avatar: None };
                let rules = Arc::new((**rules).clone());
                let node = Node::create(rules, profile, at, &mut rng, &mut effects);
                self.running = Some((node, rng));
                Ok(Lived { effects, answer: None })
            }
            Cause::Restored { seed, store, rules } => {
                self.check_store(*store)?;
                let mut effects = Effects::default();
                let rules = Arc::new((**rules).clone());
                let node = Node::restore(rules, self.store.snapshot(), at, &mut effects)
                    .map_err(Problem::Unrestorable)?;
                self.running = Some((node, ChaCha20Rng::from_seed(*seed.as_bytes())));
                Ok(Lived { effects, answer: None })
            }
            Cause::Took(input) => self.take(input, at, frame),
        }
    }

    fn take(&mut self, input: &Input, at: Timestamp, frame: Vec<u8>) -> Result<Lived, Problem> {
        let (node, rng) = self.running.as_mut().ok_or(Problem::NotCreated)?;
        let mut effects = Effects::default();
        let mut answer = None;
        match input {
            Input::Command(command) => {
                answer = Some(node.command(command.clone(), at, rng, &mut effects));
            }
            Input::Notice(told) => node.notice(notice(told, frame), at, rng, &mut effects),
            Input::Wake => {
                let due = node.next_wake();
                if due > at {
                    return Err(Problem::NotDue { due });
                }
                node.wake(at, &mut effects);
            }
        }
        Ok(Lived { effects, answer })
    }

    /// Stores what a step changed.
    pub(super) fn commit(&mut self, changes: &[Change], at: Timestamp) {
        self.store.commit(changes, at).expect("a store in memory always has room");
    }

    /// A process died after `changes` were decided; whether its successor found them stored.
    pub(super) fn was_committed(
        &self,
        changes: &[Change],
        at: Timestamp,
        found: Fingerprint,
    ) -> Result<bool, Problem> {
        let without = Fingerprint::of_store(self.store.snapshot());
        let mut after = self.store.clone();
        after.commit(changes, at).expect("a store in memory always has room");
        let with = Fingerprint::of_store(after.snapshot());
        if found == with {
            Ok(true)
        } else if found == without {
            Ok(false)
        } else {
            Err(Problem::Store { recorded: found, without, with })
        }
    }

    fn check_store(&self, recorded: Fingerprint) -> Result<(), Problem> {
        let held = Fingerprint::of_store(self.store.snapshot());
        if held == recorded {
            Ok(())
        } else {
            Err(Problem::Store { recorded, without: held, with: held })
        }
    }
}

fn notice(told: &RecordedNotice, frame: Vec<u8>) -> Notice {
    match *told {
        RecordedNotice::Published { service } => Notice::Published { service },
        RecordedNotice::Opened { link } => Notice::Opened { link },
        RecordedNotice::Accepted { link, service, peer } => {
            Notice::Accepted { link, service, peer }
        }
        RecordedNotice::Frame { link, .. } => Notice::Frame { link, frame },
        RecordedNotice::Closed { link, reason } => Notice::Closed { link, reason },
        RecordedNotice::Condition(condition) => Notice::Condition(condition),
    }
}
