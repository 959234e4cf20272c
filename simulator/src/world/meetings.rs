//! Gatherings become events: organizers create and close them, guests scan codes.

use super::occurrence::Occurrence;
use super::polls::Seat;
use super::step::{PEOPLE, World};
use crate::population::PersonIndex;
use corona_core::cascade::Told;
use corona_core::identity::Signatures;
use corona_core::node::{Answer, Command, EventRef};
use corona_core::time::{Span, Timestamp};

/// Between a check-in that failed and the next, times the attempt's number.
const CHECK_IN_RETRY: Span = Span::MINUTE;
/// An organizer whose phone was off looks again this soon.
const ORGANIZER_RETRY: Span = Span::minutes(10);

/// What became of one gathering.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// The event's number on the organizer's phone, once created.
    pub hosted: Option<u32>,
    /// World time of its creation.
    pub created: Option<Timestamp>,
    /// Begin, by the organizer's clock.
    pub start: Option<Timestamp>,
    /// World time of its close.
    pub closed: Option<Timestamp>,
    /// End, by the organizer's clock.
    pub end: Option<Timestamp>,
    /// Guests whose check-in was acknowledged, in order, by person.
    pub joined: Vec<PersonIndex>,
    /// Where the organizer's phone keeps each of them, once known.
    slots: Vec<Option<u32>>,
    /// Attempts by each guest who had to try.
    attempts: Vec<u8>,
    /// Guests whose polls may be left out, by person.
    pub(super) seats: Vec<Seat>,
    /// Of the event, when its guests last heard that it changed.
    pub(super) version: u32,
}

impl Meeting {
    /// A guest's check-in was acknowledged.
    pub(super) fn join(&mut self, person: PersonIndex) {
        self.joined.push(person);
        self.slots.push(None);
    }

    /// Where the organizer's phone keeps a guest, as last seen.
    pub(super) fn slot(&self, person: PersonIndex) -> Option<u32> {
        let at = self.joined.iter().rposition(|joined| *joined == person)?;
        self.slots[at]
    }

    /// The organizer's phone keeps a guest there.
    pub(super) fn note_slot(&mut self, person: PersonIndex, slot: u32) {
        if let Some(at) = self.joined.iter().rposition(|joined| *joined == person) {
            self.slots[at] = Some(slot);
        }
    }
}

impl<S: Signatures> World<S> {
    pub(super) fn plan_meetings(&mut self) {
        let population = self.setup.population.clone();
        for (gathering, about) in (0_u32..).zip(&population.gatherings) {
            let within = about.start >= self.setup.start && about.start <= self.setup.end;
            if about.hosted && within {
                self.agenda.push(about.start, PEOPLE, Occurrence::Gather(gathering));
            }
        }
    }

    pub(super) fn gather(&mut self, gathering: u32) {
        let population = self.setup.population.clone();
        let about = &population.gatherings[gathering as usize];
        let wish =
            Command::CreateEvent { name: about.name.chars().take(64).collect(), banner: None };
        let created = self.command(about.organizer, wish);
        let Some(Ok(Answer::Hosted(number))) = created else {
            // The phone is off: look again, as long as somebody could still join.
            let again = self.now + ORGANIZER_RETRY;
            if again < about.end {
                self.agenda.push(again, PEOPLE, Occurrence::Gather(gathering));
            }
            return;
        };
        let skew = self.phones[about.organizer as usize].skew;
        self.phones[about.organizer as usize].hosted.insert(number, gathering);
        self.phones[about.organizer as usize].live.push(gathering);
        let meeting = &mut self.meetings[gathering as usize];
        meeting.hosted = Some(number);
        meeting.created = Some(self.now);
        meeting.start = Some(self.now + skew);
        meeting.attempts = vec![0; about.guests.len()];
        for (guest, attendance) in (0_u32..).zip(&about.guests) {
            if attendance.checks_in {
                let at = attendance.arrives.max(self.now);
                self.agenda.push(at, PEOPLE, Occurrence::CheckIn { gathering, guest });
            }
        }
        self.agenda.push(about.end.max(self.now), PEOPLE, Occurrence::Disperse(gathering));
        self.tell_created(gathering);
        // What the organizer had to tell at once was told before the event had its gathering.
        let node = self.phones[about.organizer as usize].node.as_ref();
        let own = node.and_then(|node| node.hosted_event(number)).map(|hosted| hosted.own());
        if let Some(told) = own.filter(|told| *told != Told::Nothing) {
            self.report_queued(about.organizer, EventRef::Hosted(number), told);
        }
    }

    /// A guest scans a fresh code on the organizer's screen.
    pub(super) fn check_in(&mut self, gathering: u32, guest: u32) {
        let population = self.setup.population.clone();
        let about = &population.gatherings[gathering as usize];
        let person = about.guests[guest as usize].person;
        if self.stays_home(person, gathering) {
            return;
        }
        let number = self.meetings[gathering as usize].hosted;
        let code = number
            .filter(|_| self.phones[person as usize].is_on())
            .and_then(|event| self.command(about.organizer, Command::ShowCode { event }));
        let joining = match code {
            Some(Ok(Answer::Code(code))) => self.command(person, Command::CheckIn { code }),
            Some(_) | None => None,
        };
        match joining {
            Some(Ok(Answer::Joining(number))) => {
                self.phones[person as usize].joined.insert(number, gathering);
            }
            Some(_) | None => self.retry_check_in(gathering, person),
        }
    }

    /// After a failure: a fresh code, as long as the gathering and patience last.
    pub(super) fn retry_check_in(&mut self, gathering: u32, person: PersonIndex) {
        let population = self.setup.population.clone();
        let about = &population.gatherings[gathering as usize];
        let Some(guest) = about.guests.iter().position(|guest| guest.person == person) else {
            return;
        };
        let patience = self.setup.behaviour.check_in_attempts;
        let attempt = &mut self.meetings[gathering as usize].attempts[guest];
        *attempt = attempt.saturating_add(1);
        let at = self.now + Span(CHECK_IN_RETRY.0 * i64::from(*attempt));
        if u32::from(*attempt) < patience && at < about.end {
            let again = Occurrence::CheckIn { gathering, guest: guest as u32 };
            self.agenda.push(at, PEOPLE, again);
        }
    }

    pub(super) fn disperse(&mut self, gathering: u32) {
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        let meeting = &self.meetings[gathering as usize];
        let Some(event) = meeting.hosted.filter(|_| meeting.closed.is_none()) else {
            return;
        };
        if self.command(organizer, Command::CloseEvent { event }).is_none() {
            // The phone is off; in the end it closes the event by itself (auto_close).
            let again = self.now + ORGANIZER_RETRY;
            self.agenda.push(again, PEOPLE, Occurrence::Disperse(gathering));
        }
    }

    /// Notes that an event ended, by whatever cause.
    pub(super) fn event_closed(&mut self, organizer: PersonIndex, number: u32) {
        let phone = &self.phones[organizer as usize];
        let Some(gathering) = phone.hosted.get(&number).copied() else {
            return;
        };
        let end = phone
            .node
            .as_ref()
            .and_then(|node| node.hosted_event(number))
            .and_then(|event| event.span().end);
        let meeting = &mut self.meetings[gathering as usize];
        meeting.closed = Some(self.now);
        meeting.end = end;
    }
}
