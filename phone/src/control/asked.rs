//! A question on its way to the host, and the way back to whoever asked.

use crate::api::{Ask, Outcome};
use tokio::sync::mpsc;

/// Most answers that wait for a slow reader before it is hung up on.
const QUEUE: usize = 256;

/// A question.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) ask: Ask,
    pub(crate) answers: Answers,
}

/// Where outcomes go. Dropping it ends the conversation.
#[derive(Clone, Debug)]
pub(crate) struct Answers(mpsc::Sender<Outcome>);

impl Answers {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Outcome>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender), receiver)
    }

    /// Hands an outcome on; false if nobody listens, or too slowly. Never waits: the host
    /// has other things to do than to please one reader.
    pub(crate) fn give(&self, outcome: Outcome) -> bool {
        self.0.try_send(outcome).is_ok()
    }

    /// Whether whoever asked has hung up.
    pub(crate) fn is_over(&self) -> bool {
        self.0.is_closed()
    }
}
