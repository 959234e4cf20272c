//! The network between phones: services, links, a clock, and what can go wrong.

use super::disk::{Disk, PowerCut};
use super::phone::{Phone, Port};
use corona_core::contacts::Profile;
use corona_core::identity::{Address, VerifyingKey};
use corona_core::node::{Answer, Command, CommandError, Effects, Node, Update};
use corona_core::pump::{self, Failure};
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_core::transport::{CloseReason, LinkId, Notice, Request, ServiceId};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stands for whoever speaks without a node: somebody who doesn't follow the protocol.
pub(crate) const PUPPET: usize = usize::MAX;

/// Who hosts an address, as which service, proving what.
struct Hosting {
    phone: usize,
    service: ServiceId,
    proves: VerifyingKey,
}

/// One dial, as the network saw it.
#[derive(Clone, Copy)]
pub(crate) struct Dialled {
    pub(crate) at: Timestamp,
    pub(crate) from: usize,
    pub(crate) address: Address,
    pub(crate) proves: VerifyingKey,
    pub(crate) answered: bool,
}

/// One frame, as the recipient's transport delivered it.
pub(crate) struct Delivered {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) address: Address,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) struct World {
    pub(crate) now: Timestamp,
    pub(crate) rules: Arc<Rules>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) dials: Vec<Dialled>,
    pub(crate) frames: Vec<Delivered>,
    pub(crate) crashes: u32,
    services: BTreeMap<Address, Hosting>,
    /// Each end of an open link, with its other end and the address that was dialled.
    links: BTreeMap<(usize, LinkId), (usize, LinkId, Address)>,
    next_accepted: u64,
    next_puppet: u64,
    puppet_inbox: Vec<Notice>,
    /// Frames that `phone` may still send before the network breaks the link of the next.
    cut: Option<(usize, u32)>,
}

impl World {
    pub(crate) fn new(rules: Rules) -> Self {
        Self {
            now: Timestamp::from_civil_date(2020, 4, 16).expect("a day"),
            rules: Arc::new(rules),
            phones: Vec::new(),
            dials: Vec::new(),
            frames: Vec::new(),
            crashes: 0,
            services: BTreeMap::new(),
            links: BTreeMap::new(),
            next_accepted: 0,
            next_puppet: 0,
            puppet_inbox: Vec::new(),
            cut: None,
        }
    }

    /// A world of people, online.
    pub(crate) fn of(rules: Rules, names: &[&str]) -> Self {
        let mut world = Self::new(rules);
        names.iter().for_each(|name| world.add(name));
        world
    }

    pub(crate) fn add(&mut self, name: &str) {
        let seed = self.phones.len() as u64;
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let (mut port, mut disk, mut updates) = (Port::default(), Disk::default(), Vec::new());
        let mut effects = Effects::default();
        let profile = Profile { name: name.to_owned(), avatar: None };
        let node = Node::create(self.rules.clone(), profile, self.now, &mut rng, &mut effects);
        pump::settle(&mut effects, &mut port, &mut disk, self.now, &mut updates)
            .expect("a fresh disk takes everything");
        let online = true;
        self.phones.push(Phone { node, disk, port, rng, online, updates, woken_for_nothing: 0 });
        self.settle();
    }

    pub(crate) fn node(&self, who: usize) -> &Node {
        &self.phones[who].node
    }

    /// What `who` was shown since the last call.
    pub(crate) fn updates(&mut self, who: usize) -> Vec<Update> {
        std::mem::take(&mut self.phones[who].updates)
    }

    /// Carries out a command and lets the network come to rest.
    pub(crate) fn command(&mut self, who: usize, command: Command) -> Result<Answer, CommandError> {
        let answer = self.try_command(who, command);
        self.settle();
        match answer {
            Ok(answer) => Ok(answer),
            Err(Failure::Command(error)) => Err(error),
            Err(Failure::Store(error)) => panic!("only crash stories lose power: {error}"),
        }
    }

    /// The same, for phones that may lose power; the network is left as it is.
    pub(crate) fn try_command(&mut self, who: usize, command: Command) -> Result<Answer, Failure> {
        let now = self.now;
        let answer = self.phones[who].command(command, now);
        if let Err(Failure::Store(_)) = answer {
            self.crash(who);
        }
        answer
    }

    pub(crate) fn set_online(&mut self, who: usize, online: bool) {
        self.phones[who].online = online;
        if !online {
            self.break_links(who);
        }
        self.settle();
    }

    /// Power off and on again: all that is not on the disk is gone.
    pub(crate) fn crash(&mut self, who: usize) {
        self.crashes += 1;
        self.break_links(who);
        self.services.retain(|_, hosting| hosting.phone != who);
        let (rules, now) = (self.rules.clone(), self.now);
        while !self.phones[who].restart(&rules, now) {}
    }

    /// `who` loses power at its `commits`-th commit from now (0 is the next).
    pub(crate) fn cut_power(&mut self, who: usize, commits: u64, cut: PowerCut) {
        self.phones[who].disk.fuse = Some((commits, cut));
    }

    /// The network breaks a link instead of delivering frame number `frames` (0 is the next)
    /// that `who` sends.
    pub(crate) fn cut_frame(&mut self, who: usize, frames: u32) {
        self.cut = Some((who, frames));
    }

    fn break_links(&mut self, who: usize) {
        let ends: Vec<(usize, LinkId)> =
            self.links.keys().filter(|(phone, _)| *phone == who).copied().collect();
        ends.into_iter().for_each(|end| self.break_link(end));
    }

