//! An outbreak's state and its loop: the next thing that happens, and what follows.
//!
//! It owns the epidemic's time. Everything that is to happen waits on one agenda; only
//! infectious people and the gatherings they attend are ever looked at. It knows nothing of
//! phones: what people mean to tell them comes out as an [`Intent`], and what phones show goes
//! in by [`Outbreak::warn`].

use super::course::Course;
use super::infection::{Infection, Source};
use super::plan::OutbreakPlan;
use super::setting::Setting;
use super::tally::EpidemicDay;
use super::tracing::RivalWarning;
use crate::behaviour::Precaution;
use crate::chance::{Chance, Purpose};
use crate::population::PersonIndex;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::Agenda;
use corona_transport_sim::agenda::Ticket;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What can happen in an outbreak at a given time.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub(super) enum Moment {
    /// A day begins.
    Day(u32),
    /// A gathering with an infectious attendee begins.
    Gather(u32),
    /// Somebody meets the virus, unless they avoid it.
    Expose { person: PersonIndex, source: Source },
    /// The n-th infection's carrier begins to infect.
    Begin(u32),
    /// And ceases to.
    End(u32),
    /// The symptoms of the n-th infection begin.
    Onset(u32),
    /// Somebody has symptoms of something else, for the n-th time in this world.
    OtherIllness(u32),
    /// The n-th infection comes from outside.
    Import(u32),
    /// A person tells the phone of symptoms that began then.
    Report { person: PersonIndex, since: Timestamp },
    /// A sample is taken.
    Sample(PersonIndex),
    /// Its result is known.
    Result { person: PersonIndex, sampled: Timestamp, positive: bool },
    /// The contacts of somebody with a positive sample of then are looked for.
    Trace { person: PersonIndex, sampled: Timestamp },
    /// A rival's warning is over, unless another has come since.
    Release(PersonIndex),
    /// A liar's n-th lie.
    Lie { person: PersonIndex, nth: u32 },
}

/// Days begin after everything else of their instant, as they end in the world.
pub(super) const DAYS: u8 = 1;
pub(super) const OTHERS: u8 = 0;

/// What a person means to tell their phone, if they have one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Intent {
    /// Symptoms, which began then.
    Symptoms {
        /// Who.
        person: PersonIndex,
        /// Since when they have them.
        since: Timestamp,
    },
    /// A test's result; a lie is one without a test.
    Result {
        /// Who.
        person: PersonIndex,
        /// When the sample was taken.
        sampled: Timestamp,
        /// What it said.
        positive: bool,
    },
}

/// What is remembered of everybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Memory {
    /// Index of the infection, or [`NEVER`].
    pub(super) infection: u32,
    /// What the phone shows: 0 nothing, 1 caution, 2 high risk.
    pub(super) shown: u8,
    /// Warnings in vain so far, at most 255.
    pub(super) in_vain: u8,
    /// Whether the present warning was heeded, and nobody has asked yet whether in vain.
    pub(super) heeded: bool,
    /// When the last sample was taken that a negative result came of.
    pub(super) cleared: Timestamp,
}

impl Memory {
    const BLANK: Self = Self {
        infection: NEVER,
        shown: 0,
        in_vain: 0,
        heeded: false,
        cleared: Timestamp(i64::MIN),
    };
}

pub(super) const NEVER: u32 = u32::MAX;

/// What a phone shows at high risk.
pub(super) const HIGH: u8 = 2;

/// An epidemic under way.
pub struct Outbreak {
    pub(super) plan: Arc<OutbreakPlan>,
    pub(super) chance: Chance,
    pub(super) now: Timestamp,
    pub(super) agenda: Agenda<Moment>,
    pub(super) memory: Vec<Memory>,
    pub(super) infections: Vec<Infection>,
    /// Everybody who infects others now.
    pub(super) carriers: BTreeSet<PersonIndex>,
    /// Everybody infected who infects others now or will, a bit each: asked for every attendance.
    pub(super) carrying: Vec<u64>,
    /// The first gathering that is not over with.
    pub(super) next_gathering: u32,
    /// The next one with a carrier, on the agenda.
    pub(super) planned: Option<(u32, Ticket)>,
    /// Everybody who is careful, or was until a day ago.
    pub(super) precautions: BTreeMap<PersonIndex, Precaution>,
    /// Until when a rival's last warning of each person holds.
    pub(super) alarmed: BTreeMap<PersonIndex, Timestamp>,
    pub(super) rival_warnings: Vec<RivalWarning>,
    pub(super) days: Vec<EpidemicDay>,
    /// Infections before the day that is under way.
    pub(super) counted: u32,
}

impl Outbreak {
    /// An outbreak at its first instant.
    #[must_use]
    pub fn new(plan: Arc<OutbreakPlan>, seed: u64) -> Self {
        let mut outbreak = Self::before(plan, seed);
        outbreak.infect_first();
        outbreak.plan_import(0);
        outbreak.plan_other_illness(0);
        outbreak.plan_lies();
        outbreak.agenda.push(outbreak.now, DAYS, Moment::Day(0));
        outbreak
    }

