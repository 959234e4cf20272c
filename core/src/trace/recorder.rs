//! A witness that hands on every entry of a trace.

use super::{Decisions, Entry, Fingerprint, Input, Seed, Taken, Witness};
use crate::node::{Answer, CommandError, Effects};
use crate::rules::Rules;
use crate::storage::Snapshot;
use crate::time::Timestamp;

/// Makes entries of what it witnesses and gives them to `write`, which must have put each
/// where a dying process can't take it along before it returns.
pub struct Recorder<F: FnMut(&Entry)> {
    write: F,
    decided: Option<Decisions>,
}

impl<F: FnMut(&Entry)> Recorder<F> {
    /// One per process; call [`created`](Self::created) or [`restored`](Self::restored) next.
    pub const fn new(write: F) -> Self {
        Self { write, decided: None }
    }

    /// To be called before [`Node::create`](crate::node::Node::create); settle its effects
    /// with this witness.
    pub fn created(&mut self, at: Timestamp, seed: Seed, name: &str, rules: &Rules) {
        let rules = Box::new(rules.clone());
        (self.write)(&Entry::Created { at, seed, name: name.to_owned(), rules });
    }

    /// To be called before [`Node::restore`](crate::node::Node::restore); settle its effects
    /// with this witness.
    pub fn restored(&mut self, at: Timestamp, seed: Seed, store: &Snapshot, rules: &Rules) {
        let store = Fingerprint::of_store(store);
        (self.write)(&Entry::Restored { at, seed, store, rules: Box::new(rules.clone()) });
    }
}

impl<F: FnMut(&Entry)> Witness for Recorder<F> {
    fn took(&mut self, at: Timestamp, input: Taken<'_>) {
        (self.write)(&Entry::Took { at, input: Input::from(input) });
    }
    fn decided(&mut self, effects: &Effects, answer: Option<Result<&Answer, &CommandError>>) {
        self.decided = Some(Decisions::of(effects, answer));
    }
    fn settled(&mut self) {
        if let Some(decisions) = self.decided.take() {
            (self.write)(&Entry::Did(decisions));
        }
    }
}
