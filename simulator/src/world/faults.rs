//! What goes wrong with phones: off, asleep, crashed, cut off; and how it ends.

use super::occurrence::Occurrence;
use super::phone::{Background, Power};
use super::step::{DOZES, LAST, PEOPLE, RESTARTS, STIRS, World};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use corona_core::identity::Signatures;
use corona_core::node::{Effects, Node};
use corona_core::pump::settle;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::{Partition, Presence};

/// How long a sleeping phone stays awake in a background window.
const WINDOW: Span = Span::minutes(2);
/// From a random crash to the restart.
const RESTART: Span = Span::minutes(5);

impl<S: Signatures> World<S> {
    pub(super) fn plan_faults(&mut self) {
        let script = self.setup.script.clone();
        for action in &script.outages {
            let (person, until) = (action.person, action.until);
            self.agenda.push(
                action.from,
                PEOPLE,
                Occurrence::PowerOff { person, until, nth: None },
            );
        }
        for action in &script.crashes {
            let (person, restart) = (action.person, action.at + action.restart_after);
            self.agenda.push(action.at, PEOPLE, Occurrence::Crash { person, restart, nth: None });
        }
        for person in 0..self.phones.len() as u32 {
            if self.phones[person as usize].node.is_some() {
                self.next_power_off(person, 0);
                self.next_crash(person, 0);
                self.plan_hours(person);
                self.plan_background(person);
            }
        }
        for (n, partition) in (0_u32..).zip(self.setup.partitions.clone()) {
            self.agenda.push(partition.from, PEOPLE, Occurrence::Part(n));
        }
        self.plan_night();
    }

    fn next_power_off(&mut self, person: PersonIndex, nth: u32) {
        let Some(churn) = self.setup.churn.filter(|_| !self.calm) else {
            return;
        };
        let mut luck =
            self.chance.draws(Purpose::Churn, (u64::from(nth) << 32) | u64::from(person));
        let on = Span(luck.exponential(churn.on.0 as f64) as i64 + 1);
        let off = Span(luck.exponential(churn.off.0 as f64) as i64 + 1);
        let from = self.now + on;
        if from <= self.setup.end {
            let gone = Occurrence::PowerOff { person, until: from + off, nth: Some(nth) };
            self.agenda.push(from, PEOPLE, gone);
        }
    }

    pub(super) fn power_off(&mut self, person: PersonIndex, until: Timestamp, nth: Option<u32>) {
        if self.calm {
            return;
        }
        self.before_presence_changes(person);
        let phone = &mut self.phones[person as usize];
        phone.power = match phone.power {
            Power::On | Power::Crashed { .. } => Power::Off { since: self.now, reasons: 1 },
            Power::Off { since, reasons } => Power::Off { since, reasons: reasons + 1 },
        };
        if phone.node.is_none() {
            // It crashed before: its process comes back with the power.
            phone.dying = None;
        }
        self.network.set_presence(person, Presence::Off, self.now);
        self.agenda.push(until, PEOPLE, Occurrence::PowerOn { person, nth });
        self.tell_power(person, false);
    }

    pub(super) fn power_on(&mut self, person: PersonIndex, nth: Option<u32>) {
        if let Some(nth) = nth {
            self.next_power_off(person, nth + 1);
        }
        self.before_presence_changes(person);
        let phone = &mut self.phones[person as usize];
        match phone.power {
            Power::Off { since, reasons } if reasons > 1 => {
                phone.power = Power::Off { since, reasons: reasons - 1 };
                return;
            }
            Power::Off { since, .. } => phone.absences.push((since, self.now)),
            Power::On | Power::Crashed { .. } => return,
        }
        phone.power = Power::On;
        self.tell_power(person, true);
        self.come_on(person);
    }

    /// A phone that is on again takes part again, unless the app is suspended.
    pub(super) fn come_on(&mut self, person: PersonIndex) {
        if self.phones[person as usize].node.is_none() {
            return self.start_process(person);
        }
        self.show_presence(person);
        self.after_presence_changed(person);
        self.run_phone(person);
    }

