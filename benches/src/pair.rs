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
use corona_core::transport::{LinkId, Notice, Request, ServiceId, Transport};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use std::collections::VecDeque;
use std::sync::Arc;

const ORGANIZER: usize = 0;
const GUEST: usize = 1;

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
    /// The event's service on the organizer's side.
    service: Option<(ServiceId, VerifyingKey)>,
    /// The guest's link and the organizer's name for it.
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
            service: None,
            accepted: 0,
            updates: Vec::new(),
            now,
        };
        pair.deliver();
        let created = Command::CreateEvent { name: "Bench".to_owned(), banner: None };
        let Answer::Hosted(event) = pair.command(ORGANIZER, created) else {
            panic!("an event can be created");
        };
        let Answer::Code(code) = pair.command(ORGANIZER, Command::ShowCode { event }) else {
            panic!("an open event shows codes");
        };
        pair.command(GUEST, Command::CheckIn { code });
        assert!(pair.updates.contains(&Update::CheckedIn { event: 0 }), "{:?}", pair.updates);
        pair
    }

    fn command(&mut self, side: usize, wish: Command) -> Answer {
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
        let across = LinkId::accepted(self.accepted);
        match request {
            Request::Publish { service, keys, .. } if from == ORGANIZER && service.0 >> 32 != 0 => {
                self.service = Some((service, keys.prove.public()));
            }
            Request::Publish { .. } | Request::Retire { .. } => {}
            Request::Dial { link, prove, expect, .. } => {
                let Some((service, host)) = self.service else { return };
                assert!(expect == host, "the guest expects its event");
                self.accepted += 1;
                let accepted = LinkId::accepted(self.accepted);
                let peer = prove.public();
                self.sides[GUEST].end.notices.push_back(Notice::Opened { link });
                let notice = Notice::Accepted { link: accepted, service, peer };
                self.sides[ORGANIZER].end.notices.push_back(notice);
            }
            Request::Send { frame, .. } if from == GUEST => {
                let notice = Notice::Frame { link: across, frame };
                self.sides[ORGANIZER].end.notices.push_back(notice);
            }
            Request::Send { frame, link } => {
                let _ = link;
                let dialled = self.guest_link();
                self.sides[GUEST].end.notices.push_back(Notice::Frame { link: dialled, frame });
            }
            Request::Close { .. } if from == GUEST => {
                let reason = corona_core::transport::CloseReason::ByPeer;
                let notice = Notice::Closed { link: across, reason };
                self.sides[ORGANIZER].end.notices.push_back(notice);
            }
            Request::Close { .. } => {}
        }
    }

    /// Nodes number the links they dial from their start on; the pair dials one at a time.
    fn guest_link(&self) -> LinkId {
        LinkId::dialled((1_600_000_000_000_u64 << 10) + self.accepted)
    }

    /// The guest's next poll, there and back; returns bytes for the optimizer to keep.
    pub fn poll(&mut self) -> usize {
        self.now = self.sides[GUEST].node.next_wake().max(self.now);
        self.updates.clear();
        self.deliver();
        self.updates.len()
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
