//! One dial, from the request to the end of its link.
//!
//! Knows what the node asked for and how long it wants to wait; decides as what a failure
//! is told. Tries are repeated by the carrier, if at all, dials by the node.

use crate::carrier::{Carrier, Unreachable};
use crate::limits::Limits;
use crate::link::Orders;
use crate::link_task::carry;
use crate::news::News;
use crate::session::{self, HandshakeError};
use corona_core::identity::{AccessSecret, Address, AuthKey, VerifyingKey};
use corona_core::transport::{CloseReason, LinkId};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_rustls::TlsStream;

pub(crate) struct Dial<C> {
    pub(crate) carrier: Arc<C>,
    pub(crate) link: LinkId,
    pub(crate) address: Address,
    pub(crate) expect: VerifyingKey,
    pub(crate) prove: AuthKey,
    pub(crate) access: Option<AccessSecret>,
    /// Until the deadline.
    pub(crate) within: Duration,
    pub(crate) limits: Limits,
}

impl<C: Carrier> Dial<C> {
    /// Dials, and carries what comes of it. Calling it off leaves no trace at a host that
    /// has not heard of it yet.
    pub(crate) async fn run(self, mut orders: Orders, news: mpsc::Sender<News>) {
        let (link, within) = (self.link, self.within);
        let farewell = self.limits.farewell;
        let met = tokio::select! {
            biased;
            _ = orders.ending() => return,
            met = tokio::time::timeout(within, self.meet()) => {
                met.unwrap_or(Err(CloseReason::TimedOut))
            }
        };
        match met {
            Ok(session) => {
                tracing::debug!(link = link.0, "link is up");
                if news.send(News::Opened { link }).await.is_ok() {
                    carry(link, session, orders, &news, farewell, || {}).await;
                }
            }
            Err(reason) => {
                tracing::debug!(link = link.0, ?reason, "dial failed");
                // Nobody to tell: the transport is gone.
                let _ = news.send(News::Closed { link, reason }).await;
            }
        }
    }

    async fn meet(self) -> Result<TlsStream<C::Stream>, CloseReason> {
        if self.within.is_zero() {
            return Err(CloseReason::TimedOut);
        }
        let dialled = self.carrier.dial(self.address, self.access).await;
        let stream = dialled.map_err(|Unreachable| CloseReason::Unreachable)?;
        let met = session::dial(stream, &self.prove, self.expect, self.limits.handshake).await;
        met.map_err(|error| match error {
            HandshakeError::WrongPeer => CloseReason::WrongPeer,
            HandshakeError::NoSession => CloseReason::Unreachable,
            HandshakeError::TimedOut => CloseReason::TimedOut,
        })
    }
}