    /// Nothing has happened and nothing is planned yet.
    pub(super) fn before(plan: Arc<OutbreakPlan>, seed: u64) -> Self {
        let people = plan.population.people.len();
        Self {
            chance: Chance::new(seed),
            now: plan.start,
            agenda: Agenda::new(),
            memory: vec![Memory::BLANK; people],
            infections: Vec::new(),
            carriers: BTreeSet::new(),
            carrying: vec![0; people.div_ceil(64)],
            next_gathering: 0,
            planned: None,
            precautions: BTreeMap::new(),
            alarmed: BTreeMap::new(),
            rival_warnings: Vec::new(),
            days: Vec::new(),
            counted: 0,
            plan,
        }
    }

    /// When something happens next.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.agenda.peek_time().filter(|due| *due <= self.plan.end)
    }

    /// Lets it happen; says what somebody means to tell their phone now.
    pub fn advance(&mut self) -> Option<Intent> {
        self.next_due()?;
        let (at, moment) = self.agenda.pop()?;
        self.now = at;
        match moment {
            Moment::Day(day) => self.begin_day(day),
            Moment::Gather(gathering) => self.gather(gathering),
            Moment::Expose { person, source } => self.expose(person, source),
            Moment::Begin(infection) => self.begin(infection),
            Moment::End(infection) => self.end(infection),
            Moment::Onset(infection) => {
                self.feel_ill(self.infections[infection as usize].person);
            }
            Moment::OtherIllness(nth) => self.fall_ill_otherwise(nth),
            Moment::Import(nth) => self.import(nth),
            Moment::Report { person, since } => return self.report_symptoms(person, since),
            Moment::Sample(person) => self.sample(person),
            Moment::Result { person, sampled, positive } => {
                return self.learn_result(person, sampled, positive);
            }
            Moment::Trace { person, sampled } => self.trace(person, sampled),
            Moment::Release(person) => self.release(person),
            Moment::Lie { person, nth } => return self.lie(person, nth),
        }
        None
    }

    /// Lives until `until`, inclusive, without phones.
    pub fn run_until(&mut self, until: Timestamp) {
        while self.next_due().is_some_and(|due| due <= until) {
            self.advance();
        }
        self.now = self.now.max(until);
    }

    /// Everything that was infected so far, in order.
    #[must_use]
    pub fn infections(&self) -> &[Infection] {
        &self.infections
    }
    /// Every warning by a rival so far, in order.
    #[must_use]
    pub fn rival_warnings(&self) -> &[RivalWarning] {
        &self.rival_warnings
    }
    /// Every day that is over.
    #[must_use]
    pub fn days(&self) -> &[EpidemicDay] {
        &self.days
    }
    /// What it was made from.
    #[must_use]
    pub fn plan(&self) -> &OutbreakPlan {
        &self.plan
    }
    /// Somebody's infection, if there was one.
    #[must_use]
    pub fn infection_of(&self, person: PersonIndex) -> Option<&Infection> {
        self.infections.get(self.memory[person as usize].infection as usize)
    }
    /// How careful somebody is.
    #[must_use]
    pub fn precaution_of(&self, person: PersonIndex) -> Precaution {
        self.precautions.get(&person).copied().unwrap_or(Precaution::NONE)
    }
    /// Whether somebody misses a gathering, for its whole length.
    #[must_use]
    pub fn misses(&self, person: PersonIndex, gathering: u32) -> bool {
        self.precautions.get(&person).is_some_and(|precaution| {
            let begin = self.plan.population.gatherings[gathering as usize].start;
            precaution.misses(&self.plan.section.precaution, &self.chance, person, gathering, begin)
        })
    }

    pub(super) fn is_susceptible(&self, person: PersonIndex) -> bool {
        self.memory[person as usize].infection == NEVER
    }

    /// Infects somebody who never was.
    pub(super) fn infect(&mut self, person: PersonIndex, source: Source) {
        if !self.is_susceptible(person) {
            return;
        }
        let course =
            Course::draw(&self.plan.section.course, &self.plan.curve, &self.chance, person);
        let index = self.infections.len() as u32;
        let memory = &mut self.memory[person as usize];
        memory.infection = index;
        let infection = Infection::new(person, source, self.now, &course, memory.shown == HIGH);
        if let Some(onset) = infection.onset {
            self.agenda.push(onset, OTHERS, Moment::Onset(index));
        }
        if infection.ends > infection.begins {
            self.agenda.push(infection.begins, OTHERS, Moment::Begin(index));
            self.agenda.push(infection.ends, OTHERS, Moment::End(index));
            self.carrying[person as usize / 64] |= 1 << (person % 64);
        }
        self.infections.push(infection);
        self.plan_gathering();
    }

    fn infect_first(&mut self) {
        let people = self.memory.len() as u64;
        let wanted = u64::from(self.plan.section.initial).min(people);
        let chance = self.chance;
        let mut draws = chance.draws(Purpose::FirstCase, 0);
        while (self.infections.len() as u64) < wanted {
            self.infect(draws.below(people) as u32, Source::OUTSIDE);
        }
    }

    fn plan_import(&mut self, nth: u32) {
        let rate = self.plan.section.importation.per_day() * self.memory.len() as f64;
        self.plan_next(Purpose::Import, nth, rate, Moment::Import(nth));
    }

    fn import(&mut self, nth: u32) {
        self.plan_import(nth + 1);
        let person = self.whom(Purpose::Import, nth, self.memory.len());
        self.infect(person, Source::OUTSIDE);
    }

    /// The n-th of happenings that come at a rate to the whole world.
    pub(super) fn plan_next(&mut self, purpose: Purpose, nth: u32, per_day: f64, moment: Moment) {
        let luck = self.chance.uniform(purpose, nth.into(), 0);
        self.plan_after_wait(luck, per_day, moment);
    }

    /// After an exponential wait; never, at a rate of nothing.
    pub(super) fn plan_after_wait(&mut self, luck: f64, per_day: f64, moment: Moment) {
        if per_day <= 0.0 {
            return;
        }
        let days = (-libm::log1p(-luck) / per_day).min(1e6);
        let at = self.now + Span((days * Span::DAY.0 as f64) as i64);
        self.agenda.push(at, OTHERS, moment);
    }

    /// Whom it befalls: one of so many.
    pub(super) fn whom(&self, purpose: Purpose, nth: u32, of: usize) -> u32 {
        let luck = self.chance.uniform(purpose, nth.into(), 1);
        ((luck * of as f64) as usize).min(of.saturating_sub(1)) as u32
    }

    /// A day is over and the next begins.
    fn begin_day(&mut self, day: u32) {
        if day > 0 {
            self.days.push(self.tally(day - 1));
            self.counted = self.infections.len() as u32;
        }
        self.forget_precautions();
        let until = self.now + Span::DAY;
        if day > 0 {
            // Whoever began on the first day was laid out when they did.
            for person in self.carriers.clone() {
                self.lay_out(person, self.now, until);
            }
        }
        self.agenda.push(until, DAYS, Moment::Day(day + 1));
    }

    fn tally(&self, day: u32) -> EpidemicDay {
        let mut counts = EpidemicDay {
            day,
            infections: self.infections.len() as u32 - self.counted,
            infectious: self.carriers.len() as u32,
            ..EpidemicDay::default()
        };
        for (person, precaution) in &self.precautions {
            if precaution.isolation.covers(self.now) {
                counts.isolated += 1;
            } else if precaution.quarantine.covers(self.now) {
                counts.quarantined += 1;
                let is_right = self.infection_of(*person).is_some_and(|i| self.now <= i.ends);
                counts.wrongly_quarantined += u32::from(!is_right);
            } else if precaution.distance.covers(self.now) {
                counts.distancing += 1;
            }
        }
        counts
    }

    /// Somebody meets an infectious person: at home or by chance perhaps not, if one of them
    /// is careful.
    fn expose(&mut self, person: PersonIndex, source: Source) {
        if self.is_susceptible(person) && !self.is_avoided(person, source) {
            self.infect(person, source);
        }
    }

    fn is_avoided(&self, person: PersonIndex, source: Source) -> bool {
        let by = source.infector;
        by.is_some_and(|infector| self.avoid(infector, person, source.setting, self.now))
    }

    /// Whether two people don't meet in a setting at a time because one of them is careful.
    pub(super) fn avoid(
        &self,
        infector: PersonIndex,
        person: PersonIndex,
        setting: Setting,
        now: Timestamp,
    ) -> bool {
        if self.precautions.is_empty() {
            return false;
        }
        let section = &self.plan.section.precaution;
        let both = [person, infector].map(|one| self.precaution_of(one));
        let share = match setting {
            Setting::Household => both.map(|precaution| precaution.household_share(section, now)),
            Setting::Casual => both.map(|precaution| precaution.casual_share(section, now)),
            // Who stays away from a gathering was decided when it began.
            Setting::Team | Setting::Circle | Setting::Leisure | Setting::Outside => [1.0; 2],
        };
        let share = share[0] * share[1];
        let day = self.day_of(now);
        share < 1.0 && !self.chance.happens(Purpose::Avoidance, pair(infector, person), day, share)
    }

    /// Days since the start.
    pub(super) fn day_of(&self, at: Timestamp) -> u64 {
        (at - self.plan.start).0.div_euclid(Span::DAY.0) as u64
    }
}

/// Names a pair of people in the order given.
pub(super) fn pair(one: PersonIndex, other: PersonIndex) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}
