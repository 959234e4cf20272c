//! Polls that would change nothing, left out and made up for.
//!
//! The world sees both sides: once a guest holds what its event would answer, the guest's
//! polls happen unseen ([`corona_core::node::Node::leave_out_polls`]) until the event has
//! something new. An unseen poll still keeps its participation busy for a while, so one
//! that is under way when something happens to either phone is begun after all, in its own
//! time, with the luck it would have had: dials are named by phone, address and time, and
//! between its beginning and now nothing has happened that it could have met otherwise.
//! What is seen of a world is the same with every poll simulated; `tests/elision` holds it
//! to that.

use super::setup::{Polls, WorldSetup};
use super::step::World;
use crate::population::PersonIndex;
use corona_core::cascade::StatisticsRule;
use corona_core::events::{Answered, Joined, Stage, Statistics};
use corona_core::identity::Signatures;
use corona_core::node::{Effects, Node};
use corona_core::pump::settle;
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// A guest of an event that phones still ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seat {
    pub(super) person: PersonIndex,
    /// The event's number on the guest's phone.
    pub(super) number: u32,
    /// The guest's number on the organizer's.
    slot: u32,
    /// No unseen poll begins earlier that was not looked at.
    next: Timestamp,
}

/// The guests of an event that answers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Asked {
    /// Those who were answered once it was closed, by person.
    seats: Vec<Seat>,
    /// Of the event, when its guests last heard that it changed.
    version: u32,
}

/// What the world knows of polls left out.
pub(super) struct Unseen {
    /// Whether any are.
    pub(super) allowed: bool,
    /// By phones whose process has died since.
    pub(super) by_the_dead: u64,
    /// Participations of the running phone that have something to tell.
    pub(super) disturbed: Vec<u32>,
    /// The world is back in the past.
    pub(super) in_past: bool,
}

impl Unseen {
    pub(super) fn new(setup: &WorldSetup) -> Self {
        let allowed = match setup.polls {
            Polls::Every => false,
            // A poll must be over before the next one of its participation; and a sleeping
            // phone opens a window for every poll, in which others reach it.
            Polls::Telling => {
                setup.sleep.is_none() && setup.rules.polls.min > longest_poll(&setup.rules)
            }
        };
        Self { allowed, by_the_dead: 0, disturbed: Vec::new(), in_past: false }
    }
}

/// From its beginning a poll keeps its participation busy for less than this.
fn longest_poll(rules: &Rules) -> Span {
    rules.events.dial_deadline + rules.events.visit_deadline + Span(1)
}

impl<S: Signatures> World<S> {
    fn count_left_out_of(&mut self, person: PersonIndex) {
        let phone = &mut self.phones[person as usize];
        let local = self.now + phone.skew;
        if let Some(node) = phone.node.as_mut() {
            let numbers: Vec<u32> = node.leaving_out().collect();
            numbers.into_iter().for_each(|number| node.count_left_out(number, local));
        }
    }

    /// A guest was answered: perhaps there is nothing more to learn for a while.
    pub(super) fn guest_answered(&mut self, person: PersonIndex, number: u32) {
        if !self.unseen.allowed || self.unseen.in_past {
            return;
        }
        let Some(gathering) = self.phones[person as usize].joined_gathering(number) else {
            return;
        };
        let Some(place) = self.seat_of(gathering, person, number) else {
            return;
        };
        let seat = self.seats(gathering)[place];
        let Some(until) = self.nothing_new_until(gathering, seat) else {
            return;
        };
        let phone = &mut self.phones[person as usize];
        let (skew, local) = (phone.skew, self.now + phone.skew);
        let Some(node) = phone.node.as_mut() else {
            return;
        };
        let until = if until < Timestamp::FAR_FUTURE { until + skew } else { until };
        node.leave_out_polls(number, until, local);
        let next = node.next_left_out(number, local).map_or(Timestamp::FAR_FUTURE, |at| at - skew);
        self.seats_mut(gathering)[place].next = next;
    }

