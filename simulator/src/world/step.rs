//! The world's loop: the next delivery or occurrence, the phone it concerns, what follows.
//!
//! It owns time. Network and agenda are drained in order of time, deliveries first at
//! equal times; every phone that something happened to is pumped by its own clock.

use super::epidemic::outbreak_of;
use super::lineage::Lineage;
use super::meetings::{Meeting, Meetings};
use super::observer::{NodesRecord, Observer};
use super::occurrence::Occurrence;
use super::phone::{Phone, PhoneLuck};
use super::polls::Unseen;
use super::setup::WorldSetup;
use super::story::{Story, StoryLine};
use crate::chance::{Chance, Purpose};
use crate::epidemic::Outbreak;
use crate::population::PersonIndex;
use crate::results::RunRecord;
use corona_core::contacts::Profile;
use corona_core::identity::{Ed25519, Signatures};
use corona_core::node::{Answer, Command, CommandError, Effects, Node, Update};
use corona_core::pump::{Failure, command, pump, settle};
use corona_core::storage::{Change, Store, StoreError};
use corona_core::time::{Span, Timestamp};
use corona_core::transport::{Notice, Request, Transport};
use corona_transport_sim::{Agenda, Network};
use std::cell::Cell;
use std::sync::Arc;

/// Occurrences of one time come in this order: what phones do, then what people do, who
/// begin with their gatherings. What phones do is ranked by person: when it was planned
/// depends on which polls are simulated, what happens must not.
pub(super) const RESTARTS: u8 = 0;
pub(super) const DOZES: u8 = 1;
pub(super) const STIRS: u8 = 2;
pub(super) const WAKES: u8 = 3;
pub(super) const GATHERINGS: u8 = 4;
pub(super) const PEOPLE: u8 = 5;
/// After everything else of its instant.
pub(super) const LAST: u8 = 9;

/// A wake-up this much before anything is due is moved, not waited for.
const TOO_EARLY: Span = Span::minutes(2);

/// A running world, whose phones' keys are of scheme `S`.
pub struct World<S: Signatures = Ed25519> {
    pub(super) setup: Arc<WorldSetup>,
    pub(super) chance: Chance,
    pub(super) now: Timestamp,
    pub(super) network: Network,
    pub(super) agenda: Agenda<Occurrence>,
    pub(super) phones: Vec<Phone<S>>,
    pub(super) meetings: Meetings,
    pub(super) observer: Observer,
    pub(super) lineage: Lineage,
    pub(super) story: Story,
    /// The epidemic among its people, if there is one.
    pub(super) outbreak: Option<Outbreak>,
    pub(super) unseen: Unseen,
    pub(super) asleep: bool,
    /// After the end: nobody falls ill, no phone fails, everybody is reachable.
    pub(super) calm: bool,
    pub(super) updates: Vec<Update>,
}

impl World {
    /// A world at its first instant, with the protocol's own signatures.
    #[must_use]
    pub fn new(setup: Arc<WorldSetup>) -> Self {
        Self::with_signatures(setup)
    }
}

impl<S: Signatures> World<S> {
    /// A world at its first instant: phones exist and are being published.
    #[must_use]
    pub fn with_signatures(setup: Arc<WorldSetup>) -> Self {
        let chance = Chance::new(setup.seed);
        let people = setup.population.people.len();
        let network = Network::new(setup.network, chance, people as u32).with_queue(setup.queue);
        let mut world = Self {
            chance,
            now: setup.start,
            network,
            agenda: Agenda::with_queue(setup.queue),
            phones: Vec::with_capacity(people),
            meetings: Meetings::new(setup.population.gatherings.len()),
            observer: Observer::new(&setup),
            lineage: Lineage::default(),
            story: Story::default(),
            outbreak: outbreak_of(&setup),
            unseen: Unseen::new(&setup),
            asleep: false,
            calm: false,
            updates: Vec::new(),
            setup,
        };
        (0..people as u32).for_each(|person| world.add_phone(person));
        world.plan_meeting(0);
        world.plan_people();
        world.plan_faults();
        world.agenda.push(world.now + Span::DAY, LAST, Occurrence::EndDay);
        world
    }

