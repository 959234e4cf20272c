//! Contacts' pictures, fetched from them and served to them.

use super::machine::Node;
use super::{Effects, Update};
use crate::blobs::{BlobHash, Fetch, Progress, chunk};
use crate::identity::Signatures;
use crate::transport::{LinkId, Request};
use crate::wire::{BlobChunk, ContactBody, ContactFrame, FetchBlob, encode};
use serde::{Deserialize, Serialize};

/// An avatar or banner under way; it survives its link, not the node.
#[derive(Serialize, Deserialize)]
pub(super) struct Fetching {
    pub(super) link: Option<LinkId>,
    fetch: Fetch,
}

impl Fetching {
    pub(super) fn new(hash: BlobHash) -> Self {
        Self::waiting(Fetch::new(hash))
    }
    /// Without a link for now.
    pub(super) fn waiting(fetch: Fetch) -> Self {
        Self { link: None, fetch }
    }
    pub(super) fn request(&self) -> FetchBlob {
        self.fetch.request()
    }
    pub(super) fn take(self, piece: &BlobChunk) -> Progress {
        self.fetch.take(piece)
    }
}

impl<S: Signatures> Node<S> {
    /// Asks for a contact's avatar if it isn't here, going on where a broken link left off.
    pub(super) fn fetch_avatar(&mut self, link: LinkId, number: u32, out: &mut Effects) {
        let avatar = self.book.get(number).and_then(|contact| contact.profile.avatar);
        let Some(hash) = avatar.filter(|hash| !self.shelf.holds(hash)) else {
            return;
        };
        let fetching = self.fetching.entry(number).or_insert_with(|| Fetching::new(hash));
        let stalled = fetching.link.is_none_or(|link| !self.connections.contains_key(&link));
        if stalled {
            fetching.link = Some(link);
            let body = ContactBody::Fetch(fetching.request());
            out.requests
                .push(Request::Send { link, frame: encode(&ContactFrame { body: Some(body) }) });
        }
    }

    pub(super) fn take_avatar(
        &mut self,
        link: LinkId,
        number: u32,
        piece: &BlobChunk,
        out: &mut Effects,
    ) {
        let asked = self.fetching.get(&number).is_some_and(|f| f.link == Some(link));
        let Some(fetching) = asked.then(|| self.fetching.remove(&number)).flatten() else {
            return;
        };
        match fetching.take(piece) {
            Progress::More(fetch) => {
                self.fetching.insert(number, Fetching::waiting(fetch));
                self.fetch_avatar(link, number, out);
            }
            Progress::Complete(bytes) => {
                self.keep_blob(bytes, out);
                out.updates.push(Update::ContactChanged { contact: number });
            }
            Progress::Refused => {}
        }
    }

    /// Serves the own avatar and nothing else: what other blobs are here is nobody's business.
    pub(super) fn serve_avatar(&self, link: LinkId, fetch: &FetchBlob, out: &mut Effects) {
        let own = self.person.profile.avatar.filter(|hash| hash.as_slice() == fetch.hash);
        let piece = chunk(own.and_then(|hash| self.shelf.get(&hash)), fetch.offset);
        let body = Some(ContactBody::Chunk(piece));
        out.requests.push(Request::Send { link, frame: encode(&ContactFrame { body }) });
    }
}
