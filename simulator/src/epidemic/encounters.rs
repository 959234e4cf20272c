//! Whom the infectious meet, and which of these meetings infect.
//!
//! Knows gatherings, homes and chance; decides each meeting by a draw named by the two people
//! and the day or gathering. A draw that infects also says when: given that u < p, u/p is
//! uniform again.

use super::infection::Source;
use super::outbreak::{Moment, OTHERS, Outbreak, pair};
use super::risks::{AROUND, probability};
use super::setting::Setting;
use super::strangers::{Stranger, met_by_chance};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use corona_core::time::{Span, Timestamp};

impl Outbreak {
    /// A carrier begins to infect: today's meetings that are still to come. Gatherings have known
    /// of it since the infection, for it may begin in the middle of one.
    pub(super) fn begin(&mut self, infection: u32) {
        let person = self.infections[infection as usize].person;
        self.carriers.insert(person);
        let day_end = self.plan.start + Span::days(self.day_of(self.now) as i64 + 1);
        self.lay_out(person, self.now, day_end);
    }

    pub(super) fn end(&mut self, infection: u32) {
        let person = self.infections[infection as usize].person;
        self.carriers.remove(&person);
        self.carrying[person as usize / 64] &= !(1 << (person % 64));
    }

    /// Whether somebody infects others, or will.
    fn is_carrier(&self, person: PersonIndex) -> bool {
        self.carrying[person as usize / 64] >> (person % 64) & 1 == 1
    }

    /// Puts the next gathering that a carrier may attend on the agenda, instead of a later
    /// one.
    pub(super) fn plan_gathering(&mut self) {
        let population = self.plan.population.clone();
        let gatherings = &population.gatherings;
        let limit = self.planned.map_or(gatherings.len() as u32, |(planned, _)| planned);
        while self.next_gathering < limit
            && gatherings[self.next_gathering as usize].start < self.now
        {
            self.next_gathering += 1;
        }
        if self.carrying.iter().all(|bits| *bits == 0) {
            return;
        }
        let found = (self.next_gathering..limit).find(|gathering| {
            let about = &gatherings[*gathering as usize];
            self.is_carrier(about.organizer)
                || gatherings.guests(about).iter().any(|guest| self.is_carrier(guest.person))
        });
        if let Some(gathering) = found {
            if let Some((_, later)) = self.planned.take() {
                self.agenda.cancel(later);
            }
            let start = gatherings[gathering as usize].start;
            let ticket = self.agenda.push(start, OTHERS, Moment::Gather(gathering));
            self.planned = Some((gathering, ticket));
        }
    }

    /// A gathering begins: who is there is decided now.
    pub(super) fn gather(&mut self, gathering: u32) {
        self.planned = None;
        self.next_gathering = gathering + 1;
        let population = self.plan.population.clone();
        let about = &population.gatherings[gathering as usize];
        let organizer = (about.organizer, about.host_came());
        let guests = population.guests(about);
        let guests = guests.iter().map(|guest| (guest.person, about.came(guest.arrives)));
        let (mut carriers, mut others, mut present) = (Vec::new(), Vec::new(), 0);
        for (person, arrives) in std::iter::once(organizer).chain(guests) {
            if self.misses(person, gathering) {
                continue;
            }
            present += 1;
            if self.is_carrier(person) {
                let begins = self.infection_of(person).map(|infection| infection.begins);
                carriers.extend(begins.filter(|at| *at < about.end).map(|_| (person, arrives)));
            } else if self.is_susceptible(person) {
                others.push((person, arrives));
            }
        }
        let setting = Setting::of_gathering(&about.name);
        for (infector, came) in carriers {
            for (person, arrives) in others.iter().copied() {
                let together = (came.max(arrives), about.end);
                self.mix((infector, person), setting, gathering, together, present);
            }
        }
        self.plan_gathering();
    }

    fn mix(
        &mut self,
        (infector, person): (PersonIndex, PersonIndex),
        setting: Setting,
        gathering: u32,
        (from, until): (Timestamp, Timestamp),
        present: usize,
    ) {
        let (from, until) = self.infectious_within(infector, from, until);
        let share = self.shed(infector, from, until);
        let risk = probability(self.plan.risks.at_gathering(setting, share, present));
        let names = (Purpose::GatheringRisk, pair(infector, person), gathering.into());
        let source = Source { infector: Some(infector), setting, gathering: Some(gathering) };
        self.try_infect(names, risk, (from, until), person, source);
    }

    /// A carrier's meetings at home and by chance between two times of one day.
    pub(super) fn lay_out(&mut self, carrier: PersonIndex, from: Timestamp, until: Timestamp) {
        let day = self.day_of(from);
        let (from, until) = self.infectious_within(carrier, from, until);
        let share = self.shed(carrier, from, until);
        if share <= 0.0 {
            return;
        }
        let plan = self.plan.clone();
        let risk = probability(plan.risks.at_home(share));
        let at_home =
            Source { infector: Some(carrier), setting: Setting::Household, gathering: None };
        for mate in plan.households.mates(carrier).iter().copied() {
            let names = (Purpose::HouseholdRisk, pair(carrier, mate), day);
            self.try_infect(names, risk, (from, until), mate, at_home);
        }
        self.meet_by_chance(carrier, day, from, until);
    }

    fn meet_by_chance(
        &mut self,
        carrier: PersonIndex,
        day: u64,
        from: Timestamp,
        until: Timestamp,
    ) {
        let infector = Some(carrier);
        let source = Source { infector, setting: Setting::Casual, gathering: None };
        let met = met_by_chance(&self.plan, &self.chance, carrier, day);
        for (nth, Stranger { person, at }) in (0_u64..).zip(met) {
            if at < from || at >= until {
                continue;
            }
            let around = Span(AROUND.0 / 2);
            let share = self.shed(carrier, at - around, at + around);
            let risk = probability(self.plan.risks.by_chance(share));
            let names = (Purpose::CasualRisk, pair(carrier, person), day << 16 | nth);
            self.try_infect(names, risk, (at, at), person, source);
        }
    }

    /// The part of a time in which somebody infects: when it happens is even over that.
    fn infectious_within(
        &self,
        carrier: PersonIndex,
        from: Timestamp,
        until: Timestamp,
    ) -> (Timestamp, Timestamp) {
        self.infection_of(carrier).map_or((from, from), |infection| {
            let from = from.max(infection.begins);
            (from, until.min(infection.ends).max(from))
        })
    }

    fn shed(&self, carrier: PersonIndex, from: Timestamp, until: Timestamp) -> f64 {
        let infection = self.infection_of(carrier);
        infection.map_or(0.0, |infection| infection.shed(&self.plan.curve, from, until))
    }

    /// Decides an encounter; one that infects waits for its time.
    fn try_infect(
        &mut self,
        (purpose, pair, number): (Purpose, u64, u64),
        risk: f64,
        (from, until): (Timestamp, Timestamp),
        person: PersonIndex,
        source: Source,
    ) {
        if !self.is_susceptible(person) {
            return;
        }
        let luck = self.chance.uniform(purpose, pair, number);
        if luck < risk {
            let when = luck / risk * (until - from).0 as f64;
            let at = from + Span(when as i64);
            self.agenda.push(at, OTHERS, Moment::Expose { person, source });
        }
    }
}
