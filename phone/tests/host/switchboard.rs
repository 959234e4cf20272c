//! A network inside one process: who is published is reached, at once and without proof
//! beyond the keys that requests name.
//!
//! It keeps a transport's laws of delivery, so that hosts can be tested without sockets. A
//! phone that is gone, by drop or by [`Switchboard::cut`], leaves nothing behind.

use corona_core::identity::{AccessKey, Address, VerifyingKey};
use corona_core::transport::{
    Audience, CloseReason, LinkId, Notice, Request, ServiceId, Transport,
};
use corona_phone::host::Network;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::Notify;

/// One end of a link: whose, and under which id there.
type End = (usize, LinkId);

struct Service {
    phone: usize,
    service: ServiceId,
    proves: VerifyingKey,
    readers: Option<Vec<AccessKey>>,
}

#[derive(Default)]
struct Board {
    services: BTreeMap<[u8; 32], Service>,
    links: BTreeMap<End, End>,
    inboxes: Vec<Arc<Inbox>>,
    accepted: u64,
}

#[derive(Default)]
struct Inbox {
    notices: Mutex<VecDeque<Notice>>,
    rung: Notify,
}

/// All phones of a test.
#[derive(Clone, Default)]
pub(crate) struct Switchboard(Arc<Mutex<Board>>);

/// One phone's line.
pub(crate) struct Line {
    board: Switchboard,
    phone: usize,
    inbox: Arc<Inbox>,
}

impl Switchboard {
    /// A line for one more phone.
    pub(crate) fn line(&self) -> Line {
        let inbox = Arc::new(Inbox::default());
        let mut board = self.board();
        board.inboxes.push(inbox.clone());
        Line { board: self.clone(), phone: board.inboxes.len() - 1, inbox }
    }

    /// What a network does when the process of the `phone`-th line dies.
    pub(crate) fn cut(&self, phone: usize) {
        let mut board = self.board();
        board.services.retain(|_, service| service.phone != phone);
        let ends: Vec<End> = board.links.keys().filter(|end| end.0 == phone).copied().collect();
        for end in ends {
            board.hang_up(end, CloseReason::Broken);
        }
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.0.lock().expect("no test panics while it holds the board")
    }
}

impl Board {
    fn tell(&self, phone: usize, notice: Notice) {
        let inbox = &self.inboxes[phone];
        inbox.notices.lock().expect("pushing does not panic").push_back(notice);
        inbox.rung.notify_one();
    }

    fn hang_up(&mut self, end: End, reason: CloseReason) {
        if let Some((phone, link)) = self.links.remove(&end) {
            self.links.remove(&(phone, link));
            self.tell(phone, Notice::Closed { link, reason });
        }
    }

    fn reach(
        &self,
        address: &Address,
        reader: Option<AccessKey>,
        expect: VerifyingKey,
    ) -> Result<&Service, CloseReason> {
        let service = self.services.get(address.as_bytes()).ok_or(CloseReason::Unreachable)?;
        match &service.readers {
            Some(readers) if reader.is_none_or(|reader| !readers.contains(&reader)) => {
                Err(CloseReason::Unreachable)
            }
            Some(_) | None if service.proves != expect => Err(CloseReason::WrongPeer),
            Some(_) | None => Ok(service),
        }
    }

    fn submit(&mut self, phone: usize, request: Request) {
        match request {
            Request::Publish { service, keys, audience } => {
                let address = *keys.discovery.public().as_bytes();
                let readers = match audience {
                    Audience::Everybody => None,
                    Audience::Only(readers) => Some(readers),
                };
                let proves = keys.prove.public();
                let published = Service { phone, service, proves, readers };
                if self.services.insert(address, published).is_none() {
                    self.tell(phone, Notice::Published { service });
                }
            }
            Request::Retire { service } => {
                self.services.retain(|_, s| (s.phone, s.service) != (phone, service));
            }
            Request::Dial { link, address, expect, prove, access, .. } => {
                let reader = access.map(|access| access.public());
                match self.reach(&address, reader, expect) {
                    Err(reason) => self.tell(phone, Notice::Closed { link, reason }),
                    Ok(&Service { phone: host, service, .. }) => {
                        self.accepted += 1;
                        let theirs = LinkId::accepted(self.accepted);
                        self.links.insert((phone, link), (host, theirs));
                        self.links.insert((host, theirs), (phone, link));
                        let peer = prove.public();
                        self.tell(host, Notice::Accepted { link: theirs, service, peer });
                        self.tell(phone, Notice::Opened { link });
                    }
                }
            }
            Request::Send { link, frame } => {
                if let Some((peer, link)) = self.links.get(&(phone, link)).copied() {
                    self.tell(peer, Notice::Frame { link, frame });
                }
            }
            Request::Close { link } => self.hang_up((phone, link), CloseReason::ByPeer),
        }
    }
}

impl Transport for Line {
    fn submit(&mut self, request: Request) {
        self.board.board().submit(self.phone, request);
    }
    fn poll(&mut self) -> Option<Notice> {
        self.inbox.notices.lock().expect("popping does not panic").pop_front()
    }
}

impl Network for Line {
    async fn ready(&mut self) {
        while self.inbox.notices.lock().expect("looking does not panic").is_empty() {
            self.inbox.rung.notified().await;
        }
    }
    fn rest(&mut self, _resting: bool) {}
}

impl Drop for Line {
    fn drop(&mut self) {
        self.board.cut(self.phone);
    }
}
