//! All gatherings of a population and, in one row, all guests.
//!
//! Knows how tens of millions of attendances fit into memory: eight bytes each, one
//! after another, every gathering with a range of them. Who comes where is decided by
//! those who push.

use super::{Attendance, Gathering, PersonIndex};
use corona_core::time::{Span, Timestamp};
use std::ops::Deref;

/// Guests arrive at most this long after a gathering's start: what 31 bits of
/// milliseconds hold, in whole days.
pub const LATEST_ARRIVAL: Span = Span::days(24);

/// The bit of [`Stay::arrival`] that says whether the guest checks in.
const CHECKS_IN: u32 = 1 << 31;

/// A guest's attendance.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stay {
    person: PersonIndex,
    /// Milliseconds after the start; the highest bit is [`CHECKS_IN`].
    arrival: u32,
}

/// A slice of gatherings that also has their guests.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Gatherings {
    list: Vec<Gathering>,
    stays: Vec<Stay>,
}

impl Gatherings {
    /// Adds a gathering with its guests; those who keep them sorted push in that order.
    ///
    /// # Panics
    /// If a guest arrives before the start or later than [`LATEST_ARRIVAL`] after it, or
    /// at the 2³²-th attendance, after 34 GB of them: builders refuse such input before.
    pub fn push(&mut self, mut gathering: Gathering, guests: impl IntoIterator<Item = Attendance>) {
        let first = self.stays.len();
        let start = gathering.start;
        self.stays.extend(guests.into_iter().map(|guest| Stay::of(guest, start)));
        let index = |at: usize| u32::try_from(at).expect("fewer than 2^32 attendances");
        gathering.first_guest = index(first);
        gathering.guest_count = index(self.stays.len()) - gathering.first_guest;
        self.list.push(gathering);
    }

    /// Gives back what was reserved for gatherings that don't come.
    pub(super) fn shrink(&mut self) {
        self.list.shrink_to_fit();
        self.stays.shrink_to_fit();
    }

    /// The guests of one of these gatherings.
    #[must_use]
    pub fn guests(&self, gathering: &Gathering) -> Guests<'_> {
        let first = gathering.first_guest as usize;
        let stays = &self.stays[first..first + gathering.guest_count as usize];
        Guests { start: gathering.start, stays }
    }

    /// All attendances but those of organizers.
    #[must_use]
    pub fn guest_count(&self) -> usize {
        self.stays.len()
    }

    /// Memory held, in bytes, apart from given names.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.list.capacity() * size_of::<Gathering>() + self.stays.capacity() * size_of::<Stay>()
    }
}

impl Deref for Gatherings {
    type Target = [Gathering];
    fn deref(&self) -> &[Gathering] {
        &self.list
    }
}

impl<'a> IntoIterator for &'a Gatherings {
    type Item = &'a Gathering;
    type IntoIter = std::slice::Iter<'a, Gathering>;
    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl Stay {
    fn of(guest: Attendance, start: Timestamp) -> Self {
        let after = guest.arrives - start;
        assert!((Span::ZERO..=LATEST_ARRIVAL).contains(&after), "arrives {after} after the start");
        let checks_in = if guest.checks_in { CHECKS_IN } else { 0 };
        Self { person: guest.person, arrival: after.as_millis() as u32 | checks_in }
    }

    fn attendance(self, start: Timestamp) -> Attendance {
        Attendance {
            person: self.person,
            arrives: start + Span(i64::from(self.arrival & !CHECKS_IN)),
            checks_in: self.arrival & CHECKS_IN != 0,
        }
    }
}

/// The guests of one gathering, in order.
#[derive(Clone, Copy, Debug)]
pub struct Guests<'a> {
    start: Timestamp,
    stays: &'a [Stay],
}

impl<'a> Guests<'a> {
    /// How many.
    #[must_use]
    pub const fn len(self) -> usize {
        self.stays.len()
    }
    /// Whether the organizer is alone.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.stays.is_empty()
    }
    /// The n-th.
    #[must_use]
    pub fn get(self, n: usize) -> Option<Attendance> {
        self.stays.get(n).map(|stay| stay.attendance(self.start))
    }
    /// All of them.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Attendance> + Clone + use<'a> {
        self.stays.iter().map(move |stay| stay.attendance(self.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp(1_000_000);

    fn gathering(organizer: u32) -> Gathering {
        Gathering::new("a".into(), START..START + Span::DAY, organizer, true)
    }

    #[test]
    fn an_attendance_takes_eight_bytes_and_a_gathering_forty_eight() {
        assert_eq!((size_of::<Stay>(), size_of::<Gathering>()), (8, 48));
    }

    #[test]
    fn every_gathering_has_its_own_guests_as_they_were_pushed() {
        let guest =
            |person, after, checks_in| Attendance { person, arrives: START + after, checks_in };
        let early = [guest(7, Span::ZERO, true), guest(u32::MAX, LATEST_ARRIVAL, true)];
        let late = [guest(3, Span(1), false)];
        let mut gatherings = Gatherings::default();
        gatherings.push(gathering(0), early);
        gatherings.push(gathering(1), []);
        gatherings.push(gathering(2), late);
        let guests = |n: usize| gatherings.guests(&gatherings[n]).iter().collect::<Vec<_>>();
        assert_eq!((guests(0), guests(2)), (early.to_vec(), late.to_vec()));
        assert!(gatherings.guests(&gatherings[1]).is_empty());
        assert_eq!(gatherings.guests(&gatherings[0]).get(1), Some(early[1]));
        assert_eq!((gatherings[0].size(), gatherings.guest_count()), (3, 3));
    }
}
