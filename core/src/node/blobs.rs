//! Pictures in and out of the store: kept while somebody or something shows them.

use super::Effects;
use super::machine::Node;
use super::records::encode;
use crate::blobs::{BlobHash, Shelf};
use crate::identity::Signatures;
use crate::storage::RecordKey;
use std::collections::BTreeSet;

impl<S: Signatures> Node<S> {
    /// Keeps and stores a blob, unless it is held already.
    pub(super) fn keep_blob(&mut self, bytes: Vec<u8>, out: &mut Effects) {
        let hash = Shelf::hash(&bytes);
        if let Some(number) = self.shelf.put(bytes) {
            let kept = self.shelf.get(&hash).unwrap_or_default();
            out.put(RecordKey::Blob(number), || encode(kept));
        }
    }

    /// Erases what nothing shows any more.
    pub(super) fn sweep_blobs(&mut self, out: &mut Effects) {
        if self.shelf.is_empty() {
            return;
        }
        let shown = self.shown_blobs();
        let dropped = self.shelf.sweep(&shown);
        dropped.into_iter().for_each(|number| out.erase(RecordKey::Blob(number)));
    }

    fn shown_blobs(&self) -> BTreeSet<BlobHash> {
        let contacts = self.book.iter().filter_map(|(_, contact)| contact.profile.avatar);
        let hosted = self.hosted.iter().map(|(_, hosted)| hosted.event.metadata());
        let joined = self.joined.known().map(|known| &known.metadata);
        let banners = hosted.chain(joined).filter_map(|metadata| metadata.banner.as_deref());
        let own = self.person.profile.avatar;
        own.into_iter().chain(contacts).chain(banners.copied()).collect()
    }
}
