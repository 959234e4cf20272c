//! What people do with their phones: report, test, consent, decide, correct.

use super::occurrence::Occurrence;
use super::step::{PEOPLE, World};
use crate::chance::Purpose;
use crate::population::PersonIndex;
use crate::scenario::Verdict;
use corona_core::cascade::Told;
use corona_core::events::Decision;
use corona_core::identity::Signatures;
use corona_core::node::Command;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};

/// Somebody whose phone is off, or an organizer who has nothing to decide yet, tries
/// again this much later.
const LATER: Span = Span::minutes(30);
/// An organizer waits at most this many times for the report to decide on.
const DECISION_ATTEMPTS: u16 = 96;

impl<S: Signatures> World<S> {
    pub(super) fn plan_people(&mut self) {
        let script = self.setup.script.clone();
        for (n, action) in (0_u32..).zip(&script.reports) {
            self.agenda.push(action.at, PEOPLE, Occurrence::Report(n));
        }
        for (decision, action) in (0_u32..).zip(&script.decisions) {
            self.agenda.push(action.at, PEOPLE, Occurrence::Decide { decision, attempt: 0 });
        }
        for (n, action) in (0_u32..).zip(&script.corrections) {
            self.agenda.push(action.at, PEOPLE, Occurrence::Correct(n));
        }
        for (n, action) in (0_u32..).zip(&script.pairings) {
            self.agenda.push(action.at, PEOPLE, Occurrence::Pair(n));
        }
        self.pair_ties();
        for person in 0..self.phones.len() as u32 {
            if self.phones[person as usize].node.is_some() {
                self.next_illness(person, 0);
                self.next_positive_test(person, 0);
            }
        }
    }

    pub(super) fn scripted_report(&mut self, n: u32) {
        let action = self.setup.script.reports[n as usize];
        let wish = match action.status {
            InfectionStatus::Negative => {
                Command::ReportNegative { sampled: self.local(action.person, action.sampled) }
            }
            InfectionStatus::Suspected
            | InfectionStatus::Positive
            | InfectionStatus::Unknown
            | InfectionStatus::HighRisk => Command::ReportInfection {
                status: action.status,
                infectious_from: action
                    .infectious_from
                    .map(|from| self.local(action.person, Some(from))),
                note: String::new(),
            },
        };
        if !self.report(action.person, action.status, wish) {
            self.agenda.push(self.now + LATER, PEOPLE, Occurrence::Report(n));
        }
    }

    /// A time a person means, as their own clock would have shown it.
    fn local(&self, person: PersonIndex, at: Option<Timestamp>) -> Timestamp {
        at.unwrap_or(self.now) + self.phones[person as usize].skew
    }

    /// Tells the phone; false if it is off and the person must try again.
    fn report(&mut self, person: PersonIndex, status: InfectionStatus, wish: Command) -> bool {
        if !self.open_app(person) {
            return false;
        }
        // The report is noted first: what follows from it at once refers to it.
        let node = self.phones[person as usize].node.as_ref();
        if node.is_some_and(|node| node.status().check_self_report(status).is_ok()) {
            self.note_self_report(person, status);
        }
        self.try_command(person, wish)
    }

    /// Carries out a command that may be refused; false if the phone is off.
    fn try_command(&mut self, person: PersonIndex, wish: Command) -> bool {
        match self.command(person, wish) {
            None => false,
            Some(Ok(_)) => true,
            Some(Err(refusal)) => {
                self.tell_refused(person, &refusal.to_string());
                true
            }
        }
    }

    pub(super) fn scripted_correction(&mut self, n: u32) {
        let person = self.setup.script.corrections[n as usize].person;
        let status = self.status_of(person);
        if !self.try_command(person, Command::Correct) {
            self.agenda.push(self.now + LATER, PEOPLE, Occurrence::Correct(n));
        } else if self.status_of(person) != status {
            self.tell_corrected(person);
        }
    }

    pub(super) fn scripted_pairing(&mut self, n: u32) {
        let action = self.setup.script.pairings[n as usize];
        if self.pair(action.inviter, action.joiner) {
            self.tell_paired(action.inviter, action.joiner);
        } else {
            self.agenda.push(self.now + LATER, PEOPLE, Occurrence::Pair(n));
        }
    }

