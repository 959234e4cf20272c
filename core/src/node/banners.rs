//! Banners of events: fetched by guests on links they have anyway, served to guests alone.

use super::avatars::Fetching;
use super::connection::Purpose;
use super::machine::Node;
use super::{Effects, Update};
use crate::blobs::{BlobHash, Progress, chunk};
use crate::events::{Attended, Stage};
use crate::identity::Signatures;
use crate::time::Timestamp;
use crate::transport::{LinkId, Request};
use crate::wire::{
    EventAnswer, EventAnswerBody, FetchBlob, GuestRequest, GuestRequestBody, decode, encode,
};

impl<S: Signatures> Node<S> {
    /// Ends a link that has served its purpose, unless the banner is still to come over it.
    pub(super) fn part(&mut self, link: LinkId, event: u32, now: Timestamp, out: &mut Effects) {
        let Some(hash) = self.missing_banner(event) else {
            return self.hang_up(link, out);
        };
        let stalled = self
            .banners
            .get(&event)
            .and_then(|fetching| fetching.link)
            .is_none_or(|link| !self.connections.contains_key(&link));
        if !stalled {
            return self.hang_up(link, out);
        }
        let fetching = self.banners.entry(event).or_insert_with(|| Fetching::new(hash));
        fetching.link = Some(link);
        let body = Some(GuestRequestBody::Fetch(fetching.request()));
        out.requests.push(Request::Send { link, frame: encode(&GuestRequest { body }) });
        let deadline = now + self.rules.events.visit_deadline;
        self.set_deadline(link, Purpose::FetchBanner { event }, deadline);
    }

    fn missing_banner(&self, event: u32) -> Option<BlobHash> {
        let known = Attended::Live(self.joined.get(&event)?.participation()).joined()?;
        known.metadata.banner.as_deref().copied().filter(|hash| !self.shelf.holds(hash))
    }

    /// A piece of the banner has come.
    pub(super) fn take_banner(
        &mut self,
        link: LinkId,
        event: u32,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let answer = decode::<EventAnswer>(frame).ok().and_then(|answer| answer.body);
        let (Some(EventAnswerBody::Chunk(piece)), Some(fetching)) =
            (answer, self.banners.remove(&event))
        else {
            return self.hang_up(link, out);
        };
        match fetching.take(&piece) {
            Progress::More(fetch) => {
                self.banners.insert(event, Fetching::waiting(fetch));
                self.part(link, event, now, out);
            }
            Progress::Complete(bytes) => {
                self.hang_up(link, out);
                if self.missing_banner(event).is_some() {
                    self.keep_blob(bytes, out);
                    out.updates.push(Update::BannerFetched { event });
                }
            }
            // The next visit tries again.
            Progress::Refused => self.hang_up(link, out),
        }
    }

    /// Serves an event's banner to one of its guests, and no other blob.
    pub(super) fn serve_banner(
        &mut self,
        link: LinkId,
        event: u32,
        fetch: &FetchBlob,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let rules = &self.rules;
        let hosted = self.hosted.get(event).map(|hosted| &hosted.event);
        let Some(hosted) = hosted.filter(|h| h.stage(now, &rules.events) <= Stage::Maintained)
        else {
            return self.hang_up(link, out);
        };
        let banner = hosted.metadata().banner.as_ref().filter(|hash| hash.as_slice() == fetch.hash);
        let piece = chunk(banner.and_then(|hash| self.shelf.get(hash)), fetch.offset);
        let body = Some(EventAnswerBody::Chunk(piece));
        out.requests.push(Request::Send { link, frame: encode(&EventAnswer { body }) });
        if let Some(connection) = self.connections.get_mut(&link) {
            connection.deadline = now + rules.events.idle_limit;
        }
    }
}
