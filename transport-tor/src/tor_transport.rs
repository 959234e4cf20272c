//! The transport of a real phone: requests in, notices out, tasks behind.
//!
//! Knows what the node has heard and asked, and tells it nothing that contradicts that.
//! It decides nothing of its own: streams are the carrier's, proofs the session's, strangers
//! the service desk's, and each link has a task.

use crate::carrier::{Carrier, Hosting};
use crate::clock::Clock;
use crate::dialler::Dial;
use crate::limits::Limits;
use crate::link::line;
use crate::link_table::LinkTable;
use crate::news::News;
use crate::service_desk::ServiceDesk;
use crate::services::{Publication, Services};
use crate::session::PREFIX;
use crate::traffic::Traffic;
use corona_core::identity::ServiceKeys;
use corona_core::transport::{
    Audience, CloseReason, FRAME_LIMIT, LinkId, Notice, Request, ServiceId, Transport,
};
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

/// Moves frames for one node over a carrier, Tor as a rule.
///
/// Dropping it closes its links as [`Request::Close`] does, as long as the runtime lives;
/// services stay with the carrier.
pub struct TorTransport<C> {
    carrier: Arc<C>,
    clock: Arc<dyn Clock>,
    limits: Limits,
    runtime: Handle,
    links: LinkTable,
    services: Arc<Services>,
    desk: AbortHandle,
    /// For tasks to come.
    teller: mpsc::Sender<News>,
    news: mpsc::Receiver<News>,
    /// News looked at already, but not polled.
    ahead: Option<News>,
    /// What this side knows without its tasks.
    own: VecDeque<Notice>,
    traffic: Traffic,
}

impl<C: Carrier> TorTransport<C> {
    /// Starts the carrier and the tasks behind, on `runtime`.
    pub fn new(carrier: Arc<C>, clock: Arc<dyn Clock>, limits: Limits, runtime: &Handle) -> Self {
        let _entered = runtime.enter();
        let (teller, news) = mpsc::channel(limits.notices_in_flight.max(1));
        let (told, happenings) = mpsc::channel(limits.incoming_queue.max(1));
        let services = Arc::new(Services::new(limits));
        let desk = ServiceDesk { services: Arc::clone(&services), news: teller.clone(), limits };
        let desk = runtime.spawn(desk.run(happenings)).abort_handle();
        carrier.start(told);
        Self {
            carrier,
            clock,
            limits,
            runtime: runtime.clone(),
            links: LinkTable::default(),
            services,
            desk,
            teller,
            news,
            ahead: None,
            own: VecDeque::new(),
            traffic: Traffic::default(),
        }
    }

