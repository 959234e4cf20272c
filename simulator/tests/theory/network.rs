//! Random networks of people and events, as populations: what closed forms of cascades
//! speak about.
//!
//! All events overlap, so that time doesn't cut a cascade short.

use crate::drawing::{degree, shuffle};
use corona_core::cascade::Policy;
use corona_core::time::{Span, Timestamp};
use corona_simulator::chance::{Chance, Purpose};
use corona_simulator::population::{
    Attendance, Gathering, Gatherings, Name, Numbered, Person, Population,
};
use corona_simulator::theory::{Cascade, Degrees};

/// 2020-03-01.
pub(crate) const START: Timestamp = Timestamp(1_583_020_800_000);

/// When all events begin, and how long they last.
const OPENS: Timestamp = Timestamp(START.0 + Span::hours(10).0);
const LASTS: Span = Span::hours(4);

/// Who attends what.
pub(crate) struct Network {
    pub(crate) people: u32,
    /// By event, its attendees, each once.
    pub(crate) events: Vec<Vec<u32>>,
}

/// The whitepaper's policy with room for 254 events instead of 14. Phones refuse it; the
/// oracle, which knows no bound, takes strength as it comes.
pub(crate) fn boundless() -> Policy {
    Policy { positive: u8::MAX, ..Policy::whitepaper() }
}

/// The whitepaper's policy, cut off after so many events.
pub(crate) fn limited(hops: u8) -> Policy {
    let weakest = 15 - hops;
    Policy { emit: weakest, high: weakest, ..Policy::whitepaper() }
}

impl Network {
    /// Memberships are drawn, then dealt to events of one size at random: the bipartite
    /// configuration model. A membership dealt twice to one person counts once, and fewer
    /// memberships than an event has places are left over; both concern a handful of people.
    pub(crate) fn draw(seed: u64, people: u32, memberships: Degrees, size: usize) -> Self {
        let chance = Chance::new(seed);
        let mut draws = chance.draws(Purpose::RandomNetwork, 0);
        let mut places = Vec::new();
        for person in 0..people {
            for _ in 0..degree(&mut draws, memberships) {
                places.push(person);
            }
        }
        shuffle(&mut draws, &mut places);
        let events = places.chunks_exact(size).map(|members| {
            let mut members = members.to_vec();
            members.sort_unstable();
            members.dedup();
            // Who organizes shouldn't depend on anybody's number.
            shuffle(&mut draws, &mut members);
            members
        });
        Self { events: events.collect(), people }
    }

    /// As a population: who has the app and which events have a host is drawn. The first
    /// attendee with the app organizes.
    pub(crate) fn population(&self, seed: u64, law: &Cascade) -> Population {
        let chance = Chance::new(seed);
        let adopts =
            |person: u32| chance.happens(Purpose::NetworkAdoption, person.into(), 0, law.adoption);
        self.population_where(seed, law, adopts)
    }

    /// Likewise, with the app given.
    pub(crate) fn population_where(
        &self,
        seed: u64,
        law: &Cascade,
        adopts: impl Fn(u32) -> bool,
    ) -> Population {
        let chance = Chance::new(seed);
        let phones: Vec<bool> = (0..self.people).map(adopts).collect();
        let has_phone = |person: u32| phones[person as usize];
        let mut gatherings = Gatherings::default();
        for (event, members) in (0_u32..).zip(&self.events) {
            let host = members.iter().position(|person| has_phone(*person));
            let reachable = chance.happens(Purpose::NetworkHosting, event.into(), 0, law.hosting);
            let hosted = host.is_some() && reachable;
            let organizer = members[host.unwrap_or(0)];
            let name = Name::Numbered(Numbered::Gathering, event);
            let guests = members.iter().filter(|person| **person != organizer);
            let guests = (1..).zip(guests).map(|(place, person)| Attendance {
                person: *person,
                arrives: OPENS + Span::minutes(place),
                checks_in: hosted && has_phone(*person),
            });
            gatherings.push(Gathering::new(name, OPENS..OPENS + LASTS, organizer, hosted), guests);
        }
        let person =
            |n: u32| Person { name: Name::Numbered(Numbered::Person, n), has_phone: has_phone(n) };
        let people = (0..self.people).map(person).collect();
        Population { people, gatherings, ..Population::default() }
    }
}

/// The n-th person with the app who reports, at random.
pub(crate) fn reporter(population: &Population, seed: u64, nth: u64) -> u32 {
    let chance = Chance::new(seed);
    let mut draws = chance.draws(Purpose::NetworkReporter, nth);
    loop {
        let person = draws.below(population.people.len() as u64) as u32;
        if population.people[person as usize].has_phone {
            return person;
        }
    }
}
