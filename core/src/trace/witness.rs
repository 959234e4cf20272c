//! Whoever looks on while a node is pumped.

use crate::node::{Answer, Command, CommandError, Effects};
use crate::time::Timestamp;
use crate::transport::Notice;

/// What a node is about to take.
#[derive(Clone, Copy, Debug)]
pub enum Taken<'a> {
    /// A person's wish.
    Command(&'a Command),
    /// What the transport tells.
    Notice(&'a Notice),
    /// Something is due.
    Wake,
}

/// Sees each input before the node does, and what became of it. `()` looks away at no cost.
pub trait Witness {
    /// The node is about to take `input` at `at` by the phone's clock.
    fn took(&mut self, at: Timestamp, input: Taken<'_>);
    /// The node has decided, and nothing is stored or sent yet. `answer` is there after a
    /// command.
    fn decided(&mut self, effects: &Effects, answer: Option<Result<&Answer, &CommandError>>);
    /// What was decided last is stored and submitted.
    fn settled(&mut self);
}

impl Witness for () {
    #[inline]
    fn took(&mut self, _at: Timestamp, _input: Taken<'_>) {}
    #[inline]
    fn decided(&mut self, _effects: &Effects, _answer: Option<Result<&Answer, &CommandError>>) {}
    #[inline]
    fn settled(&mut self) {}
}