    fn seats(&self, gathering: u32) -> &[Seat] {
        self.meetings.asked[gathering as usize].as_ref().map_or(&[], |asked| &asked.seats)
    }
    fn seats_mut(&mut self, gathering: u32) -> &mut [Seat] {
        self.asked_mut(gathering).map_or(&mut [], |asked| &mut asked.seats)
    }
    fn asked_mut(&mut self, gathering: u32) -> Option<&mut Asked> {
        self.meetings.asked[gathering as usize].as_deref_mut()
    }

    /// The place of a guest among those who ask.
    fn seat_of(&mut self, gathering: u32, person: PersonIndex, number: u32) -> Option<usize> {
        let seats = self.seats(gathering);
        match seats.binary_search_by_key(&person, |seat| seat.person) {
            Ok(place) => Some(place),
            Err(place) => {
                let (_, slot) = self.guest_slot(gathering, person)?;
                let seat = Seat { person, number, slot, next: Timestamp::FAR_FUTURE };
                self.asked_mut(gathering)?.seats.insert(place, seat);
                Some(place)
            }
        }
    }

    /// Until when (world time) polls that begin earlier bring a guest nothing new; `None` if
    /// the next one may.
    fn nothing_new_until(&self, gathering: u32, seat: Seat) -> Option<Timestamp> {
        let rules = &self.setup.rules;
        let guest = self.phones[seat.person as usize].node()?.participation(seat.number)?;
        let known = guest.joined()?;
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        let host = &self.phones[organizer as usize];
        let event = host.node()?.hosted_event(self.meetings.list[gathering as usize].hosted()?)?;
        let now = self.now + host.skew;
        // While it is open, its end is still to be learnt.
        event.span().end?;
        let held = event.guest(seat.slot)?.held.as_ref();
        if held.is_some_and(|held| {
            held.sequence != known.sequence() || held.standing != known.standing()
        }) || (held.is_none() && known.sequence() > 0)
        {
            return None;
        }
        let settles = event.settles_at(now, &rules.policy);
        if holds(known, &event.answer(seat.slot, settles.unwrap_or(now), &rules.policy)) {
            return Some(Timestamp::FAR_FUTURE);
        }
        settles.map(|settles| settles - host.skew - longest_poll(rules))
    }

    /// Before an input to a phone that may change what its events answer at once: unseen
    /// polls that are under way there must be answered as things are.
    pub(super) fn before_input(&mut self, person: PersonIndex) {
        if !self.unseen.allowed || self.unseen.in_past {
            return;
        }
        if self.setup.rules.policy.statistics == StatisticsRule::Exact
            && !self.phones[person as usize].live.is_empty()
        {
            self.make_up_at_events_of(person);
        }
    }

    /// Begins the unseen polls after all that are under way at the phone's events.
    pub(super) fn make_up_at_events_of(&mut self, person: PersonIndex) {
        for i in 0..self.phones[person as usize].live.len() {
            let gathering = self.phones[person as usize].live[i];
            for place in 0..self.seats(gathering).len() {
                let seat = self.seats(gathering)[place];
                // A phone that is away will make up for its polls at a time yet unknown.
                if seat.next <= self.now && self.phones[seat.person as usize].is_on() {
                    let next = self.make_up_for(seat.person, seat.number);
                    self.seats_mut(gathering)[place].next = next;
                }
            }
        }
    }

    /// Begins a participation's unseen poll after all, if it is under way; gives when the
    /// next unseen one begins.
    fn make_up_for(&mut self, person: PersonIndex, number: u32) -> Timestamp {
        let phone = &self.phones[person as usize];
        let (skew, local) = (phone.skew, self.now + phone.skew);
        let since = local - longest_poll(&self.setup.rules);
        let latest = phone.node().and_then(|node| node.latest_left_out(number, local));
        // A phone that is not there made up for its polls when it went.
        if let Some(at) = latest.filter(|at| *at > since && self.phones[person as usize].is_on()) {
            self.relive(person, number, at - skew);
        }
        let next = self.phones[person as usize].node().and_then(|n| n.next_left_out(number, local));
        next.map_or(Timestamp::FAR_FUTURE, |at| at - skew)
    }