    fn next_crash(&mut self, person: PersonIndex, nth: u32) {
        let rate = self.setup.crashes_per_day;
        if let Some(at) = self.next_at_rate(Purpose::Crash, person, nth, rate) {
            let crash = Occurrence::Crash { person, restart: at + RESTART, nth: Some(nth) };
            self.agenda.push(at, PEOPLE, crash);
        }
    }

    /// Every other crash strikes between a commit and what it would have sent.
    pub(super) fn crash(&mut self, person: PersonIndex, restart: Timestamp, nth: Option<u32>) {
        if self.calm {
            return;
        }
        if let Some(nth) = nth {
            self.next_crash(person, nth + 1);
        }
        if !self.phones[person as usize].is_on() {
            return;
        }
        if nth.is_some_and(|nth| nth % 2 == 1) {
            self.phones[person as usize].dying = Some(restart);
        } else {
            self.die(person, restart);
        }
    }

    /// The process ends; only the store survives.
    pub(super) fn die(&mut self, person: PersonIndex, restart: Timestamp) {
        self.before_presence_changes(person);
        self.forget_unseen(person);
        self.network.crash(person, self.now);
        let phone = &mut self.phones[person as usize];
        phone.node = None;
        phone.dying = None;
        phone.stirring = false;
        phone.wake_at = Timestamp::FAR_FUTURE;
        phone.power = Power::Crashed { since: self.now };
        let restart = restart.max(self.now + Span(1));
        self.agenda.push_ranked(restart, RESTARTS, person, Occurrence::Restart(person));
        self.tell_crash(person);
    }

    pub(super) fn restart(&mut self, person: PersonIndex) {
        self.before_presence_changes(person);
        let phone = &mut self.phones[person as usize];
        match phone.power {
            Power::Crashed { since } => phone.absences.push((since, self.now)),
            // Switched off in the meantime: it starts with the power.
            Power::Off { .. } | Power::On => return,
        }
        phone.power = Power::On;
        self.start_process(person);
    }

    fn start_process(&mut self, person: PersonIndex) {
        self.let_run_at_start(person);
        self.show_presence(person);
        let phone = &mut self.phones[person as usize];
        let local = self.now + phone.skew;
        let mut effects = Effects::default();
        let rules = self.setup.rules.clone();
        let node = Node::restore(rules, phone.store.snapshot(), local, &mut effects)
            .expect("a store in memory holds what the node put there");
        let mut port = self.network.port(person, self.now, phone.skew);
        settle(&mut effects, &mut port, &mut phone.store, local, &mut Vec::new())
            .expect("a store in memory always has room");
        phone.node = Some(node);
        self.run_phone(person);
    }

    pub(super) fn show_presence(&mut self, person: PersonIndex) {
        let phone = &self.phones[person as usize];
        let presence = if phone.background == Background::Suspended {
            Presence::Off
        } else if self.asleep && !phone.stirring {
            Presence::Asleep
        } else {
            Presence::Awake
        };
        self.network.set_presence(person, presence, self.now);
    }

    fn plan_night(&mut self) {
        let Some(sleep) = self.setup.sleep else {
            return;
        };
        let midnight = Timestamp(self.now.0.div_euclid(Span::DAY.0) * Span::DAY.0);
        let next = |time_of_day: Span| {
            let today = midnight + time_of_day;
            if today > self.now { today } else { today + Span::DAY }
        };
        let (from, until) = (next(sleep.from.since_midnight()), next(sleep.until.since_midnight()));
        self.agenda.push(from, LAST, Occurrence::FallAsleep);
        self.agenda.push(until, LAST, Occurrence::GetUp);
        if until < from {
            // The world begins at night.
            self.asleep = true;
            (0..self.phones.len() as u32).for_each(|person| self.show_presence(person));
        }
    }

