//! People, the ties between them and the gatherings they attend: what every
//! kind of population (script, town, attendance table, contacts file) is turned
//! into before phones run. Pure data: who has the app, who hosts and who checks in
//! is already decided, so that a seed's oracle and phones see the same world.

use super::{Gatherings, Guests, Name};
use corona_core::time::{Span, Timestamp};
use std::ops::Range;

/// Index of a person in [`Population::people`].
pub type PersonIndex = u32;

/// One person.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    /// From the script or the data file; generated people are `p17`.
    pub name: Name,
    /// Whether they carry a phone with the app.
    pub has_phone: bool,
}

/// Somebody's presence at a gathering.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attendance {
    /// Who.
    pub person: PersonIndex,
    /// When they arrive (check-in follows), within the gathering.
    pub arrives: Timestamp,
    /// Whether they try to check in: they have a phone, use it, and there is a host.
    pub checks_in: bool,
}

/// People in one place for a while; becomes an event if an organizer with the
/// app hosts one. Its guests are in [`Population::guests`].
#[derive(Clone, PartialEq, Debug)]
pub struct Gathering {
    /// From the script or data file; generated ones name their kind: `team 12`.
    pub name: Name,
    /// Begin; the organizer arrives now.
    pub start: Timestamp,
    /// End, after `start`.
    pub end: Timestamp,
    /// Whose phone hosts it, if it becomes an event. Also an attendee, not repeated
    /// among the guests. Taken to be there from `start`.
    pub organizer: PersonIndex,
    /// Whether it becomes an event: its organizer has a phone. Otherwise nobody there has.
    pub hosted: bool,
    /// Whole seconds from `start` until the organizer came, in three bytes that cost nothing:
    /// where nobody had the app another would organize, and people come when they come.
    host_late: [u8; 3],
    pub(super) first_guest: u32,
    pub(super) guest_count: u32,
}

impl Gathering {
    /// Nobody's but the organizer's yet: [`Gatherings::push`] adds the guests.
    #[must_use]
    pub fn new(name: Name, time: Range<Timestamp>, organizer: PersonIndex, hosted: bool) -> Self {
        let Range { start, end } = time;
        let (host_late, first_guest, guest_count) = ([0; 3], 0, 0);
        Self { name, start, end, organizer, hosted, host_late, first_guest, guest_count }
    }

    /// The same, whose organizer came this long after the start, at most 24 days.
    #[must_use]
    pub fn whose_host_came(self, after: Span) -> Self {
        let seconds = (after.0 / Span::SECOND.0).clamp(0, (1 << 24) - 1) as u32;
        let [a, b, c, _] = seconds.to_le_bytes();
        Self { host_late: [a, b, c], ..self }
    }

    /// When the organizer was there in body. The event is created at `start` all the same.
    #[must_use]
    pub fn host_came(&self) -> Timestamp {
        let [a, b, c] = self.host_late;
        self.start + Span::seconds(u32::from_le_bytes([a, b, c, 0]).into())
    }

    /// A guest's arrival to the second, as exactly as that of the organizer is known: who
    /// hosts must not change who was together for how long.
    #[must_use]
    pub fn came(&self, arrives: Timestamp) -> Timestamp {
        self.start + Span::seconds((arrives - self.start).0 / Span::SECOND.0)
    }

    /// Everybody there, with or without phone, the organizer included.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.guest_count as usize + 1
    }
}

/// Why two people know each other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TieKind {
    /// Live together.
    Household,
    /// Friends.
    Friend,
}

/// Two people who pair their phones if both have the app.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Tie {
    /// The smaller index.
    pub a: PersonIndex,
    /// The larger index.
    pub b: PersonIndex,
    /// Why.
    pub kind: TieKind,
}

/// A world's people and meetings.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Population {
    /// Everybody, with or without the app.
    pub people: Vec<Person>,
    /// Who would pair.
    pub ties: Vec<Tie>,
    /// Sorted by (start, then order of generation or file).
    pub gatherings: Gatherings,
    /// What a reader of results should know about how the data was read: how many
    /// lines were merged or left out.
    pub notes: Vec<String>,
}

impl Population {
    /// Everybody at one of the population's gatherings but its organizer, each person
    /// once; by arrival if the builder knows it.
    #[must_use]
    pub fn guests(&self, gathering: &Gathering) -> Guests<'_> {
        self.gatherings.guests(gathering)
    }
}
