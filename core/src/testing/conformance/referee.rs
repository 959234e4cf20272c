//! Sees every request and notice of a rig and holds them against the contract.
//!
//! The [`Referee`] knows the life of every link at every end and decides whether a
//! notice may come now, so each law is tested while the standing ones are watched:
//! ids are fresh, nothing follows the end of a link, frames come over open links only.

use super::rig::Rig;
use crate::identity::{
    AccessKey, AccessSecret, Address, AuthKey, DiscoverySecret, IdentitySecret, ServiceKeys,
    VerifyingKey,
};
use crate::time::Span;
use crate::transport::{Audience, CloseReason, LinkId, Notice, Request, ServiceId};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const ENDS: usize = 3;
const STEP: Span = Span(20);
/// A rig may fail dials by bad luck; so many in a row are none.
const DIALS: usize = 12;

/// How one end sees a link.
#[derive(Debug, Default)]
pub(super) struct Life {
    pub(super) up: bool,
    pub(super) accepted: Option<(ServiceId, VerifyingKey)>,
    pub(super) frames: Vec<Vec<u8>>,
    pub(super) over: Option<Over>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Over {
    ByUs,
    Told(CloseReason),
}

/// A service as the one who published it knows it.
#[derive(Clone)]
pub(super) struct Hosted {
    pub(super) end: usize,
    pub(super) service: ServiceId,
    pub(super) keys: ServiceKeys,
    pub(super) audience: Audience,
}

impl Hosted {
    pub(super) fn address(&self) -> Address {
        self.keys.discovery.public()
    }
    pub(super) fn proves(&self) -> VerifyingKey {
        self.keys.prove.public()
    }
}

/// A link that is up, as each of its ends calls it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) dialler: (usize, LinkId),
    pub(super) host: (usize, LinkId),
}

#[derive(Debug, Default)]
struct Log {
    links: BTreeMap<LinkId, Life>,
    /// Whether each service that is not retired has been published.
    services: BTreeMap<ServiceId, bool>,
}

pub(super) struct Referee<R> {
    rig: R,
    logs: [Log; ENDS],
    dials: u64,
    /// What each end dials with.
    access: [AccessSecret; ENDS],
}

impl<R: Rig> Referee<R> {
    pub(super) fn new(mut rig: R) -> Self {
        // Derived as a person's: X25519 ignores some bits of what it is given raw.
        let access = std::array::from_fn(|_| {
            AccessSecret::of(&IdentitySecret::from_seed(Zeroizing::new(rig.fresh_seed())))
        });
        Self { rig, logs: Default::default(), dials: 0, access }
    }

    // What laws do.

    pub(super) fn fresh_key(&mut self) -> AuthKey {
        IdentitySecret::from_seed(Zeroizing::new(self.rig.fresh_seed())).erase_role()
    }
    pub(super) fn fresh_service(&mut self) -> ServiceKeys {
        let discovery = DiscoverySecret::from_seed(Zeroizing::new(self.rig.fresh_seed()));
        ServiceKeys { discovery, prove: self.fresh_key() }
    }
    /// Publishes a service under fresh keys and waits until it is.
    pub(super) fn host(&mut self, end: usize, service: u64) -> Hosted {
        let keys = self.fresh_service();
        let audience = Audience::Everybody;
        self.publish(Hosted { end, service: ServiceId(service), keys, audience })
    }
    /// Publishes a service and waits until it is.
    pub(super) fn publish(&mut self, hosted: Hosted) -> Hosted {
        let (end, service, keys) = (hosted.end, hosted.service, hosted.keys.clone());
        self.logs[end].services.insert(service, false);
        let audience = hosted.audience.clone();
        self.submit(end, Request::Publish { service, keys, audience });
        let published =
            self.wait(|referee| referee.logs[end].services.get(&service) == Some(&true));
        assert!(published, "a service was not published within the rig's patience");
        hosted
    }
    pub(super) fn retire(&mut self, hosted: &Hosted) {
        self.logs[hosted.end].services.remove(&hosted.service);
        self.submit(hosted.end, Request::Retire { service: hosted.service });
    }
    /// Dials with the rig's patience as the deadline.
    pub(super) fn dial(&mut self, end: usize, to: &Hosted, prove: AuthKey) -> LinkId {
        let patience = self.rig.patience();
        self.dial_within(end, to.address(), to.proves(), prove, patience)
    }
    pub(super) fn dial_within(
        &mut self,
        end: usize,
        address: Address,
        expect: VerifyingKey,
        prove: AuthKey,
        limit: Span,
    ) -> LinkId {
        self.dials += 1;
        let link = LinkId::dialled(self.dials);
        let deadline = self.rig.now(end) + limit;
        self.logs[end].links.insert(link, Life::default());
        let access = Some(self.access[end].clone());
        self.submit(end, Request::Dial { link, address, expect, prove, access, deadline });
        link
    }
    /// Dials until a link is up at both ends.
    pub(super) fn connect(&mut self, end: usize, to: &Hosted) -> Pair {
        for _ in 0..DIALS {
            let prove = self.fresh_key();
            let peer = prove.public();
            let link = self.dial(end, to, prove);
            if let Some(pair) = self.settle((end, link), to, peer) {
                return pair;
            }
        }
        panic!("none of {DIALS} dials to a published service gave a link")
    }
    /// Waits until a dial has given a link at both ends, or failed by bad luck.
    pub(super) fn settle(
        &mut self,
        dialler: (usize, LinkId),
        to: &Hosted,
        peer: VerifyingKey,
    ) -> Option<Pair> {
        let over = |referee: &Self| referee.over(dialler);
        self.wait(|referee| {
            over(referee).is_some()
                || referee.life(dialler).up && referee.accepted_from(to.end, peer).is_some()
        });
        match over(self) {
            None => {}
            Some(Over::Told(
                CloseReason::Unreachable | CloseReason::TimedOut | CloseReason::Broken,
            )) => return None,
            Some(
                ended @ (Over::ByUs | Over::Told(CloseReason::ByPeer | CloseReason::WrongPeer)),
            ) => {
                panic!("a link to a willing host ended with {ended:?}")
            }
        }
        assert!(self.life(dialler).up, "a dial neither opened nor ended");
        let host = self.accepted_from(to.end, peer);
        let host = host.expect("an opened link was never announced to its host");
        Some(Pair { dialler, host: (to.end, host) })
    }
    /// Whether dialling the service ever opens a link. Bad luck may hide a host that is
    /// there, so it takes several dials in vain to say no.
    pub(super) fn can_reach(&mut self, end: usize, to: &Hosted) -> bool {
        (0..self.rig.dials_to_be_sure()).any(|_| {
            let prove = self.fresh_key();
            let link = (end, self.dial(end, to, prove));
            self.wait(|referee| referee.life(link).up || referee.over(link).is_some());
            match self.over(link) {
                Some(Over::Told(CloseReason::Unreachable | CloseReason::TimedOut)) => false,
                None if self.life(link).up => true,
                other => panic!("a dial to a service that may be gone came to {other:?}"),
            }
        })
    }
    pub(super) fn send(&mut self, (end, link): (usize, LinkId), frame: Vec<u8>) {
        self.submit(end, Request::Send { link, frame });
    }
    pub(super) fn close(&mut self, (end, link): (usize, LinkId)) {
        if let Some(life) = self.logs[end].links.get_mut(&link) {
            life.over.get_or_insert(Over::ByUs);
        }
        self.submit(end, Request::Close { link });
    }

