//! The links of a transport as its node knows them.
//!
//! Knows which links are there and whether the node has heard that they are up. What is
//! not in here is over for the node, whatever tasks still do, so nothing about it is told.

use crate::link::LinkHandle;
use corona_core::transport::LinkId;
use std::collections::BTreeMap;

#[derive(Default)]
pub(crate) struct LinkTable {
    links: BTreeMap<LinkId, Link>,
}

struct Link {
    handle: LinkHandle,
    up: bool,
}

/// A frame that can't be sent, so that its link has to break.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Unsendable;

impl LinkTable {
    pub(crate) fn insert(&mut self, link: LinkId, handle: LinkHandle, up: bool) {
        self.links.insert(link, Link { handle, up });
    }
    pub(crate) fn set_up(&mut self, link: LinkId) {
        if let Some(link) = self.links.get_mut(&link) {
            link.up = true;
        }
    }
    pub(crate) fn contains(&self, link: LinkId) -> bool {
        self.links.contains_key(&link)
    }
    /// Queues a frame; nothing happens if the link is over.
    pub(crate) fn send(&self, link: LinkId, frame: Vec<u8>) -> Result<(), Unsendable> {
        match self.links.get(&link) {
            Some(Link { handle, up: true }) => handle.send(frame).map_err(|_| Unsendable),
            Some(Link { handle: _, up: false }) => Err(Unsendable),
            None => Ok(()),
        }
    }
    pub(crate) fn remove(&mut self, link: LinkId) -> Option<LinkHandle> {
        self.links.remove(&link).map(|link| link.handle)
    }
    pub(crate) fn len(&self) -> usize {
        self.links.values().filter(|link| link.up).count()
    }
}