    pub(super) fn fall_asleep(&mut self) {
        self.agenda.push(self.now + Span::DAY, LAST, Occurrence::FallAsleep);
        if !self.calm {
            self.change_night(true);
        }
    }

    pub(super) fn get_up(&mut self) {
        self.agenda.push(self.now + Span::DAY, LAST, Occurrence::GetUp);
        if !self.calm {
            self.change_night(false);
        }
    }

    fn change_night(&mut self, asleep: bool) {
        self.asleep = asleep;
        for person in 0..self.phones.len() as u32 {
            let phone = &mut self.phones[person as usize];
            phone.stirring = false;
            phone.wake_at = Timestamp::FAR_FUTURE;
            if phone.is_on() {
                self.show_presence(person);
                if !asleep {
                    self.run_phone(person);
                }
                self.schedule_wake(person);
            }
        }
    }

    /// A sleeping phone may run at its next background window.
    pub(super) fn schedule_stir(&mut self, person: PersonIndex, due: Timestamp) {
        let Some(sleep) = self.setup.sleep else {
            return;
        };
        let every = sleep.wake_every.0.max(WINDOW.0 * 2);
        let phase = (self.chance.bits(Purpose::Churn, person.into(), u64::MAX)
            % every.unsigned_abs()) as i64;
        let slot = (due.0 - phase).div_euclid(every) + 1;
        let at = Timestamp(slot * every + phase);
        let phone = &mut self.phones[person as usize];
        if at < phone.wake_at {
            phone.wake_at = at;
            self.agenda.push_ranked(at, STIRS, person, Occurrence::Stir(person));
        }
    }

    pub(super) fn stir(&mut self, person: PersonIndex) {
        let phone = &mut self.phones[person as usize];
        if phone.wake_at != self.now {
            return;
        }
        phone.wake_at = Timestamp::FAR_FUTURE;
        if !phone.is_on() {
            return;
        }
        phone.stirring = self.asleep;
        self.observer.wake_ups += 1;
        self.show_presence(person);
        self.agenda.push_ranked(self.now + WINDOW, DOZES, person, Occurrence::Doze(person));
        self.run_phone(person);
    }

    pub(super) fn doze(&mut self, person: PersonIndex) {
        let phone = &mut self.phones[person as usize];
        if !phone.stirring {
            return;
        }
        phone.stirring = false;
        phone.wake_at = Timestamp::FAR_FUTURE;
        if phone.is_on() {
            self.show_presence(person);
            self.schedule_wake(person);
        }
    }

    pub(super) fn part(&mut self, n: u32) {
        (0..self.phones.len() as u32).for_each(|person| self.make_up_for_all_of(person));
        let partition = self.setup.partitions[n as usize];
        let share = partition.share.fraction();
        let entity = |person: u32| (u64::from(n) << 32) | u64::from(person);
        let members = (0..self.phones.len() as u32)
            .filter(|person| self.chance.happens(Purpose::Partition, entity(*person), 0, share))
            .collect();
        self.network.add_partition(Partition { from: self.now, until: partition.until, members });
    }

    /// Ends all faults: from now on everybody is reachable and nothing new happens.
    pub fn calm_down(&mut self) {
        self.calm = true;
        if self.asleep {
            self.change_night(false);
        }
        for person in 0..self.phones.len() as u32 {
            let phone = &mut self.phones[person as usize];
            phone.dying = None;
            let since = match (phone.power, phone.background) {
                (Power::On, Background::Suspended) => None,
                (Power::On, Background::Free | Background::Running { .. }) => continue,
                (Power::Off { since, .. } | Power::Crashed { since }, _) => Some(since),
            };
            if !self.setup.app || !self.setup.population.people[person as usize].has_phone {
                continue;
            }
            self.before_presence_changes(person);
            let phone = &mut self.phones[person as usize];
            phone.absences.extend(since.map(|since| (since, self.now)));
            phone.power = Power::On;
            phone.background = Background::Free;
            self.come_on(person);
        }
    }
}
