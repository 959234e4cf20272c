//! Receives whoever dials, until a key is proven.
//!
//! Knows what the carrier tells, and takes each stream through the handshake to a link.
//! Who may try and who gets in is decided in `services`; whether to keep a link, by the node.

use crate::carrier::Happening;
use crate::limits::Limits;
use crate::link::line;
use crate::link_task::carry;
use crate::news::News;
use crate::services::{Door, Services};
use crate::session;
use corona_core::transport::LinkId;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;

/// One per transport, in a task of its own.
#[derive(Clone)]
pub(crate) struct ServiceDesk {
    pub(crate) services: Arc<Services>,
    pub(crate) news: mpsc::Sender<News>,
    pub(crate) limits: Limits,
}

impl ServiceDesk {
    /// Receives until the carrier is gone.
    pub(crate) async fn run<S>(self, mut happenings: mpsc::Receiver<Happening<S>>)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let mut incoming = 0;
        while let Some(happening) = happenings.recv().await {
            let news = match happening {
                Happening::Incoming(service, stream) => {
                    incoming += 1;
                    let link = LinkId::accepted(incoming);
                    self.services.enter(service, link, |door| {
                        let desk = self.clone();
                        tokio::spawn(desk.receive(door, link, stream)).abort_handle()
                    });
                    continue;
                }
                Happening::Published(service) => match self.services.announce(service) {
                    Some(generation) => News::Published { service, generation },
                    None => continue,
                },
                Happening::Condition(condition) => News::Condition(condition),
            };
            if self.news.send(news).await.is_err() {
                return;
            }
        }
    }

    /// From a stranger's first byte to the end of the link, if one comes of it.
    async fn receive<S>(self, door: Door, link: LinkId, stream: S)
    where
        S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (service, generation) = (door.service, door.generation);
        let met = session::accept(stream, Arc::clone(&door.tls), self.limits.handshake).await;
        let (session, peer) = match met {
            Ok(met) => met,
            Err(error) => {
                tracing::debug!(service = service.0, %error, "turned a stranger away");
                return self.services.turn_away(&door, link);
            }
        };
        let Some(admission) = self.services.admit(&door, link) else {
            return tracing::debug!(
                service = service.0,
                "no room for one more session, or no such service any more"
            );
        };
        let (handle, orders) = line(self.limits.outgoing_frames);
        let accepted = News::Accepted { link, service, generation, peer, handle };
        if self.news.send(accepted).await.is_err() {
            return;
        }
        let part = || self.services.part(link, admission);
        carry(link, session, orders, &self.news, self.limits.farewell, part).await;
        self.services.leave(link);
    }
}
