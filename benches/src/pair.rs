//! An organizer and a guest, joined by queues instead of a network.
//!
//! Frames move at once and nothing is lost, so what is measured is one phone's step:
//! decoding, deciding, storing, encoding. Signatures are real.

use corona_core::contacts::Profile;
use corona_core::identity::VerifyingKey;
use corona_core::node::{Answer, Command, Effects, Node, Update};
use corona_core::pump::{command, pump, settle};
use corona_core::rules::Rules;
use corona_core::storage::MemoryStore;
use corona_core::time::Timestamp;
use corona_core::transport::{CloseReason, LinkId, Notice, Request, ServiceId, Transport};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use std::collections::VecDeque;
use std::sync::Arc;

pub(crate) const ORGANIZER: usize = 0;
pub(crate) const GUEST: usize = 1;

/// One end of a queue.
#[derive(Default)]
struct End {
    requests: Vec<Request>,
    notices: VecDeque<Notice>,
}

impl Transport for End {
    fn submit(&mut self, request: Request) {
        self.requests.push(request);
    }
    fn poll(&mut self) -> Option<Notice> {
        self.notices.pop_front()
    }
}

struct Side {
    node: Node,
    store: MemoryStore,
    end: End,
    rng: ChaCha8Rng,
}

/// Two phones that have met.
pub struct Pair {
    sides: [Side; 2],
    /// Services of events on the organizer's side.
    services: Vec<(ServiceId, VerifyingKey)>,
    /// Links under way: the guest's name and the organizer's.
    links: Vec<(LinkId, LinkId)>,
    accepted: u64,
    updates: Vec<Update>,
    now: Timestamp,
}

impl Pair {
    /// A guest checked in to the organizer's event.
    ///
    /// # Panics
    /// If the protocol does not get that far: then there is nothing to measure.
    #[must_use]
    pub fn at_an_event(rules: Rules) -> Self {
        let mut pair = Self::apart(rules);
        pair.meet();
        pair
    }

    /// Two phones that know nothing of each other.
    pub(crate) fn apart(rules: Rules) -> Self {
        let rules = Arc::new(rules);
        let now = Timestamp(1_600_000_000_000);
        let side = |seed| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let (mut effects, mut end, mut store) =
                (Effects::default(), End::default(), MemoryStore::default());
            let node = Node::create(rules.clone(), Profile::default(), now, &mut rng, &mut effects);
            settle(&mut effects, &mut end, &mut store, now, &mut Vec::new())
                .expect("a store in memory has room");
            Side { node, store, end, rng }
        };
        let mut pair = Self {
            sides: [side(1), side(2)],
            services: Vec::new(),
            links: Vec::new(),
            accepted: 0,
            updates: Vec::new(),
            now,
        };
        pair.deliver();
        pair
    }

    /// The organizer creates one more event, and the guest checks in to it; returns the
    /// organizer's number for it.
    pub(crate) fn meet(&mut self) -> u32 {
        let created = Command::CreateEvent { name: "Bench".to_owned(), banner: None };
        let Answer::Hosted(event) = self.command(ORGANIZER, created) else {
            panic!("an event can be created");
        };
        let Answer::Code(code) = self.command(ORGANIZER, Command::ShowCode { event }) else {
            panic!("an open event shows codes");
        };
        self.updates.clear();
        self.command(GUEST, Command::CheckIn { code });
        let admitted = self.updates.iter().any(|u| matches!(u, Update::CheckedIn { .. }));
        assert!(admitted, "{:?}", self.updates);
        event
    }

    pub(crate) fn command(&mut self, side: usize, wish: Command) -> Answer {
        let Side { node, store, end, rng } = &mut self.sides[side];
        let answer = command(node, wish, end, store, self.now, rng, &mut self.updates)
            .expect("the bench asks for nothing refused");
        self.deliver();
        answer
    }

    /// Runs both sides until neither has anything to say.
    fn deliver(&mut self) {
        loop {
            let mut moved = false;
            for side in [GUEST, ORGANIZER] {
                let Side { node, store, end, rng } = &mut self.sides[side];
                pump(node, end, store, self.now, rng, &mut self.updates)
                    .expect("a store in memory has room");
                let requests = std::mem::take(&mut self.sides[side].end.requests);
                moved |= !requests.is_empty();
                requests.into_iter().for_each(|request| self.carry(side, request));
            }
            if !moved {
                return;
            }
        }
    }

    fn carry(&mut self, from: usize, request: Request) {
        match request {
            Request::Publish { service, keys, .. } if from == ORGANIZER && service.0 >> 32 != 0 => {
                self.services.push((service, keys.prove.public()));
            }
            Request::Publish { .. } | Request::Retire { .. } => {}
            Request::Dial { link, prove, expect, .. } => {
                let hosted = self.services.iter().find(|(_, host)| *host == expect);
                let (service, _) = *hosted.expect("the guest dials events of its organizer");
                self.accepted += 1;
                let accepted = LinkId::accepted(self.accepted);
                self.links.push((link, accepted));
                let peer = prove.public();
                self.sides[GUEST].end.notices.push_back(Notice::Opened { link });
                let notice = Notice::Accepted { link: accepted, service, peer };
                self.sides[ORGANIZER].end.notices.push_back(notice);
            }
            Request::Send { frame, link } => {
                if let Some((_, link)) = self.across(from, link) {
                    self.sides[1 - from].end.notices.push_back(Notice::Frame { link, frame });
                }
            }
            Request::Close { link } => {
                if let Some((at, link)) = self.across(from, link) {
                    self.links.swap_remove(at);
                    let notice = Notice::Closed { link, reason: CloseReason::ByPeer };
                    self.sides[1 - from].end.notices.push_back(notice);
                }
            }
        }
    }

    /// Where a link is listed, and the other side's name for it.
    fn across(&self, from: usize, link: LinkId) -> Option<(usize, LinkId)> {
        self.links.iter().enumerate().find_map(|(at, (dialled, accepted))| match from {
            GUEST => (*dialled == link).then_some((at, *accepted)),
            _ => (*accepted == link).then_some((at, *dialled)),
        })
    }

    /// The guest's next poll, there and back; returns bytes for the optimizer to keep.
    pub fn poll(&mut self) -> usize {
        self.now = self.sides[GUEST].node.next_wake().max(self.now);
        self.updates.clear();
        self.deliver();
        self.updates.len()
    }

    /// Lets time pass until `then`, with every poll on the way.
    pub(crate) fn pass(&mut self, then: Timestamp) {
        while self.sides[GUEST].node.next_wake() <= then {
            self.poll();
        }
        self.now = then;
        self.deliver();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Lets the guest decide anew without storing or sending what it decides.
    pub(crate) fn decide(&mut self, wish: Command, effects: &mut Effects) {
        let Side { node, rng, .. } = &mut self.sides[GUEST];
        node.command(wish, self.now, rng, effects).expect("the bench asks for nothing refused");
    }

    pub(crate) fn guest(&self) -> &Node {
        &self.sides[GUEST].node
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::cascade::Policy;

    #[test]
    fn polls_go_there_and_back() {
        let mut pair = Pair::at_an_event(Rules::with_policy(Policy::whitepaper()));
        let before = pair.accepted;
        (0..20).for_each(|_| {
            pair.poll();
        });
        assert!(pair.accepted >= before + 10, "{} dials", pair.accepted - before);
    }
}
