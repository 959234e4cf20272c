//! Meetings become gatherings, one after the other.
//!
//! Knows who has a phone; decides, from streams of the scenario's seed, hosts and
//! check-ins, the same way for all kinds of populations. Who meets when is
//! the builders' business.

use super::adoption::{Adoption, Traits};
use super::{Attendance, Gathering, Gatherings, Name, Person, PersonIndex, Population, Tie};
use crate::chance::{Chance, Purpose};
use crate::scenario::{Behaviour, Scenario};
use corona_core::time::Timestamp;
use std::ops::Range;

/// A population under construction.
pub(super) struct Assembly {
    chance: Chance,
    behaviour: Behaviour,
    people: Vec<Person>,
    /// Who has the app: side by side, because it is asked for every attendance.
    phones: Vec<bool>,
    gatherings: Gatherings,
}

impl Assembly {
    pub(super) fn new(
        scenario: &Scenario,
        names: impl Iterator<Item = Name>,
        traits: &Traits,
    ) -> Self {
        let chance = Chance::new(scenario.seed);
        let adoption = Adoption::of(scenario, traits);
        let person = |(name, index)| Person { name, has_phone: adoption.adopts(index) };
        let people: Vec<Person> = names.zip(0..).map(person).collect();
        let phones = people.iter().map(|person| person.has_phone).collect();
        let behaviour = scenario.behaviour;
        Self { chance, behaviour, people, phones, gatherings: Gatherings::default() }
    }

    /// Adds a gathering; they come in order of their start. Whoever would organize is
    /// present first, who would take over next, and so on; each person once, at least one.
    pub(super) fn gather(
        &mut self,
        name: Name,
        time: Range<Timestamp>,
        present: &mut Vec<(PersonIndex, Timestamp)>,
    ) {
        let has_phone = |person: PersonIndex| self.phones[person as usize];
        let number = self.gatherings.len() as u64;
        let takes_over = self.behaviour.take_over.fraction();
        let host = present
            .iter()
            .position(|(person, _)| has_phone(*person))
            .filter(|place| *place == 0 || self.takes_over(number, takes_over));
        let (organizer, came) = present.remove(host.unwrap_or(0));
        present.sort_by_key(|(_, arrives)| *arrives);
        let share = self.behaviour.check_in_at(&name).fraction();
        let lucky = |person: PersonIndex| {
            share >= 1.0 || self.chance.happens(Purpose::CheckIn, person.into(), number, share)
        };
        let guests = present.iter().map(|(person, arrives)| Attendance {
            person: *person,
            arrives: *arrives,
            checks_in: host.is_some() && has_phone(*person) && lucky(*person),
        });
        let late = came - time.start;
        let gathering = Gathering::new(name, time, organizer, host.is_some());
        self.gatherings.push(gathering.whose_host_came(late), guests);
    }

    /// Whether somebody else hosts a gathering.
    fn takes_over(&self, gathering: u64, share: f64) -> bool {
        share >= 1.0 || self.chance.happens(Purpose::TakeOver, gathering, 0, share)
    }

    pub(super) fn finish(mut self, ties: Vec<Tie>, notes: Vec<String>) -> Population {
        self.gatherings.shrink();
        Population { people: self.people, ties, gatherings: self.gatherings, notes }
    }
}
