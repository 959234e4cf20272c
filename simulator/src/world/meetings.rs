//! Gatherings become events: organizers create and close them, guests scan codes.

use super::occurrence::Occurrence;
use super::phone::Phone;
use super::polls::Asked;
use super::step::{GATHERINGS, PEOPLE, World};
use crate::population::PersonIndex;
use corona_core::cascade::Told;
use corona_core::identity::Signatures;
use corona_core::node::{Answer, Command, EventRef};
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Between a check-in that failed and the next, times the attempt's number.
const CHECK_IN_RETRY: Span = Span::MINUTE;
/// An organizer whose phone was off looks again this soon.
const ORGANIZER_RETRY: Span = Span::minutes(10);

/// What is not known yet of a [`Meeting`]; there are millions, and this needs no room.
const UNKNOWN: Timestamp = Timestamp(i64::MAX);

/// What became of one gathering.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    created: Timestamp,
    closed: Timestamp,
    end: Timestamp,
    number: u32,
    joined: u32,
}

impl Meeting {
    const EXPECTED: Self =
        Self { created: UNKNOWN, closed: UNKNOWN, end: UNKNOWN, number: 0, joined: 0 };

    /// The event's number on the organizer's phone, once created.
    #[must_use]
    pub fn hosted(&self) -> Option<u32> {
        self.created().map(|_| self.number)
    }
    /// World time of its creation.
    #[must_use]
    pub fn created(&self) -> Option<Timestamp> {
        known(self.created)
    }
    /// Begin, by the clock of the organizer, whose phone is given.
    #[must_use]
    pub fn start<S: Signatures>(&self, organizer: &Phone<S>) -> Option<Timestamp> {
        self.created().map(|created| created + organizer.skew)
    }
    /// World time of its close.
    #[must_use]
    pub fn closed(&self) -> Option<Timestamp> {
        known(self.closed)
    }
    /// End, by the organizer's clock.
    #[must_use]
    pub fn end(&self) -> Option<Timestamp> {
        known(self.end)
    }
    /// How many guests' check-ins were acknowledged.
    #[must_use]
    pub const fn joined(&self) -> u32 {
        self.joined
    }
}

fn known(at: Timestamp) -> Option<Timestamp> {
    (at != UNKNOWN).then_some(at)
}

/// What became of all gatherings.
pub(super) struct Meetings {
    pub(super) list: Vec<Meeting>,
    /// The gathering whose beginning is on the agenda.
    pub(super) next: u32,
    /// What is known of guests who still ask, by gathering.
    pub(super) asked: Vec<Option<Box<Asked>>>,
    /// Attempts of guests who failed and may try again, by gathering and guest.
    pub(super) attempts: BTreeMap<(u32, u32), u8>,
}

impl Meetings {
    pub(super) fn new(gatherings: usize) -> Self {
        Self {
            list: vec![Meeting::EXPECTED; gatherings],
            next: 0,
            asked: (0..gatherings).map(|_| None).collect(),
            attempts: BTreeMap::new(),
        }
    }

    pub(super) fn check_in_acknowledged(&mut self, gathering: u32) {
        self.list[gathering as usize].joined += 1;
    }

    /// Once a gathering is over: nobody tries to check in any more.
    fn forget_attempts(&mut self, gathering: u32) {
        let tried = self.attempts.range((gathering, 0)..=(gathering, u32::MAX));
        let tried: Vec<(u32, u32)> = tried.map(|(guest, _)| *guest).collect();
        for guest in tried {
            self.attempts.remove(&guest);
        }
    }
}

impl<S: Signatures> World<S> {
    /// Puts the first gathering from `from` on that becomes an event on the agenda. One at
    /// a time: they are sorted, and all of them would be most of what waits there.
    pub(super) fn plan_meeting(&mut self, from: u32) {
        if !self.setup.app {
            return;
        }
        let run = self.setup.start..=self.setup.end;
        let rest = (from..).zip(&self.setup.population.gatherings[from as usize..]);
        let mut hosted = rest.filter(|(_, about)| about.hosted && run.contains(&about.start));
        if let Some((gathering, about)) = hosted.next() {
            self.meetings.next = gathering;
            self.agenda.push(about.start, GATHERINGS, Occurrence::Gather(gathering));
        }
    }