    /// Lets an unseen poll begin at `at`, in the past, and what follows from it happen until
    /// now. Nobody else is touched: what else they did since had nothing to do with it.
    fn relive(&mut self, person: PersonIndex, number: u32, at: Timestamp) {
        let Some(gathering) = self.phones[person as usize].joined_gathering(number) else {
            return;
        };
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        let present = std::mem::replace(&mut self.now, at);
        self.unseen.in_past = true;
        let held = [person, organizer].map(|phone| self.network.hold_notices(phone));
        self.network.enter_past(at);
        let phone = &mut self.phones[person as usize];
        let local = at + phone.skew;
        let Some(node) = phone.node.as_mut() else {
            unreachable!("only a phone whose node runs has unseen polls");
        };
        let mut effects = Effects::default();
        let aside = node.begin_left_out(number, local, &mut effects);
        let mut port = self.network.port(person, at, phone.skew);
        settle(&mut effects, &mut port, &mut phone.store, local, &mut Vec::new())
            .expect("a store in memory always has room");
        while let Some((next, whose)) = self.next_in_past(at, person, organizer) {
            if next >= present {
                break;
            }
            self.observer.occurrences += 1;
            self.now = next;
            let told = match whose {
                Some(whose) => Some(whose),
                None => self.network.advance().and_then(|(_, told)| told),
            };
            if let Some(told) = told {
                self.run_phone(told);
            }
        }
        self.network.leave_past(present);
        held.into_iter().for_each(|notices| self.network.release_notices(notices));
        self.now = present;
        self.unseen.in_past = false;
        if let Some(node) = self.phones[person as usize].node.as_mut() {
            node.end_left_out(number, local, aside);
        }
        self.schedule_wake(person);
        self.schedule_wake(organizer);
    }

    /// What happens next in the past: something in flight, or a deadline of one of the two.
    fn next_in_past(
        &self,
        at: Timestamp,
        one: PersonIndex,
        other: PersonIndex,
    ) -> Option<(Timestamp, Option<PersonIndex>)> {
        let flight = self.network.next_due().map(|due| (due, None));
        let deadline = |person: PersonIndex| {
            let phone = &self.phones[person as usize];
            let node = phone.node().filter(|_| self.phones[person as usize].is_on())?;
            let due = node.next_deadline() - phone.skew;
            // What else is due has its turn in the present.
            (due > at && node.next_wake() - phone.skew == due).then_some((due, Some(person)))
        };
        [flight, deadline(one), deadline(other)].into_iter().flatten().min()
    }

    /// Before a phone goes off, dies or comes back: polls that are under way
    /// with it, from it or at its events, are begun after all.
    pub(super) fn before_presence_changes(&mut self, person: PersonIndex) {
        if !self.unseen.allowed {
            return;
        }
        self.make_up_at_events_of(person);
        if self.phones[person as usize].is_on() {
            self.make_up_for_all_of(person);
            self.count_left_out_of(person);
            let now = self.now;
            self.phones[person as usize].away_since = Some(now);
        }
    }

    /// Begins the phone's own unseen polls after all that are under way.
    pub(super) fn make_up_for_all_of(&mut self, person: PersonIndex) {
        let Some(node) = self.phones[person as usize].node() else {
            return;
        };
        let numbers: Vec<u32> = node.leaving_out().collect();
        for number in numbers {
            self.make_up_for(person, number);
        }
    }

    /// After a phone has perhaps come back: polls it missed happen now.
    pub(super) fn after_presence_changed(&mut self, person: PersonIndex) {
        if !self.unseen.allowed || !self.phones[person as usize].is_on() {
            return;
        }
        let longest = longest_poll(&self.setup.rules);
        let phone = &mut self.phones[person as usize];
        let (Some(away_since), Some(node)) = (phone.away_since.take(), phone.node.as_mut()) else {
            return;
        };
        let (away_since, now) = (away_since + phone.skew, self.now + phone.skew);
        let numbers: Vec<u32> = node.leaving_out().collect();
        for number in numbers {
            node.make_up_for_polls(number, away_since, now, |next| next <= now + longest);
        }
    }

    /// A participation whose polls may be left out has something to tell.
    pub(super) fn disturb(&mut self, person: PersonIndex, number: u32) {
        let node = self.phones[person as usize].node();
        if node.is_some_and(|node| node.leaves_out_polls(number)) {
            self.unseen.disturbed.push(number);
        }
    }

