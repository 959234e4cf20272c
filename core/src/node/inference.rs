//! From what the phone knows to what its owner feels and its events must hear.
//!
//! The equations live in [`crate::cascade`]; here their results become changes,
//! reports and updates. Runs whenever knowledge or age changes something.

use super::machine::{Node, Risk};
use super::{Answer, CommandError, Effects, EventRef, Update};
use crate::cascade::{Exposure, Told, own_signal, report_for};
use crate::events::{Stage, Standing, State};
use crate::status::{InfectionStatus, StatusError};
use crate::time::Timestamp;
use crate::wire::Report;

impl Node {
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
        let current = self.current_status(now);
        let rules = self.rules.clone();
        self.history.report_infection(status, infectious_from, current, now, &rules.status)?;
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
        let current = self.current_status(now);
        self.history.report_negative(sampled, current, now)?;
        self.self_reported(now, out);
        Ok(Answer::Done)
    }

    /// ST-8: within 48 h, and only while no organizer has confirmed the positive.
    pub(super) fn correct(
        &mut self,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let confirmed = self.joined.known().any(|known| {
            known.standing() == Standing::Confirmed
                && known.told().status() == InfectionStatus::Positive
        });
        if confirmed {
            return Err(StatusError::Confirmed.into());
        }
        let rules = self.rules.clone();
        self.history.correct(now, &rules.status)?;
        self.self_reported(now, out);
        Ok(Answer::Done)
    }

    fn self_reported(&mut self, now: Timestamp, out: &mut Effects) {
        self.store_history(out);
        self.evaluate(now, out);
    }

    fn current_status(&self, now: Timestamp) -> InfectionStatus {
        self.history.status(now, &self.rules.status).unwrap_or(if self.risk.high {
            InfectionStatus::HighRisk
        } else {
            InfectionStatus::Unknown
        })
    }

    /// Ages events, infers the own status, and queues what each event must hear.
    pub(super) fn evaluate(&mut self, now: Timestamp, out: &mut Effects) {
        self.age_hosted(now, out);
        self.age_joined(now, out);
        let attended = self.attended(now);
        let exposures: Vec<Exposure> = attended.iter().map(|(_, exposure)| *exposure).collect();
        self.feel(&attended, &exposures, now, out);
        for (i, (event, _)) in attended.iter().enumerate() {
            self.tell(*event, i, &exposures, now, out);
        }
        self.next_boundary = self.boundary(&exposures, now);
    }

    /// Every event attended and not erased, with what it makes of us.
    fn attended(&self, now: Timestamp) -> Vec<(EventRef, Exposure)> {
        let rules = &self.rules;
        let hosted = self.hosted.iter().map(|(number, hosted)| {
            let event = hosted.event.span();
            let best = hosted.event.best_for_own(&rules.policy);
            (EventRef::Hosted(*number), Exposure { event, best })
        });
        let joined = self.joined.exposures(now, &rules.events);
        let joined = joined.into_iter().map(|(n, exposure)| (EventRef::Joined(n), exposure));
        hosted.chain(joined).collect()
    }

    fn feel(
        &mut self,
        attended: &[(EventRef, Exposure)],
        exposures: &[Exposure],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let policy = &self.rules.policy;
        let risk = own_signal(exposures, &self.history, now, policy).map_or_else(
            Risk::default,
            |(signal, i)| Risk {
                signal: Some(signal),
                event: Some(attended[i].0),
                high: signal.strength >= policy.high,
            },
        );
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

    /// Lets event `i` of `exposures` hear what it should hold.
    fn tell(
        &mut self,
        event: EventRef,
        i: usize,
        exposures: &[Exposure],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let rules = self.rules.clone();
        let told = report_for(i, exposures, &self.history, now, &rules.status, &rules.policy);
        match event {
            EventRef::Hosted(number) => self.tell_hosted(number, told, now, out),
            EventRef::Joined(number) => self.tell_joined(number, told, now, out),
        }
    }

    fn tell_hosted(&mut self, number: u32, told: Told, now: Timestamp, out: &mut Effects) {
        let rules = self.rules.clone();
        let frozen = self
            .hosted
            .get(&number)
            .is_none_or(|h| h.event.stage(now, &rules.events) > Stage::Maintained);
        if frozen || self.hosted.get(&number).is_some_and(|hosted| hosted.event.own() == told) {
            return;
        }
        self.publish(number, now, out);
        if let Some(hosted) = self.hosted.get_mut(&number) {
            hosted.event.tell_own(told, &rules.policy);
            self.store_hosted(number, out);
            self.publish(number, now, out);
            out.updates.push(Update::ReportQueued { event: EventRef::Hosted(number), told });
        }
    }

    fn tell_joined(&mut self, number: u32, told: Told, now: Timestamp, out: &mut Effects) {
        let rules = self.rules.clone();
        let Some(joined) = self.joined.get_mut(&number) else {
            return;
        };
        if joined.participation.stage(now, &rules.events) > Stage::Maintained {
            return;
        }
        let State::Joined(known) = &mut joined.participation.state else {
            return;
        };
        let mut told = told;
        if matches!(told, Told::HighRisk { .. }) && !known.may_report_high_risk() {
            if known.consent().is_none() && !joined.consent_asked {
                joined.consent_asked = true;
                out.updates.push(Update::ConsentAsked { event: number });
            }
            told = Told::Nothing;
        }
        if known.tell(told, now) {
            joined.next_visit = now;
            self.store_joined(number, out);
            out.updates.push(Update::ReportQueued { event: EventRef::Joined(number), told });
        }
    }

    /// Archives and erases joined events whose time has come.
    fn age_joined(&mut self, now: Timestamp, out: &mut Effects) {
        let rules = self.rules.clone();
        for (number, stage) in self.joined.aged(now, &rules.events) {
            if let Some(link) = self.connections.visit(number) {
                self.hang_up(link, out);
            }
            self.banners.remove(&number);
            // An archived one too: what replaces a record may leave its bytes on the medium.
            self.erase_event(EventRef::Joined(number), out);
            if stage == Stage::Archived && self.joined.archive(number, now, &rules.events) {
                self.store_joined(number, out);
                continue;
            }
            self.joined.remove(&number);
            self.sweep_blobs(out);
            out.updates.push(Update::EventErased { event: EventRef::Joined(number) });
        }
    }

    /// The next time at which age alone changes anything evaluated here.
    fn boundary(&self, exposures: &[Exposure], now: Timestamp) -> Timestamp {
        let rules = &self.rules;
        let own = self.history.expires(now, &rules.status);
        let hosted = self.hosted.values().filter_map(|h| h.event.next_change(now, &rules.events));
        let joined = self.joined.next_change(now, &rules.events);
        let aging = exposures
            .iter()
            .filter(|exposure| exposure.best.is_some())
            .filter_map(|exposure| exposure.next_change(now, &rules.policy));
        own.into_iter()
            .chain(hosted)
            .chain(joined)
            .chain(aging)
            .min()
            .unwrap_or(Timestamp::FAR_FUTURE)
    }
}
