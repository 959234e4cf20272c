//! People and meetings as a script or a file lists them, before it is decided who has
//! a phone.
//!
//! Knows what these builders produce; decides only that gatherings are sorted by
//! start. Generated populations are too large for a second copy and do without.

use super::adoption::Traits;
use super::assembly::Assembly;
use super::{Name, PersonIndex, Population, Tie};
use crate::scenario::Scenario;
use corona_core::time::Timestamp;

/// What a builder found.
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
    pub(super) name: Name,
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
    /// Whoever would organize comes first, who would take over next, and so on;
    /// each person once, at least one.
    pub(super) present: Vec<(PersonIndex, Timestamp)>,
}

impl Draft {
    pub(super) fn into_population(mut self, scenario: &Scenario) -> Population {
        let mut assembly =
            Assembly::new(scenario, self.people.into_iter().map(Name::from), &Traits::default());
        self.meetings.sort_by_key(|meeting| meeting.start);
        for Meeting { name, start, end, mut present } in self.meetings {
            assembly.gather(name, start..end, &mut present);
        }
        assembly.finish(self.ties, self.notes)
    }
}
