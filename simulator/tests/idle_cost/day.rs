//! One phone's day among those it needs: organizers of its events, and guests of its own.

use crate::cost::{Cost, Meter};
use corona_core::cascade::Policy;
use corona_core::contacts::Profile as Owner;
use corona_core::node::{Answer, Command, Effects, Node, PhoneConditions};
use corona_core::pump::{command, pump_witnessed, settle};
use corona_core::rules::Rules;
use corona_core::storage::DerivedStore;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::{Chance, Network, PhoneIndex, Profile};
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;
use std::sync::Arc;

/// The phone whose day it is.
const SUBJECT: usize = 0;

/// From the check-ins until the day begins: the ends of events are known by then.
const SETTLING: Span = Span::hours(8);

struct Phone {
    node: Node,
    store: DerivedStore,
    rng: ChaCha8Rng,
}

/// All phones, over Tor as it was measured, failures included.
pub(crate) struct Day {
    network: Network,
    now: Timestamp,
    phones: Vec<Phone>,
    meter: Meter,
}

impl Day {
    /// The subject hosts an event with so many guests and attends so many others, which are
    /// over by then and maintained.
    pub(crate) fn new(seed: u64, participations: u32, guests: u32) -> Self {
        let now = Timestamp::from_civil_date(2020, 4, 12).expect("a date");
        let count = 1 + participations + guests;
        let network = Network::new(Profile::tor(), Chance::new(seed), count);
        let mut day = Self { network, now, phones: Vec::new(), meter: Meter::default() };
        (0..count as usize).for_each(|who| day.add(seed, who));
        day.host(SUBJECT);
        let organizers = 1..1 + participations as usize;
        organizers.clone().for_each(|organizer| day.host(organizer));
        day.pass(Span::minutes(10));
        organizers.clone().for_each(|organizer| day.check_in(SUBJECT, organizer));
        (organizers.end..count as usize).for_each(|guest| day.check_in(guest, SUBJECT));
        for organizer in organizers {
            day.wish(organizer, Command::CloseEvent { event: 0 });
        }
        day.pass(SETTLING);
        day
    }

    /// What the day costs the subject, under these conditions.
    pub(crate) fn live(mut self, conditions: PhoneConditions) -> Cost {
        self.wish(SUBJECT, Command::Conditions(conditions));
        self.meter = Meter::default();
        self.pass(Span::DAY);
        self.meter.cost
    }

    fn add(&mut self, seed: u64, who: usize) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed << 32 | who as u64);
        let rules = Arc::new(Rules::with_policy(Policy::whitepaper()));
        let mut effects = Effects { names_only: true, ..Effects::default() };
        let owner = Owner { name: format!("Phone {who}"), avatar: None };
        let node = Node::create(rules, owner, self.now, &mut rng, &mut effects);
        let (mut store, mut updates) = (DerivedStore::default(), Vec::new());
        let mut port = self.network.port(who as PhoneIndex, self.now, Span::ZERO);
        settle(&mut effects, &mut port, &mut store, self.now, &mut updates).expect("in memory");
        self.phones.push(Phone { node, store, rng });
    }

    fn wish(&mut self, who: usize, wish: Command) -> Answer {
        let Phone { node, store, rng } = &mut self.phones[who];
        let mut port = self.network.port(who as PhoneIndex, self.now, Span::ZERO);
        let mut updates = Vec::new();
        command(node, wish, &mut port, store, self.now, rng, &mut updates).expect("possible")
    }

    fn host(&mut self, who: usize) {
        let name = format!("Event of {who}");
        self.wish(who, Command::CreateEvent { name, banner: None });
    }

    /// Tries until it is in: dials fail now and then.
    fn check_in(&mut self, who: usize, host: usize) {
        let is_joined = |phone: &Phone, event: u32| {
            phone.node.participation(event).is_some_and(|attended| attended.joined().is_some())
        };
        for _try in 0..20 {
            let Answer::Code(code) = self.wish(host, Command::ShowCode { event: 0 }) else {
                panic!("an open event shows codes");
            };
            let Answer::Joining(event) = self.wish(who, Command::CheckIn { code }) else {
                panic!("a check-in is begun");
            };
            self.pass(Span::minutes(4));
            if is_joined(&self.phones[who], event) {
                return;
            }
        }
        panic!("phone {who} does not get in");
    }

    /// Lets time pass, from one happening to the next.
    fn pass(&mut self, span: Span) {
        let until = self.now + span;
        (0..self.phones.len()).for_each(|who| self.run(who));
        loop {
            let wakes = self.phones.iter().enumerate();
            let due = wakes.map(|(who, phone)| (phone.node.next_wake(), who)).min();
            let (wake, who) = due.expect("there are phones");
            match self.network.next_due().filter(|flight| *flight <= wake) {
                Some(flight) if flight <= until => {
                    let (at, told) = self.network.advance().expect("something is due");
                    self.now = self.now.max(at);
                    if let Some(who) = told {
                        self.run(who as usize);
                    }
                }
                None if wake <= until => {
                    self.now = self.now.max(wake);
                    self.run(who);
                }
                Some(_) | None => break,
            }
        }
        self.now = until;
    }

    fn run(&mut self, who: usize) {
        let has_notices = self.network.has_notices(who as PhoneIndex);
        let Phone { node, store, rng } = &mut self.phones[who];
        let mut away = Meter::default();
        let meter = if who == SUBJECT { &mut self.meter } else { &mut away };
        meter.cost.by_network += u64::from(has_notices);
        meter.cost.wake_ups += u64::from(node.next_wake() <= self.now);
        let mut port = self.network.port(who as PhoneIndex, self.now, Span::ZERO);
        let mut updates = Vec::new();
        pump_witnessed(node, &mut port, store, self.now, rng, &mut updates, meter)
            .expect("a store in memory always has room");
    }
}
