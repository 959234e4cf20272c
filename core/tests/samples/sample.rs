//! What an example is, and the list of all.

use super::{contact, event, pairing};
use corona_core::wire::encode;
use prost::Message;

/// One message as it travels.
#[derive(Debug)]
pub(crate) struct Sample {
    /// Names its golden file.
    pub(crate) name: &'static str,
    /// Who says what to whom.
    pub(crate) about: &'static str,
    /// The message's name in the schema.
    pub(crate) kind: &'static str,
    /// Encoded, without header and padding.
    pub(crate) message: Vec<u8>,
    /// The whole frame; `None` for what travels inside another message.
    pub(crate) frame: Option<Vec<u8>>,
}

impl Sample {
    /// A message that fills a frame of its own.
    pub(crate) fn framed<M: Message>(
        name: &'static str,
        kind: &'static str,
        about: &'static str,
        message: &M,
    ) -> Self {
        let frame = Some(encode(message));
        Self { name, about, kind, message: message.encode_to_vec(), frame }
    }

    /// A message inside a `bytes` field of another.
    pub(crate) fn nested(
        name: &'static str,
        kind: &'static str,
        about: &'static str,
        message: Vec<u8>,
    ) -> Self {
        Self { name, about, kind, message, frame: None }
    }
}

/// All examples, by protocol.
pub(crate) fn every_message() -> Vec<Sample> {
    [event::requests(), event::reports(), event::answers(), contact::frames(), pairing::frames()]
        .into_iter()
        .flatten()
        .collect()
}
