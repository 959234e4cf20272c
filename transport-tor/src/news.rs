//! What tasks tell the transport.
//!
//! Knows of everything whom it concerns, so that the transport can drop what came too late:
//! a frame of a link that was closed, a publication of a service that was retired. Nothing
//! is decided here.

use crate::link::LinkHandle;
use crate::services::Generation;
use corona_core::identity::VerifyingKey;
use corona_core::transport::{CloseReason, Condition, LinkId, ServiceId};

pub(crate) enum News {
    Published {
        service: ServiceId,
        generation: Generation,
    },
    Condition(Condition),
    Opened {
        link: LinkId,
    },
    /// Brings the handle of the link along: nobody can name the link before.
    Accepted {
        link: LinkId,
        service: ServiceId,
        generation: Generation,
        peer: VerifyingKey,
        handle: LinkHandle,
    },
    Frame {
        link: LinkId,
        frame: Vec<u8>,
    },
    Closed {
        link: LinkId,
        reason: CloseReason,
    },
}