    /// Hands every line of the story on as it happens.
    pub fn tell(&mut self, listener: impl FnMut(&StoryLine) + 'static) {
        self.story.listen(Box::new(listener));
    }

    /// World time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }
    /// What it was made from.
    #[must_use]
    pub fn setup(&self) -> &WorldSetup {
        &self.setup
    }
    /// Everybody's phone, by person.
    #[must_use]
    pub fn phones(&self) -> &[Phone<S>] {
        &self.phones
    }
    /// What became of each gathering.
    #[must_use]
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings.list
    }
    /// What was observed so far.
    #[must_use]
    pub fn record(&self) -> RunRecord {
        self.observer.record(self, NodesRecord::of(self))
    }
    /// As [`record`](Self::record), of a world that has ended: results are made where its
    /// phones were, and don't raise what a run of millions takes at its peak.
    #[must_use]
    pub fn into_record(mut self) -> RunRecord {
        let nodes = NodesRecord::of(&self);
        for phone in &mut self.phones {
            phone.let_go();
        }
        self.observer.record(&self, nodes)
    }

    /// Dials begun by all phones so far.
    #[must_use]
    pub fn dials(&self) -> u64 {
        (0..self.phones.len() as u32).map(|person| self.dials_of(person)).sum()
    }
    /// Dials begun by one phone so far.
    #[must_use]
    pub fn dials_of(&self, person: PersonIndex) -> u64 {
        self.network.traffic_of(person).dials
    }

    /// Lives until `until`, inclusive.
    pub fn run_until(&mut self, until: Timestamp) {
        loop {
            let delivery = self.network.next_due();
            let occurrence = self.agenda.peek_time();
            // At equal times bodies come first: what phones do then can't change it.
            let earliest = [delivery, occurrence, Some(until)].into_iter().flatten().min();
            if self.outbreak_due().is_some_and(|due| Some(due) <= earliest) {
                self.observer.occurrences += 1;
                self.live_outbreak();
                continue;
            }
            let delivery_first = match (delivery, occurrence) {
                (Some(delivery), Some(occurrence)) => delivery <= occurrence,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            let next = if delivery_first { delivery } else { occurrence };
            if next.is_none_or(|next| next > until) {
                break;
            }
            self.observer.occurrences += 1;
            if delivery_first {
                if let Some((at, told)) = self.network.advance() {
                    self.now = self.now.max(at);
                    if let Some(person) = told {
                        self.run_phone(person);
                    }
                }
            } else if let Some((at, occurrence)) = self.agenda.pop() {
                self.now = self.now.max(at);
                self.step(occurrence);
            }
        }
        self.now = self.now.max(until);
    }

    fn step(&mut self, occurrence: Occurrence) {
        match occurrence {
            Occurrence::Wake(person) => self.wake(person),
            Occurrence::Gather(gathering) => self.gather(gathering),
            Occurrence::CheckIn { gathering, guest } => self.check_in(gathering, guest),
            Occurrence::Disperse(gathering) => self.disperse(gathering),
            Occurrence::Report(n) => self.scripted_report(n),
            Occurrence::Decide { decision, attempt } => self.decide(decision, attempt),
            Occurrence::Confirm { gathering, slot } => self.confirm(gathering, slot),
            Occurrence::Correct(n) => self.scripted_correction(n),
            Occurrence::Pair(n) => self.scripted_pairing(n),
            Occurrence::Consent { person, event } => self.consent(person, event),
            Occurrence::FallIll { person, nth } => self.fall_ill(person, nth),
            Occurrence::TestPositive { person, nth } => self.test_positive(person, nth),
            Occurrence::TestResult { person, nth } => self.test_result(person, nth),
            Occurrence::Recover(person) => self.recover(person),
            Occurrence::ReportSymptoms { person, since } => self.report_symptoms(person, since),
            Occurrence::ReportResult { person, sampled, positive } => {
                self.report_result(person, sampled, positive);
            }
            Occurrence::PowerOff { person, until, nth } => self.power_off(person, until, nth),
            Occurrence::PowerOn { person, nth } => self.power_on(person, nth),
            Occurrence::OffHours { person, until } => self.off_hours(person, until),
            Occurrence::OpenWindow { person, nth } => self.open_window(person, nth),
            Occurrence::Suspend(person) => self.suspend(person),
            Occurrence::Crash { person, restart, nth } => self.crash(person, restart, nth),
            Occurrence::Restart(person) => self.restart(person),
            Occurrence::FallAsleep => self.fall_asleep(),
            Occurrence::GetUp => self.get_up(),
            Occurrence::Stir(person) => self.stir(person),
            Occurrence::Doze(person) => self.doze(person),
            Occurrence::Part(n) => self.part(n),
            Occurrence::EndDay => self.end_day(),
        }
    }

    fn add_phone(&mut self, person: PersonIndex) {
        let limit = self.setup.clock_skew.as_millis();
        let skew = self.chance.draws(Purpose::ClockSkew, person.into()).between(-limit, limit);
        let mut phone = Phone::new(Span(skew), self.setup.stores);
        let about = &self.setup.population.people[person as usize];
        if about.has_phone && self.setup.app {
            let mut effects = Effects::default();
            let mut luck = PhoneLuck::new(&self.chance, person, &mut phone.draws);
            let profile = Profile { name: about.name.to_string(), avatar: None };
            let local = self.now + phone.skew;
            let rules = self.setup.rules.clone();
            let node = Node::create(rules, profile, local, &mut luck, &mut effects);
            let mut port = self.network.port(person, self.now, phone.skew);
            settle(&mut effects, &mut port, &mut phone.store, local, &mut self.updates)
                .expect("a store in memory always has room");
            self.updates.clear();
            phone.node = Some(node);
        }
        self.phones.push(phone);
        self.schedule_wake(person);
    }

    /// Carries out a person's command, for which they open the app; `None` if their phone is off.
    pub(super) fn command(
        &mut self,
        person: PersonIndex,
        wish: Command,
    ) -> Option<Result<Answer, CommandError>> {
        if !self.open_app(person) {
            return None;
        }
        self.before_input(person);
        let phone = &mut self.phones[person as usize];
        let node = phone.node.as_mut()?;
        let local = self.now + phone.skew;
        let mut luck = PhoneLuck::new(&self.chance, person, &mut phone.draws);
        let mut port = self.network.port(person, self.now, phone.skew);
        let mut updates = std::mem::take(&mut self.updates);
        let answer =
            command(node, wish, &mut port, &mut phone.store, local, &mut luck, &mut updates);
        self.take_updates(person, updates);
        self.run_phone(person);
        match answer {
            Ok(answer) => Some(Ok(answer)),
            Err(Failure::Command(error)) => Some(Err(error)),
            Err(Failure::Store(error)) => panic!("a store in memory always has room: {error}"),
        }
    }

    fn wake(&mut self, person: PersonIndex) {
        let phone = &mut self.phones[person as usize];
        if phone.wake_at != self.now {
            return;
        }
        phone.wake = None;
        phone.wake_at = Timestamp::FAR_FUTURE;
        let due = phone.node.as_ref().is_some_and(|n| n.next_wake() <= self.now + phone.skew);
        if due && phone.is_on() {
            self.observer.wake_ups += 1;
            self.run_phone(person);
        } else {
            self.schedule_wake(person);
        }
    }

    /// Pumps a phone that is on, and lets the world see what it shows.
    pub(super) fn run_phone(&mut self, person: PersonIndex) {
        self.before_input(person);
        while self.pump_phone(person) && self.after_run(person) {}
        self.schedule_wake(person);
    }

    /// False if the phone is off, or died of it.
    fn pump_phone(&mut self, person: PersonIndex) -> bool {
        let phone = &mut self.phones[person as usize];
        if !phone.is_on() {
            return false;
        }
        let Some(node) = phone.node.as_mut() else {
            return false;
        };
        let local = self.now + phone.skew;
        let mut luck = PhoneLuck::new(&self.chance, person, &mut phone.draws);
        let mut port = self.network.port(person, self.now, phone.skew);
        let mut updates = std::mem::take(&mut self.updates);
        let store = &mut phone.store;
        let dead = Cell::new(false);
        let pumped = match phone.dying {
            None => pump(node, &mut port, store, local, &mut luck, &mut updates),
            Some(_) => {
                let mut port = Severed { port: &mut port, dead: &dead };
                let mut store = LastWords { store, dead: &dead };
                pump(node, &mut port, &mut store, local, &mut luck, &mut updates)
            }
        };
        assert!(pumped.is_ok() || dead.get(), "a store in memory always has room");
        let died = phone.dying.filter(|_| dead.get());
        self.take_updates(person, updates);
        if let Some(restart) = died {
            self.die(person, restart);
        }
        died.is_none()
    }

    /// Puts the node's next wake-up on the agenda, unless one is there a little earlier.
    pub(super) fn schedule_wake(&mut self, person: PersonIndex) {
        let phone = &self.phones[person as usize];
        let Some(node) = phone.node.as_ref().filter(|_| phone.is_on() && !self.unseen.in_past)
        else {
            return;
        };
        let local = node.next_wake();
        if local >= Timestamp::FAR_FUTURE {
            return;
        }
        let due = (local - phone.skew).max(self.now);
        if self.asleep && !phone.stirring {
            return self.schedule_stir(person, due);
        }
        let phone = &mut self.phones[person as usize];
        // Deadlines of links are put off again and again while they are open: a wake-up that
        // comes a little too early is cheaper than one moved each time.
        if due < phone.wake_at || due > phone.wake_at + TOO_EARLY {
            phone.wake_at = due;
            let overtaken = phone.wake.take();
            let wake = self.agenda.push_ranked(due, WAKES, person, Occurrence::Wake(person));
            self.phones[person as usize].wake = Some(wake);
            overtaken.map(|wake| self.agenda.cancel(wake));
        }
    }

    fn take_updates(&mut self, person: PersonIndex, mut updates: Vec<Update>) {
        for update in updates.drain(..) {
            self.take_update(person, update);
        }
        self.updates = updates;
    }

    fn end_day(&mut self) {
        let traffic = self.network.take_traffic();
        self.observer.end_day(traffic);
        self.forget_unanswered();
        self.agenda.push(self.now + Span::DAY, LAST, Occurrence::EndDay);
    }

    /// What was told at events that nobody is answered by any more, by any clock.
    fn forget_unanswered(&mut self) {
        let (now, rules, meetings) = (self.now, &self.setup.rules.events, &self.meetings.list);
        let answers = |closed| now <= closed + rules.maintain + rules.clock_allowance;
        self.lineage
            .keep_answering(|gathering| meetings[gathering as usize].closed().is_none_or(answers));
    }
}

/// The store of a process that dies with its next commit: nothing is stored after it.
struct LastWords<'a, S: Store> {
    store: &'a mut S,
    dead: &'a Cell<bool>,
}

impl<S: Store> Store for LastWords<'_, S> {
    fn commit(&mut self, changes: &[Change], now: Timestamp) -> Result<(), StoreError> {
        if self.dead.replace(true) {
            return Err(StoreError::Unwritable("the process has died".to_owned()));
        }
        self.store.commit(changes, now)
    }
    fn keeps_content(&self) -> bool {
        self.store.keeps_content()
    }
}

/// The transport of the same process: what follows from that commit never leaves.
struct Severed<'a, T: Transport> {
    port: &'a mut T,
    dead: &'a Cell<bool>,
}

impl<T: Transport> Transport for Severed<'_, T> {
    fn submit(&mut self, request: Request) {
        if !self.dead.get() {
            self.port.submit(request);
        }
    }
    fn poll(&mut self) -> Option<Notice> {
        self.port.poll()
    }
}
