//! What a node decided, in texts that differ where the decisions do.
//!
//! Bytes are named by their digest, secret keys by their public half, so that a difference
//! can be read; everything else prints as it is.

use super::Fingerprint;
use crate::identity::ServiceKeys;
use crate::node::{Answer, CommandError, Effects};
use crate::storage::Change;
use crate::transport::{Audience, Request};
use serde::{Deserialize, Serialize};

/// The effects of one input, and the answer if it was a command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decisions {
    /// For the store, in order.
    pub changes: Vec<String>,
    /// For the transport, in order.
    pub requests: Vec<String>,
    /// For the user interface, in order.
    pub updates: Vec<String>,
    /// What the command was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Outcome>,
}

/// What became of a command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was carried out; codes by their digest.
    Answered(String),
    /// It was refused, with these words.
    Refused(String),
}

impl Decisions {
    /// What `effects` and `answer` amount to.
    #[must_use]
    pub fn of(effects: &Effects, answer: Option<Result<&Answer, &CommandError>>) -> Self {
        Self {
            changes: effects
                .changes
                .iter()
                .map(change)
                .chain(effects.changed.iter().map(|key| format!("change {key:?}")))
                .collect(),
            requests: effects.requests.iter().map(request).collect(),
            updates: effects.updates.iter().map(|update| format!("{update:?}")).collect(),
            answer: answer.map(|answer| match answer {
                Ok(answer) => Outcome::Answered(answered(answer)),
                Err(error) => Outcome::Refused(error.to_string()),
            }),
        }
    }
}

fn change(change: &Change) -> String {
    match change {
        Change::Put(key, bytes) => format!("put {key:?} {}", sized(bytes)),
        Change::Erase(key) => format!("erase {key:?}"),
    }
}

fn request(request: &Request) -> String {
    match request {
        Request::Publish { service, keys, audience } => {
            let ServiceKeys { discovery, prove } = keys;
            let address = hex::encode(discovery.public().as_bytes());
            let proven = hex::encode(prove.public().as_bytes());
            let readers = readers(audience);
            format!("publish {} at {address} proving {proven} for {readers}", service.0)
        }
        Request::Retire { service } => format!("retire {}", service.0),
        Request::Dial { link, address, expect, prove, access, deadline } => {
            let address = hex::encode(address.as_bytes());
            let expect = hex::encode(expect.as_bytes());
            let prove = hex::encode(prove.public().as_bytes());
            let access = match access {
                Some(access) => hex::encode(access.public().as_bytes()),
                None => "nothing".to_owned(),
            };
            format!(
                "dial {} to {address} expecting {expect} proving {prove} opening with {access} \
                 until {}",
                link.0,
                deadline.as_millis()
            )
        }
        Request::Send { link, frame } => format!("send {} {}", link.0, sized(frame)),
        Request::Close { link } => format!("close {}", link.0),
    }
}

fn readers(audience: &Audience) -> String {
    match audience {
        Audience::Everybody => "everybody".to_owned(),
        Audience::Only(keys) => {
            let keys: Vec<String> = keys.iter().map(|key| hex::encode(key.as_bytes())).collect();
            format!("[{}]", keys.join(", "))
        }
    }
}

fn answered(answer: &Answer) -> String {
    let code = match answer {
        Answer::Code(code) => Some(Fingerprint::of(code.to_text().as_bytes())),
        Answer::Card(card) => Some(Fingerprint::of(&card.to_bytes())),
        Answer::Invitation { invitation, .. } => {
            Some(Fingerprint::of(invitation.to_text().as_bytes()))
        }
        Answer::Done
        | Answer::Hosted(_)
        | Answer::Joining(_)
        | Answer::Pairing(_)
        | Answer::Contact(_) => None,
    };
    match code {
        Some(code) => format!("{answer:?} {code}"),
        None => format!("{answer:?}"),
    }
}

fn sized(bytes: &[u8]) -> String {
    format!("{} bytes {}", bytes.len(), Fingerprint::of(bytes))
}