    /// After a phone ran: what it has to tell is told, its events' news reach those who ask.
    /// True if it must run again.
    pub(super) fn after_run(&mut self, person: PersonIndex) -> bool {
        if !self.unseen.allowed || self.unseen.in_past {
            return false;
        }
        self.spread_news_of(person);
        let must_run = !self.unseen.disturbed.is_empty();
        while let Some(number) = self.unseen.disturbed.pop() {
            self.make_up_for(person, number);
            let phone = &mut self.phones[person as usize];
            let local = self.now + phone.skew;
            if let Some(node) = phone.node.as_mut() {
                node.poll_again(number, local);
            }
        }
        must_run
    }

    /// The process is gone, and what it was about to do with it.
    pub(super) fn forget_unseen(&mut self, person: PersonIndex) {
        self.unseen.disturbed.clear();
        for gathering in &self.phones[person as usize].live {
            // What the last words changed nobody has heard of.
            if let Some(asked) = self.meetings.asked[*gathering as usize].as_deref_mut() {
                asked.version = u32::MAX;
            }
        }
        let phone = &mut self.phones[person as usize];
        phone.away_since = None;
        phone.news_seen = None;
        self.unseen.by_the_dead += phone.node().map_or(0, |node| node.counted_left_out());
    }

    /// Events of this phone that changed since it ran last: their guests ask again, from when
    /// on they may be answered something new.
    fn spread_news_of(&mut self, person: PersonIndex) {
        let changes = self.phones[person as usize].node().map(Node::hosted_changes);
        if changes.is_some() && self.phones[person as usize].news_seen == changes {
            return;
        }
        self.phones[person as usize].news_seen = changes;
        let mut i = 0;
        while let Some(&gathering) = self.phones[person as usize].live.get(i) {
            let phone = &self.phones[person as usize];
            let now = self.now + phone.skew;
            let number = self.meetings.list[gathering as usize].hosted();
            let event = number.and_then(|number| phone.node()?.hosted_event(number));
            let rules = &self.setup.rules;
            let Some(event) = event.filter(|e| e.stage(now, &rules.events) <= Stage::Maintained)
            else {
                if phone.node.is_some() {
                    // Nobody is answered any more.
                    self.phones[person as usize].live.swap_remove(i);
                    self.meetings.asked[gathering as usize] = None;
                } else {
                    i += 1;
                }
                continue;
            };
            i += 1;
            let version = event.version();
            let settles = event.settles_at(now, &rules.policy);
            let skew = phone.skew;
            let Some(asked) = self.meetings.asked[gathering as usize].as_deref_mut() else {
                continue;
            };
            if std::mem::replace(&mut asked.version, version) == version {
                continue;
            }
            let until = match rules.policy.statistics {
                StatisticsRule::Exact => self.now,
                StatisticsRule::Coarse { .. } => match settles {
                    Some(settles) => settles - skew - longest_poll(rules),
                    None => continue,
                },
            };
            self.ask_again(gathering, until);
        }
    }

    /// An organizer decides on a report, which its reporter hears of at once. Call before and
    /// after.
    pub(super) fn around_decision(&mut self, gathering: u32, decided: bool) {
        if !self.unseen.allowed {
            return;
        }
        if decided {
            self.ask_again(gathering, self.now);
        } else {
            let organizer = self.setup.population.gatherings[gathering as usize].organizer;
            self.make_up_at_events_of(organizer);
        }
    }

    /// Lets the guests of an event ask again, by polls that begin at `until` or later.
    pub(super) fn ask_again(&mut self, gathering: u32, until: Timestamp) {
        for place in 0..self.seats(gathering).len() {
            let seat = self.seats(gathering)[place];
            let phone = &mut self.phones[seat.person as usize];
            let skew = phone.skew;
            let Some(node) = phone.node.as_mut().filter(|node| node.leaves_out_polls(seat.number))
            else {
                continue;
            };
            // What begins now was looked at as if it were still to be left out.
            let until = until.max(self.now + Span(1));
            node.shorten(seat.number, until + skew, self.now + skew);
            self.schedule_wake(seat.person);
        }
    }
}

/// Whether a guest who is answered this learns nothing.
fn holds(known: &Joined, answer: &Statistics) -> bool {
    known.end() == answer.event.end && known.answered.as_ref() == Some(&Answered::from(answer))
}