    /// Ties of people who both have the app, and use it for that, are paired from the start.
    fn pair_ties(&mut self) {
        let population = self.setup.population.clone();
        let share = self.setup.behaviour.pairing.fraction();
        for tie in &population.ties {
            let both = [tie.a, tie.b].iter().all(|p| self.phones[*p as usize].node.is_some());
            if both && self.chance.happens(Purpose::Pairing, tie.a.into(), tie.b.into(), share) {
                self.pair(tie.a, tie.b);
            }
        }
    }

    /// Two people scan each other's screens; false if a phone is off.
    fn pair(&mut self, a: PersonIndex, b: PersonIndex) -> bool {
        let mut card = |person: PersonIndex| {
            let on = self.open_app(person);
            let node = self.phones[person as usize].node.as_ref().filter(|_| on);
            node.map(corona_core::node::Node::card)
        };
        let (Some(card_of_a), Some(card_of_b)) = (card(a), card(b)) else {
            return false;
        };
        for (person, card) in [(a, card_of_b), (b, card_of_a)] {
            let share = self.setup.behaviour.share_status.fraction();
            let share_status = self.chance.happens(Purpose::ShareStatus, person.into(), 0, share);
            self.try_command(person, Command::AddContact { card, share_status });
        }
        true
    }

    /// The organizer looks for the guest's report and decides on it.
    pub(super) fn decide(&mut self, decision: u32, attempt: u16) {
        let action = self.setup.script.decisions[decision as usize];
        let organizer = self.setup.population.gatherings[action.gathering].organizer;
        let found = self
            .guest_slot(action.gathering as u32, action.person)
            .filter(|(event, slot)| self.holds_self_report(organizer, *event, *slot));
        let wish = found.map(|(event, slot)| {
            let decision = match action.verdict {
                Verdict::Confirm => Decision::Confirm,
                Verdict::Reject => Decision::Reject,
            };
            Command::Decide { event, slot, decision }
        });
        self.around_decision(action.gathering as u32, false);
        let decided = wish.and_then(|wish| self.command(organizer, wish));
        self.around_decision(action.gathering as u32, true);
        match decided {
            Some(Ok(_)) => {
                self.tell_decided(action.gathering as u32, action.person, action.verdict)
            }
            Some(Err(_)) | None if attempt < DECISION_ATTEMPTS => {
                let again = Occurrence::Decide { decision, attempt: attempt + 1 };
                self.agenda.push(self.now + LATER, PEOPLE, again);
            }
            Some(Err(_)) | None => {}
        }
    }

    /// A positive report has reached an organizer, who may call.
    pub(super) fn consider_confirming(&mut self, gathering: u32, slot: u32) {
        let share = self.setup.behaviour.confirm.fraction();
        if !self.calm && self.chance.happens(Purpose::Confirm, gathering.into(), slot.into(), share)
        {
            let at = self.now + self.setup.behaviour.confirm_delay;
            self.agenda.push(at, PEOPLE, Occurrence::Confirm { gathering, slot });
        }
    }

    pub(super) fn confirm(&mut self, gathering: u32, slot: u32) {
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        let Some(event) = self.meetings.list[gathering as usize].hosted() else {
            return;
        };
        self.around_decision(gathering, false);
        let reporter = self.liar_found_out(gathering, slot);
        let decision = if reporter.is_some() { Decision::Reject } else { Decision::Confirm };
        let wish = Command::Decide { event, slot, decision };
        if self.holds_positive(organizer, event, slot) {
            match (self.command(organizer, wish), reporter) {
                (None, _) => {
                    let again = Occurrence::Confirm { gathering, slot };
                    self.agenda.push(self.now + LATER, PEOPLE, again);
                }
                // Nobody is warned by it any more.
                (Some(Ok(_)), Some(liar)) => self.lineage.tell(gathering, liar, None),
                (Some(_), _) => {}
            }
        }
        self.around_decision(gathering, true);
    }

    /// The guest, if they lied and the organizer hears so.
    fn liar_found_out(&self, gathering: u32, slot: u32) -> Option<PersonIndex> {
        let population = &self.setup.population;
        let mut guests = population.guests(&population.gatherings[gathering as usize]).iter();
        let reporter = guests.find(|guest| {
            self.guest_slot(gathering, guest.person).is_some_and(|(_, other)| other == slot)
        });
        let reporter = reporter?.person;
        let lies = self.outbreak.as_ref().is_some_and(|outbreak| outbreak.would_lie(reporter));
        let share = self.setup.behaviour.find_out.fraction();
        let hears = self.chance.happens(Purpose::FindOut, gathering.into(), slot.into(), share);
        (lies && hears).then_some(reporter)
    }

