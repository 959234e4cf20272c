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
    /// Says who is at two meetings at once. It may well be so: somebody left early, or a table
    /// knows dates alone.
    pub(super) fn note_overlaps(&mut self) {
        let mut stays: Vec<(PersonIndex, Timestamp, usize)> = Vec::new();
        for (index, meeting) in self.meetings.iter().enumerate() {
            stays.extend(meeting.present.iter().map(|(person, _)| (*person, meeting.start, index)));
        }
        stays.sort_unstable();
        let overlap = |pair: &&[(PersonIndex, Timestamp, usize)]| {
            pair[0].0 == pair[1].0 && pair[1].1 < self.meetings[pair[0].2].end
        };
        let overlaps: Vec<_> = stays.windows(2).filter(overlap).collect();
        let Some(first) = overlaps.first() else {
            return;
        };
        let people = overlaps.chunk_by(|one, other| one[0].0 == other[0].0).count();
        let (person, [one, other]) = (first[0].0, [first[0].2, first[1].2]);
        let note = format!(
            "people at two gatherings at once: {}, first {:?} at {:?} and {:?} on {}: taken as it \
             is, and they check in at both",
            people,
            self.people[person as usize],
            self.meetings[one].name.to_string(),
            self.meetings[other].name.to_string(),
            self.meetings[other].start,
        );
        self.notes.push(note);
    }

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
