//! People and meetings before it is decided who has a phone.
//!
//! Knows what every kind of population produces; decides, from streams of the
//! scenario's seed, adoption, hosts and check-ins, the same way for all kinds.

use super::{Attendance, Gathering, Person, PersonIndex, Population, Tie};
use crate::chance::{Chance, Purpose};
use crate::scenario::Scenario;
use corona_core::time::Timestamp;

/// What a builder found or generated.
#[derive(Default)]
pub(super) struct Draft {
    /// Names, by index.
    pub(super) people: Vec<String>,
    pub(super) ties: Vec<Tie>,
    pub(super) meetings: Vec<Meeting>,
    pub(super) notes: Vec<String>,
}

/// People in one place.
pub(super) struct Meeting {
    pub(super) name: String,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Whoever would organize comes first, who would take over next, and so on;
    /// each person once, at least one.
    pub(super) present: Vec<(PersonIndex, Timestamp)>,
}

impl Draft {
    pub(super) fn into_population(mut self, scenario: &Scenario) -> Population {
        let chance = Chance::new(scenario.seed);
        let adoption = scenario.phones.adoption.fraction();
        let adopts = |person: usize| chance.happens(Purpose::Adoption, person as u64, 0, adoption);
        let people: Vec<Person> = (self.people.into_iter().enumerate())
            .map(|(index, name)| Person { name, has_phone: adopts(index) })
            .collect();
        self.meetings.sort_by_key(|meeting| meeting.start);
        let check_in = scenario.behaviour.check_in.fraction();
        let gatherings = (self.meetings.into_iter().enumerate())
            .map(|(index, meeting)| {
                let checks_in = |person: PersonIndex| {
                    let (person, gathering) = (u64::from(person), index as u64);
                    chance.happens(Purpose::CheckIn, person, gathering, check_in)
                };
                meeting.into_gathering(&people, checks_in)
            })
            .collect();
        Population { people, ties: self.ties, gatherings, notes: self.notes }
    }
}

impl Meeting {
    fn into_gathering(
        self,
        people: &[Person],
        checks_in: impl Fn(PersonIndex) -> bool,
    ) -> Gathering {
        let has_phone = |person: PersonIndex| people[person as usize].has_phone;
        let host = self.present.iter().position(|(person, _)| has_phone(*person));
        let mut present = self.present;
        let (organizer, _) = present.remove(host.unwrap_or(0));
        let mut guests: Vec<Attendance> = present
            .into_iter()
            .map(|(person, arrives)| Attendance {
                person,
                arrives,
                checks_in: host.is_some() && has_phone(person) && checks_in(person),
            })
            .collect();
        guests.sort_by_key(|guest| guest.arrives);
        Gathering {
            name: self.name,
            start: self.start,
            end: self.end,
            organizer,
            hosted: host.is_some(),
            guests,
        }
    }
}
