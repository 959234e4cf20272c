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
    /// Milliseconds from `start` until the organizer came: where nobody had the app another
    /// would organize, and people come when they come.
    pub(super) host_late: u32,
    pub(super) first_guest: u32,
    pub(super) guest_count: u32,
}

impl Gathering {
    /// Nobody's but the organizer's yet: [`Gatherings::push`] adds the guests.
    #[must_use]
    pub fn new(name: Name, time: Range<Timestamp>, organizer: PersonIndex, hosted: bool) -> Self {
        let Range { start, end } = time;
        let (host_late, first_guest, guest_count) = (0, 0, 0);
        Self { name, start, end, organizer, hosted, host_late, first_guest, guest_count }
    }

    /// The same, whose organizer came this long after the start, at most 24 days.
    #[must_use]
    pub fn whose_host_came(self, after: Span) -> Self {
        Self { host_late: after.0.clamp(0, i64::from(u32::MAX)) as u32, ..self }
    }

    /// How long after the start the organizer was there in body. The event is created at
    /// `start` all the same.
    #[must_use]
    pub fn host_late(&self) -> Span {
        Span(self.host_late.into())
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