    /// Changes the audience of a service that goes on.
    pub(super) fn reannounce(&mut self, hosted: &Hosted, audience: Audience) {
        let (service, keys) = (hosted.service, hosted.keys.clone());
        self.submit(hosted.end, Request::Publish { service, keys, audience });
    }
    /// By which an end reads descriptors.
    pub(super) fn access_of(&self, end: usize) -> AccessKey {
        self.access[end].public()
    }

    // What laws see.

    pub(super) fn life(&self, (end, link): (usize, LinkId)) -> &Life {
        &self.logs[end].links[&link]
    }
    pub(super) fn over(&self, link: (usize, LinkId)) -> Option<Over> {
        self.life(link).over
    }
    /// The link over which an end accepted whoever proves `peer`.
    pub(super) fn accepted_from(&self, end: usize, peer: VerifyingKey) -> Option<LinkId> {
        let from = |life: &Life| life.accepted.is_some_and(|(_, proven)| proven == peer);
        self.logs[end].links.iter().find(|(_, life)| from(life)).map(|(link, _)| *link)
    }
    /// The service for which the host of a link accepted it.
    pub(super) fn accepted_by(&self, pair: Pair) -> Option<ServiceId> {
        self.life(pair.host).accepted.map(|(service, _)| service)
    }
    pub(super) fn rig(&self) -> &R {
        &self.rig
    }
    /// Lets time pass until something is so; false if it is not within the rig's patience.
    pub(super) fn wait(&mut self, so: impl Fn(&Self) -> bool) -> bool {
        let mut left = self.rig.patience() + self.rig.quiet();
        loop {
            self.hear();
            if so(self) {
                return true;
            }
            if left <= Span::ZERO {
                return false;
            }
            self.rig.pass(STEP);
            left = left - STEP;
        }
    }
    /// Lets as much time pass as anything that was sent could need.
    pub(super) fn rest(&mut self) {
        let mut left = self.rig.quiet();
        while left > Span::ZERO {
            self.hear();
            self.rig.pass(STEP);
            left = left - STEP;
        }
        self.hear();
    }

    /// The same, but no end polls.
    pub(super) fn rest_unheard(&mut self) {
        let quiet = self.rig.quiet();
        self.rig.pass(quiet);
    }

    // What holds always.

    fn submit(&mut self, end: usize, request: Request) {
        self.rig.with(end, |transport| transport.submit(request));
    }
    fn hear(&mut self) {
        for end in 0..ENDS {
            while let Some(notice) = self.rig.with(end, |transport| transport.poll()) {
                self.logs[end].note(notice);
            }
        }
    }
}

impl Log {
    fn note(&mut self, notice: Notice) {
        match notice {
            Notice::Published { service } => {
                let published = self.services.get_mut(&service);
                *published.expect("a service that is not hosted was published") = true;
            }
            Notice::Opened { link } => {
                let life = self.living(link);
                assert!(!life.up && !link.is_accepted(), "a link opened that was no dial");
                life.up = true;
            }
            Notice::Accepted { link, service, peer } => {
                assert!(link.is_accepted(), "an accepted link has an id of a dialled one");
                let accepted = Some((service, peer));
                let life = Life { up: true, accepted, ..Life::default() };
                let before = self.links.insert(link, life);
                assert!(before.is_none(), "an accepted link has the id of an earlier one");
            }
            Notice::Frame { link, frame } => {
                let life = self.living(link);
                assert!(life.up, "a frame came before its link was up");
                life.frames.push(frame);
            }
            Notice::Closed { link, reason } => {
                self.living(link).over = Some(Over::Told(reason));
            }
            Notice::Condition(_) => {}
        }
    }
    fn living(&mut self, link: LinkId) -> &mut Life {
        let life = self.links.get_mut(&link).expect("a notice about a link nobody has");
        assert_eq!(life.over, None, "a link appeared again after its end");
        life
    }
}