    /// What the node was handed, and what it sent, since the beginning.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.traffic
    }

    /// Waits until [`Transport::poll`] has something to say. May be dropped and called again.
    pub async fn ready(&mut self) {
        while self.own.is_empty() {
            match self.ahead.take() {
                Some(news) if self.is_current(&news) => {
                    self.ahead = Some(news);
                    return;
                }
                // Never closed: this side holds a sender.
                Some(_) | None => self.ahead = self.news.recv().await,
            }
        }
    }

    /// Says whether anything is due soon; the carrier may sleep if not.
    pub fn rest(&self, resting: bool) {
        let _entered = self.runtime.enter();
        self.carrier.rest(resting);
    }

    /// Links that are up, as far as the node has heard.
    #[must_use]
    pub fn open_links(&self) -> usize {
        self.links.len()
    }
    /// Sessions whose dialler has proven no key yet, of all services.
    #[must_use]
    pub fn half_open(&self) -> usize {
        self.services.half_open()
    }
    /// Sessions of the services that stand whose dialler has proven a key, and which no
    /// side has closed.
    #[must_use]
    pub fn accepted(&self) -> usize {
        self.services.accepted()
    }
    /// Accepted sessions closed here whose last bytes are leaving.
    #[must_use]
    pub fn closing(&self) -> usize {
        self.services.closing()
    }

    fn publish(&mut self, service: ServiceId, keys: ServiceKeys, audience: Audience) {
        match self.services.publish(service, &keys) {
            Publication::Awaited | Publication::GoesOn => {}
            Publication::Stands => self.own.push_back(Notice::Published { service }),
        }
        self.carrier.host(Hosting { service, discovery: keys.discovery, audience });
    }

    fn retire(&mut self, service: ServiceId) {
        self.services.retire(service);
        self.own
            .retain(|notice| !matches!(notice, Notice::Published { service: s } if *s == service));
        self.carrier.retire(service);
    }

    fn dial(&mut self, dial: Dial<C>) {
        // Were the node to use an id twice, the link that has it must not suffer.
        if self.links.contains(dial.link) {
            return tracing::error!(link = dial.link.0, "a link is dialled twice");
        }
        let (handle, orders) = line(self.limits.outgoing_frames);
        self.links.insert(dial.link, handle, false);
        self.runtime.spawn(dial.run(orders, self.teller.clone()));
    }

    fn send(&mut self, link: LinkId, frame: Vec<u8>) {
        let fits = (1..=FRAME_LIMIT).contains(&frame.len());
        if fits && self.links.contains(link) {
            self.traffic.sent += on_the_link(&frame);
        }
        if !fits && self.links.contains(link) || self.links.send(link, frame).is_err() {
            self.break_link(link);
        }
    }

    fn break_link(&mut self, link: LinkId) {
        if let Some(handle) = self.links.remove(link) {
            handle.cut();
            self.own.push_back(Notice::Closed { link, reason: CloseReason::Broken });
        }
    }

    fn close(&mut self, link: LinkId) {
        // Dropping its handle tells its task.
        drop(self.links.remove(link));
        self.own.retain(|notice| !matches!(notice, Notice::Closed { link: l, .. } if *l == link));
    }

    /// Whether the node has not ended meanwhile what the news are about.
    fn is_current(&self, news: &News) -> bool {
        match news {
            News::Published { service, generation }
            | News::Accepted { service, generation, .. } => {
                self.services.is_current(*service, *generation)
            }
            News::Opened { link } | News::Frame { link, .. } | News::Closed { link, .. } => {
                self.links.contains(*link)
            }
            News::Condition(_) => true,
        }
    }

    /// Makes a notice of news that are current.
    fn note(&mut self, news: News) -> Notice {
        match news {
            News::Published { service, generation: _ } => Notice::Published { service },
            News::Condition(condition) => Notice::Condition(condition),
            News::Opened { link } => {
                self.links.set_up(link);
                Notice::Opened { link }
            }
            News::Accepted { link, service, generation: _, peer, handle } => {
                self.links.insert(link, handle, true);
                Notice::Accepted { link, service, peer }
            }
            News::Frame { link, frame } => {
                self.traffic.received += on_the_link(&frame);
                Notice::Frame { link, frame }
            }
            News::Closed { link, reason } => {
                drop(self.links.remove(link));
                Notice::Closed { link, reason }
            }
        }
    }
}

/// The bytes of a frame with its length before it.
fn on_the_link(frame: &[u8]) -> u64 {
    (PREFIX + frame.len()) as u64
}

impl<C: Carrier> Transport for TorTransport<C> {
    fn submit(&mut self, request: Request) {
        let runtime = self.runtime.clone();
        let _entered = runtime.enter();
        match request {
            Request::Publish { service, keys, audience } => self.publish(service, keys, audience),
            Request::Retire { service } => self.retire(service),
            Request::Dial { link, address, expect, prove, access, deadline } => {
                let (carrier, limits) = (Arc::clone(&self.carrier), self.limits);
                let within = self.clock.wait(deadline);
                self.dial(Dial { carrier, link, address, expect, prove, access, within, limits });
            }
            Request::Send { link, frame } => self.send(link, frame),
            Request::Close { link } => self.close(link),
        }
    }

    fn poll(&mut self) -> Option<Notice> {
        if let Some(notice) = self.own.pop_front() {
            return Some(notice);
        }
        loop {
            let news = self.ahead.take().or_else(|| self.news.try_recv().ok())?;
            if self.is_current(&news) {
                return Some(self.note(news));
            }
        }
    }
}

impl<C> Drop for TorTransport<C> {
    fn drop(&mut self) {
        self.desk.abort();
    }
}