    pub(super) fn gather(&mut self, gathering: u32) {
        if gathering == self.meetings.next {
            self.plan_meeting(gathering + 1);
        }
        let population = self.setup.population.clone();
        let about = &population.gatherings[gathering as usize];
        if self.misses(about.organizer, gathering) {
            // Without its host it is no event, whoever else is there.
            return;
        }
        let wish = Command::CreateEvent {
            name: about.name.to_string().chars().take(64).collect(),
            banner: None,
        };
        let created = self.command(about.organizer, wish);
        let Some(Ok(Answer::Hosted(number))) = created else {
            // The phone is off: look again, as long as somebody could still join.
            let again = self.now + ORGANIZER_RETRY;
            if again < about.end {
                self.agenda.push(again, PEOPLE, Occurrence::Gather(gathering));
            }
            return;
        };
        self.phones[about.organizer as usize].hosted.insert(number, gathering);
        self.phones[about.organizer as usize].live.push(gathering);
        self.meetings.asked[gathering as usize] = Some(Box::default());
        let meeting = &mut self.meetings.list[gathering as usize];
        meeting.number = number;
        meeting.created = self.now;
        for (guest, attendance) in (0_u32..).zip(population.guests(about).iter()) {
            if attendance.checks_in && !self.misses(attendance.person, gathering) {
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
        let Some(attendance) = population.guests(about).get(guest as usize) else {
            return;
        };
        let person = attendance.person;
        if self.stays_home(person, gathering) {
            return;
        }
        let number = self.meetings.list[gathering as usize].hosted();
        let code = number
            .filter(|_| self.open_app(person))
            .and_then(|event| self.command(about.organizer, Command::ShowCode { event }));
        let joining = match code {
            Some(Ok(Answer::Code(code))) => self.command(person, Command::CheckIn { code }),
            Some(_) | None => None,
        };
        match joining {
            Some(Ok(Answer::Joining(number))) => {
                self.phones[person as usize].joined.insert(number, gathering);
            }
            Some(_) | None => self.retry_guest(gathering, guest),
        }
    }

    /// After a failure: a fresh code, as long as the gathering and patience last.
    pub(super) fn retry_check_in(&mut self, gathering: u32, person: PersonIndex) {
        let population = &self.setup.population;
        let guests = population.guests(&population.gatherings[gathering as usize]);
        let found = (0_u32..).zip(guests.iter()).find(|(_, guest)| guest.person == person);
        if let Some((guest, _)) = found {
            self.retry_guest(gathering, guest);
        }
    }

    fn retry_guest(&mut self, gathering: u32, guest: u32) {
        let end = self.setup.population.gatherings[gathering as usize].end;
        let patience = self.setup.behaviour.check_in_attempts;
        let failed = self.meetings.attempts.get(&(gathering, guest)).copied().unwrap_or(0);
        let attempt = failed.saturating_add(1);
        let at = self.now + Span(CHECK_IN_RETRY.0 * i64::from(attempt));
        if at >= end {
            return;
        }
        self.meetings.attempts.insert((gathering, guest), attempt);
        if u32::from(attempt) < patience {
            self.agenda.push(at, PEOPLE, Occurrence::CheckIn { gathering, guest });
        }
    }

    pub(super) fn disperse(&mut self, gathering: u32) {
        self.meetings.forget_attempts(gathering);
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        let meeting = &self.meetings.list[gathering as usize];
        let Some(event) = meeting.hosted().filter(|_| meeting.closed().is_none()) else {
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
        let meeting = &mut self.meetings.list[gathering as usize];
        meeting.closed = self.now;
        meeting.end = end.unwrap_or(UNKNOWN);
    }
}
