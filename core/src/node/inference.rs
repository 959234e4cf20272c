//! From what the phone knows to what its owner feels and its events must hear.
//!
//! The equations live in [`crate::cascade`]; here their results become changes,
//! reports and updates. Runs whenever knowledge or age changes something.

use super::machine::{Node, Risk};
use super::preview::SelfReported;
use super::survey::Survey;
use super::{Answer, CommandError, Effects, EventRef, Update};
use crate::cascade::{Signal, Told};
use crate::events::{Stage, Standing};
use crate::identity::Signatures;
use crate::status::{History, InfectionStatus, StatusError};
use crate::time::Timestamp;
use crate::wire::Report;

impl<S: Signatures> Node<S> {
    pub(super) fn report_infection(
        &mut self,
        status: InfectionStatus,
        infectious_from: Option<Timestamp>,
        note: String,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let (length, limit) = (note.len(), Report::NOTE_LIMIT);
        if length > limit {
            return Err(CommandError::Note { length, limit });
        }
        let report = SelfReported::Infection { status, infectious_from };
        self.history = self.history_with(&report, now)?;
        self.person.note = note;
        self.store_person(out);
        self.self_reported(now, out);
        Ok(Answer::Done)
    }

    pub(super) fn report_negative(
        &mut self,
        sampled: Timestamp,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        self.history = self.history_with(&SelfReported::Negative { sampled }, now)?;
        self.self_reported(now, out);
        Ok(Answer::Done)
    }

    pub(super) fn correct(
        &mut self,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        self.history = self.history_with(&SelfReported::Correction, now)?;
        self.self_reported(now, out);
        Ok(Answer::Done)
    }

    /// The history as a report would leave it, or why the report is refused.
    pub(super) fn history_with(
        &self,
        report: &SelfReported,
        now: Timestamp,
    ) -> Result<History, StatusError> {
        let (current, rules) = (self.current_status(now), &self.rules.status);
        let mut history = self.history.clone();
        match *report {
            SelfReported::Infection { status, infectious_from } => {
                history.report_infection(status, infectious_from, current, now, rules)?;
            }
            SelfReported::Negative { sampled } => history.report_negative(sampled, current, now)?,
            SelfReported::Correction => {
                // ST-8: within 48 h, and only while no organizer has confirmed the positive.
                let confirmed = self.joined.known().any(|known| {
                    known.standing() == Standing::Confirmed
                        && known.told().status() == InfectionStatus::Positive
                });
                if confirmed {
                    return Err(StatusError::Confirmed);
                }
                history.correct(now, rules)?;
            }
        }
        Ok(history)
    }

    fn self_reported(&mut self, now: Timestamp, out: &mut Effects) {
        self.store_history(out);
        self.evaluate(now, out);
    }

    fn current_status(&self, now: Timestamp) -> InfectionStatus {
        self.status_by(&self.history, self.risk.high, now)
    }

    /// The status that a history and a risk amount to.
    pub(super) fn status_by(
        &self,
        history: &History,
        high: bool,
        now: Timestamp,
    ) -> InfectionStatus {
        let inferred = if high { InfectionStatus::HighRisk } else { InfectionStatus::Unknown };
        history.status(now, &self.rules.status).unwrap_or(inferred)
    }

    /// Ages events, infers the own status, and queues what each event must hear.
    pub(super) fn evaluate(&mut self, now: Timestamp, out: &mut Effects) {
        self.age_hosted(now, out);
        self.age_joined(now, out);
        let Survey { own, news, boundary } = self.survey(&self.history, now);
        self.feel(own, now, out);
        for (event, told) in news {
            match event {
                EventRef::Hosted(number) => self.tell_hosted(number, told, now, out),
                EventRef::Joined(number) => self.tell_joined(number, told, now, out),
            }
        }
        self.next_boundary = boundary;
    }

    fn feel(&mut self, own: Option<(Signal, EventRef)>, now: Timestamp, out: &mut Effects) {
        let high = self.rules.policy.high;
        let risk = own.map_or_else(Risk::default, |(signal, event)| Risk {
            signal: Some(signal),
            event: Some(event),
            high: signal.strength >= high,
        });
        if risk != self.risk {
            self.risk = risk;
            let Risk { signal, event, high } = risk;
            out.updates.push(Update::RiskChanged { signal, event, high });
        }
        let to = self.current_status(now);
        if to != self.status {
            out.updates.push(Update::StatusChanged { from: self.status, to });
            self.status = to;
        }
        self.tell_contacts(now, out);
    }

    fn tell_hosted(&mut self, number: u32, told: Told, now: Timestamp, out: &mut Effects) {
        if let Some(hosted) = self.hosted.get_mut(number) {
            hosted.event.tell_own(told, now, &self.rules.policy);
            self.store_hosted(number, out);
            out.updates.push(Update::ReportQueued { event: EventRef::Hosted(number), told });
        }
    }

    fn tell_joined(&mut self, number: u32, told: Told, now: Timestamp, out: &mut Effects) {
        let Some(joined) = self.joined.get_mut(&number) else {
            return;
        };
        let asked = joined.consent_asked;
        let held_back = joined.outline().needs_consent(told);
        let answer = joined.change_known(|known| {
            let told = if held_back { Told::Nothing } else { told };
            let asks = held_back && known.consent().is_none() && !asked;
            (asks, known.tell(told, now).then_some(told))
        });
        let Some((asks, queued)) = answer else {
            return;
        };
        if asks {
            joined.consent_asked = true;
            out.updates.push(Update::ConsentAsked { event: number });
        }
        if let Some(told) = queued {
            // Polls that were left out must be made up for first: `poll_again` schedules.
            if joined.elision.is_none() {
                joined.next_visit = now;
            }
            self.store_joined(number, out);
            out.updates.push(Update::ReportQueued { event: EventRef::Joined(number), told });
        }
    }

    /// Archives and erases joined events whose time has come.
    fn age_joined(&mut self, now: Timestamp, out: &mut Effects) {
        for (number, stage) in self.joined.aged(now, &self.rules.events) {
            if let Some(link) = self.connections.visit(number) {
                self.hang_up(link, out);
            }
            self.banners.remove(&number);
            self.count_left_out(number, now);
            // An archived one too: what replaces a record may leave its bytes on the medium.
            self.erase_event(EventRef::Joined(number), out);
            let archives = stage == Stage::Archived;
            if archives && self.joined.archive(number, now, &self.rules.events) {
                self.store_joined(number, out);
                continue;
            }
            self.joined.remove(&number);
            self.sweep_blobs(out);
            out.updates.push(Update::EventErased { event: EventRef::Joined(number) });
        }
    }
}