    fn break_link(&mut self, end: (usize, LinkId)) {
        if let Some((peer, link, _)) = self.links.remove(&end) {
            self.links.remove(&(peer, link));
            let reason = CloseReason::Broken;
            self.tell(end.0, Notice::Closed { link: end.1, reason });
            self.tell(peer, Notice::Closed { link, reason });
        }
    }

    fn tell(&mut self, who: usize, notice: Notice) {
        match self.phones.get_mut(who) {
            Some(phone) => phone.port.inbox.push_back(notice),
            None => self.puppet_inbox.push(notice),
        }
    }

    /// Lets everything happen that can happen now.
    pub(crate) fn settle(&mut self) {
        for _round in 0..10_000 {
            let mut idle = true;
            for who in 0..self.phones.len() {
                let now = self.now;
                if self.phones[who].pump(now).is_err() {
                    self.crash(who);
                }
                while let Some(request) = self.phones[who].port.outbox.pop_front() {
                    idle = false;
                    self.route(who, request);
                }
            }
            if idle && self.phones.iter().all(|phone| phone.port.inbox.is_empty()) {
                return;
            }
        }
        panic!("the phones never come to rest at {}", self.now);
    }

    /// Lets time pass.
    pub(crate) fn run_for(&mut self, span: Span) {
        let end = self.now + span;
        self.settle();
        loop {
            let next = self.phones.iter().map(|p| p.node.next_wake()).min();
            match next.filter(|at| *at <= end) {
                Some(at) => {
                    self.now = at;
                    self.settle();
                }
                None => break,
            }
        }
        self.now = end;
    }

    fn route(&mut self, from: usize, request: Request) {
        match request {
            Request::Publish { service, keys, .. } => {
                let proves = keys.prove.public();
                let hosting = Hosting { phone: from, service, proves };
                self.services.insert(keys.discovery.public(), hosting);
                self.tell(from, Notice::Published { service });
            }
            Request::Retire { service } => {
                self.services.retain(|_, h| h.phone != from || h.service != service);
            }
            Request::Dial { link, address, expect, prove, .. } => {
                self.dial(from, link, address, expect, prove.public());
            }
            Request::Send { link, frame } => self.deliver(from, link, frame),
            Request::Close { link } => {
                if let Some((peer, link, _)) = self.links.remove(&(from, link)) {
                    self.links.remove(&(peer, link));
                    self.tell(peer, Notice::Closed { link, reason: CloseReason::ByPeer });
                }
            }
        }
    }

    fn dial(
        &mut self,
        from: usize,
        link: LinkId,
        address: Address,
        expect: VerifyingKey,
        proves: VerifyingKey,
    ) {
        let host = self
            .services
            .get(&address)
            .filter(|host| self.is_online(host.phone) && self.is_online(from))
            .map(|host| (host.phone, host.service, host.proves));
        let answered = host.is_some();
        self.dials.push(Dialled { at: self.now, from, address, proves, answered });
        match host {
            None => {
                self.tell(from, Notice::Closed { link, reason: CloseReason::Unreachable });
            }
            Some((_, _, proven)) if proven != expect => {
                self.tell(from, Notice::Closed { link, reason: CloseReason::WrongPeer });
            }
            Some((phone, service, _)) => {
                self.next_accepted += 1;
                let accepted = LinkId::accepted(self.next_accepted);
                self.links.insert((from, link), (phone, accepted, address));
                self.links.insert((phone, accepted), (from, link, address));
                self.tell(phone, Notice::Accepted { link: accepted, service, peer: proves });
                self.tell(from, Notice::Opened { link });
            }
        }
    }

    fn is_online(&self, who: usize) -> bool {
        self.phones.get(who).is_none_or(|phone| phone.online)
    }

    /// Dials without a node; the link, unless the host hung up at once.
    pub(crate) fn puppet_dial(
        &mut self,
        address: Address,
        expect: VerifyingKey,
        proves: VerifyingKey,
    ) -> Option<LinkId> {
        self.next_puppet += 1;
        let link = LinkId::dialled(self.next_puppet);
        self.dial(PUPPET, link, address, expect, proves);
        self.settle();
        self.links.contains_key(&(PUPPET, link)).then_some(link)
    }

    /// Says something without a node; the frames that came back.
    pub(crate) fn puppet_send(&mut self, link: LinkId, frame: Vec<u8>) -> Vec<Vec<u8>> {
        self.puppet_inbox.clear();
        self.deliver(PUPPET, link, frame);
        self.settle();
        let notices = self.puppet_inbox.drain(..);
        notices
            .filter_map(
                |notice| {
                    if let Notice::Frame { frame, .. } = notice { Some(frame) } else { None }
                },
            )
            .collect()
    }

    fn deliver(&mut self, from: usize, link: LinkId, frame: Vec<u8>) {
        let Some((to, peer_link, address)) = self.links.get(&(from, link)).copied() else {
            return;
        };
        match self.cut {
            Some((who, 0)) if who == from => {
                self.cut = None;
                return self.break_link((from, link));
            }
            Some((who, left)) if who == from => self.cut = Some((who, left - 1)),
            Some(_) | None => {}
        }
        self.frames.push(Delivered { from, to, address, bytes: frame.clone() });
        self.tell(to, Notice::Frame { link: peer_link, frame });
    }

    /// How many services `who` has published.
    pub(crate) fn services_of(&self, who: usize) -> usize {
        self.services.values().filter(|hosting| hosting.phone == who).count()
    }

    /// How many links are open.
    pub(crate) fn open_links(&self) -> usize {
        self.links.len() / 2
    }

    /// Whether `who` can be dialled at `address`.
    pub(crate) fn is_reachable(&self, who: usize, address: &Address) -> bool {
        self.services.get(address).is_some_and(|hosting| hosting.phone == who)
    }
}