    /// Symptoms that began then become a suspicion; somebody whose phone is off tries later.
    pub(super) fn report_symptoms(&mut self, person: PersonIndex, since: Timestamp) {
        if !self.calm
            && self.is_well(person)
            && !self.report_infection_since(person, InfectionStatus::Suspected, since)
        {
            let again = Occurrence::ReportSymptoms { person, since };
            self.agenda.push(self.now + LATER, PEOPLE, again);
        }
    }

    pub(super) fn report_result(
        &mut self,
        person: PersonIndex,
        sampled: Timestamp,
        positive: bool,
    ) {
        if self.calm || (positive && self.status_of(person) == InfectionStatus::Positive) {
            return;
        }
        let told = if positive {
            self.report_infection_since(person, InfectionStatus::Positive, sampled)
        } else {
            let sampled = self.local(person, Some(sampled));
            self.report(person, InfectionStatus::Negative, Command::ReportNegative { sampled })
        };
        if !told {
            let again = Occurrence::ReportResult { person, sampled, positive };
            self.agenda.push(self.now + LATER, PEOPLE, again);
        } else if positive {
            self.plan_recovery(person);
        }
    }

    /// Whether somebody who reported an infection misses this gathering.
    pub(super) fn stays_home(&self, person: PersonIndex, gathering: u32) -> bool {
        let share = self.setup.behaviour.stays_home.fraction();
        match self.status_of(person) {
            InfectionStatus::Suspected | InfectionStatus::Positive => {
                self.chance.happens(Purpose::StayHome, person.into(), gathering.into(), share)
            }
            InfectionStatus::Unknown | InfectionStatus::HighRisk | InfectionStatus::Negative => {
                false
            }
        }
    }

    pub(super) fn holds_positive(&self, organizer: PersonIndex, event: u32, slot: u32) -> bool {
        let node = self.phones[organizer as usize].node.as_ref();
        node.and_then(|node| node.hosted_event(event)?.guest(slot)?.held.as_ref())
            .is_some_and(|held| matches!(held.told, Told::Infection { positive: true, .. }))
    }

    /// Organizers call people about what people said, not about what phones inferred.
    fn holds_self_report(&self, organizer: PersonIndex, event: u32, slot: u32) -> bool {
        let node = self.phones[organizer as usize].node.as_ref();
        node.and_then(|node| node.hosted_event(event)?.guest(slot)?.held.as_ref())
            .is_some_and(|held| matches!(held.told, Told::Infection { .. }))
    }

    /// Where the organizer's phone keeps a guest: known to the world, to no phone.
    #[must_use]
    pub fn guest_slot(&self, gathering: u32, person: PersonIndex) -> Option<(u32, u32)> {
        let event = self.meetings.list[gathering as usize].hosted()?;
        let guest = &self.phones[person as usize];
        let number = guest.joined_number(gathering)?;
        let pseudonym = guest.node()?.participation(number)?.pseudonym();
        let organizer = self.setup.population.gatherings[gathering as usize].organizer;
        let hosted = self.phones[organizer as usize].node()?.hosted_event(event)?;
        let slot = match pseudonym {
            Some(pseudonym) => hosted.slot(&pseudonym),
            // Archived: the guest's phone has forgotten who they were there.
            None => guest.joined.slot(number),
        };
        Some((event, slot?))
    }

    /// Remembers where the organizer's phone keeps a guest, for when the guest's forgets.
    pub(super) fn note_slot(&mut self, person: PersonIndex, number: u32) {
        let joined = &self.phones[person as usize].joined;
        if let Some(gathering) = joined.get(number).filter(|_| joined.slot(number).is_none())
            && let Some((_, slot)) = self.guest_slot(gathering, person)
        {
            self.phones[person as usize].joined.note_slot(number, slot);
        }
    }

    pub(super) fn consent(&mut self, person: PersonIndex, event: u32) {
        let gathering = self.phones[person as usize].joined.get(event).unwrap_or(0);
        let share = self.setup.behaviour.consent.fraction();
        let given = self.chance.happens(Purpose::Consent, person.into(), gathering.into(), share);
        if self.command(person, Command::Consent { event, given }).is_none() {
            self.agenda.push(self.now + LATER, PEOPLE, Occurrence::Consent { person, event });
        }
    }

    fn next_illness(&mut self, person: PersonIndex, nth: u32) {
        let rate = self.setup.reports.suspected.per_day();
        if let Some(at) = self.next_at_rate(Purpose::Suspicion, person, nth, rate) {
            self.agenda.push(at, PEOPLE, Occurrence::FallIll { person, nth });
        }
    }

