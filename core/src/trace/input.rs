//! What a node took, in a form that can be written down and taken again.
//!
//! Everything is written as it was but frames: their bytes are the sender's to make, so
//! that a replay shows them to follow from what the sender took.

use super::{Fingerprint, Taken};
use crate::identity::VerifyingKey;
use crate::node::Command;
use crate::transport::{CloseReason, Condition, LinkId, Notice, ServiceId};
use serde::{Deserialize, Serialize};

/// An input of a node.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A person's wish, codes and all.
    Command(Command),
    /// What the transport told.
    Notice(RecordedNotice),
    /// Something was due.
    Wake,
}

/// A [`Notice`] with its frame named instead of held.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedNotice {
    /// See [`Notice::Published`].
    Published {
        /// Which.
        service: ServiceId,
    },
    /// See [`Notice::Opened`].
    Opened {
        /// Which.
        link: LinkId,
    },
    /// See [`Notice::Accepted`].
    Accepted {
        /// Which.
        link: LinkId,
        /// Of ours.
        service: ServiceId,
        /// The 32 bytes proven.
        #[serde(with = "super::texts::key")]
        peer: VerifyingKey,
    },
    /// See [`Notice::Frame`].
    Frame {
        /// Which.
        link: LinkId,
        /// Bytes, padding included.
        length: usize,
        /// Of the whole frame.
        digest: Fingerprint,
    },
    /// See [`Notice::Closed`].
    Closed {
        /// Which.
        link: LinkId,
        /// Why.
        reason: CloseReason,
    },
    /// See [`Notice::Condition`].
    Condition(Condition),
}

impl From<&Notice> for RecordedNotice {
    fn from(notice: &Notice) -> Self {
        match notice {
            Notice::Published { service } => Self::Published { service: *service },
            Notice::Opened { link } => Self::Opened { link: *link },
            Notice::Accepted { link, service, peer } => {
                Self::Accepted { link: *link, service: *service, peer: *peer }
            }
            Notice::Frame { link, frame } => {
                Self::Frame { link: *link, length: frame.len(), digest: Fingerprint::of(frame) }
            }
            Notice::Closed { link, reason } => Self::Closed { link: *link, reason: *reason },
            Notice::Condition(condition) => Self::Condition(*condition),
        }
    }
}

impl From<Taken<'_>> for Input {
    fn from(taken: Taken<'_>) -> Self {
        match taken {
            Taken::Command(command) => Self::Command(command.clone()),
            Taken::Notice(notice) => Self::Notice(notice.into()),
            Taken::Wake => Self::Wake,
        }
    }
}