    fn next_positive_test(&mut self, person: PersonIndex, nth: u32) {
        let rate = self.setup.reports.positive.per_day();
        if let Some(at) = self.next_at_rate(Purpose::PositiveTest, person, nth, rate) {
            self.agenda.push(at, PEOPLE, Occurrence::TestPositive { person, nth });
        }
    }

    /// Exponential waiting time; `None` if it never happens in this world.
    pub(super) fn next_at_rate(
        &self,
        purpose: Purpose,
        person: PersonIndex,
        nth: u32,
        per_day: f64,
    ) -> Option<Timestamp> {
        if per_day <= 0.0 {
            return None;
        }
        let luck = self.chance.uniform(purpose, person.into(), nth.into());
        let days = -libm::log(1.0 - luck) / per_day;
        let at = self.now + Span((days * Span::DAY.0 as f64) as i64 + 1);
        (at <= self.setup.end).then_some(at)
    }

    pub(super) fn fall_ill(&mut self, person: PersonIndex, nth: u32) {
        self.next_illness(person, nth + 1);
        if self.is_well(person) && self.report_infection(person, InfectionStatus::Suspected) {
            let tested = self.setup.reports.test_after_suspicion.fraction();
            let at = self.now + self.setup.reports.test_delay;
            if self.chance.happens(
                Purpose::TestAfterSuspicion,
                person.into(),
                2 * u64::from(nth),
                tested,
            ) {
                self.agenda.push(at, PEOPLE, Occurrence::TestResult { person, nth });
            }
        }
    }

    pub(super) fn test_positive(&mut self, person: PersonIndex, nth: u32) {
        self.next_positive_test(person, nth + 1);
        if self.is_well(person) && self.report_infection(person, InfectionStatus::Positive) {
            self.plan_recovery(person);
        }
    }

    pub(super) fn test_result(&mut self, person: PersonIndex, nth: u32) {
        if self.calm || self.status_of(person) != InfectionStatus::Suspected {
            return;
        }
        let share = self.setup.reports.test_positive.fraction();
        let counter = 2 * u64::from(nth) + 1;
        let positive =
            self.chance.happens(Purpose::TestAfterSuspicion, person.into(), counter, share);
        let told = if positive {
            self.report_infection(person, InfectionStatus::Positive)
        } else {
            let sampled = self.local(person, None);
            self.report(person, InfectionStatus::Negative, Command::ReportNegative { sampled })
        };
        if !told {
            self.agenda.push(self.now + LATER, PEOPLE, Occurrence::TestResult { person, nth });
        } else if positive {
            self.plan_recovery(person);
        }
    }

    pub(super) fn recover(&mut self, person: PersonIndex) {
        if self.calm || self.status_of(person) != InfectionStatus::Positive {
            return;
        }
        let sampled = self.local(person, None);
        if !self.report(person, InfectionStatus::Negative, Command::ReportNegative { sampled }) {
            self.agenda.push(self.now + LATER, PEOPLE, Occurrence::Recover(person));
        }
    }

    fn plan_recovery(&mut self, person: PersonIndex) {
        let at = self.now + self.setup.reports.negative_after;
        self.agenda.push(at, PEOPLE, Occurrence::Recover(person));
    }

    fn report_infection(&mut self, person: PersonIndex, status: InfectionStatus) -> bool {
        self.report_infection_since(person, status, self.now)
    }

    /// Infectious since some time before symptoms or a sample.
    fn report_infection_since(
        &mut self,
        person: PersonIndex,
        status: InfectionStatus,
        since: Timestamp,
    ) -> bool {
        let from = since - self.setup.reports.infectious_before;
        let infectious_from = Some(self.local(person, Some(from)));
        self.report(
            person,
            status,
            Command::ReportInfection { status, infectious_from, note: String::new() },
        )
    }

    /// Whether a random report makes sense: the world isn't calm and nothing is reported.
    fn is_well(&self, person: PersonIndex) -> bool {
        !self.calm
            && match self.status_of(person) {
                InfectionStatus::Unknown
                | InfectionStatus::HighRisk
                | InfectionStatus::Negative => true,
                InfectionStatus::Suspected | InfectionStatus::Positive => false,
            }
    }

    pub(super) fn status_of(&self, person: PersonIndex) -> InfectionStatus {
        let node = self.phones[person as usize].node.as_ref();
        node.map_or(InfectionStatus::Unknown, corona_core::node::Node::status)
    }
}
