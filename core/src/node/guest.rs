//! The guest's conversations: check-in by code, visits under the pseudonym.

use super::acknowledgement::Acknowledgement;
use super::connection::Purpose;
use super::machine::Node;
use super::{CheckInFailure, CommandError, Effects, EventRef, Update};
use crate::cascade::{ReportIdentity, Told};
use crate::events::{
    Attended, CheckInCode, InDoubt, Joined as Known, Participation, Stage, State, Statistics,
};
use crate::identity::{Context, EventSecret, PseudonymSecret, Signatures};
use crate::time::{Span, Timestamp};
use crate::transport::{CloseReason, LinkId, Request};
use crate::wire::{
    CheckInRequest, EventAnswer, EventAnswerBody, GuestRequest, GuestRequestBody, Report, Reporter,
    VisitAnswer, VisitRequest, decode, decode_metadata, encode,
};
use rand_core::CryptoRng;

/// Why an event's metadata doesn't make us its guest.
enum Unjoinable {
    /// Nonsense: perhaps the next answer is better.
    Unreadable,
    /// It began when we could not have been there.
    Implausible,
}

/// After a check-in without answer, ask this soon whether it was stored.
const DOUBT_RETRY: Span = Span::seconds(5);

impl<S: Signatures> Node<S> {
    pub(super) fn check_in(
        &mut self,
        code: CheckInCode,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<u32, CommandError> {
        let is_own = |key: &EventSecret| key.public() == code.event;
        if self.hosted.reachable(&self.rules).any(|event| event.keys().is_some_and(is_own)) {
            return Err(CommandError::OwnEvent);
        }
        let number = self.participation_for(&code, now, rng)?;
        let link = self.dialled();
        let deadline = now + self.rules.events.dial_deadline;
        out.requests.push(Request::Dial {
            link,
            address: code.address,
            expect: code.event.erase_role(),
            prove: code.secret.erase_role(),
            access: None,
            deadline,
        });
        let purpose = Purpose::CheckIn { event: number, sent: false };
        self.set_deadline(link, purpose, deadline + self.rules.events.check_in_deadline);
        if let Some(joined) = self.joined.get_mut(&number) {
            joined.under_way = true;
        }
        Ok(number)
    }

    /// A fresh participation, or the one in doubt: the same pseudonym must not be
    /// admitted beside a second one of ours.
    fn participation_for(
        &mut self,
        code: &CheckInCode,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Result<u32, CommandError> {
        let known = self.joined.iter().find(|(_, j)| j.participation().event == code.event);
        match known {
            Some((number, joined)) => match joined.participation().state {
                State::Joined(_) => Err(CommandError::AlreadyJoined),
                State::InDoubt(_) if joined.under_way => Err(CommandError::AlreadyJoined),
                State::InDoubt(_) => Ok(*number),
            },
            None => {
                let participation = Participation {
                    event: code.event,
                    address: code.address,
                    pseudonym: PseudonymSecret::generate_with::<S>(rng),
                    checked_in: now,
                    state: State::InDoubt(InDoubt::UNSENT),
                };
                let number = self.joined.next_number();
                self.joined.insert(number, participation);
                Ok(number)
            }
        }
    }

    pub(super) fn send_check_in(
        &mut self,
        link: LinkId,
        event: u32,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let deadline = now + self.rules.events.check_in_deadline;
        self.set_deadline(link, Purpose::CheckIn { event, sent: true }, deadline);
        // From here on the organizer may know the pseudonym: it must survive a crash, and
        // a restarted phone must ask whether it was admitted.
        let next_try = deadline + DOUBT_RETRY;
        if let Some(joined) = self.joined.get_mut(&event) {
            joined.change(|state| *state = State::InDoubt(InDoubt { next_try }));
        }
        self.store_joined(event, out);
        let Some(joined) = self.joined.get(&event) else {
            return self.hang_up(link, out);
        };
        let participation = joined.participation();
        let event_key = participation.event.as_bytes();
        let signature = participation.pseudonym.sign_with::<S>(Context::CheckIn, &[event_key]);
        let body = GuestRequestBody::CheckIn(CheckInRequest {
            pseudonym: participation.pseudonym.public().as_bytes().to_vec(),
            signature: signature.as_bytes().to_vec(),
        });
        out.requests
            .push(Request::Send { link, frame: encode(&GuestRequest { body: Some(body) }) });
    }

    pub(super) fn checked_in(
        &mut self,
        link: LinkId,
        event: u32,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        self.connections.remove(&link);
        let answer = decode::<EventAnswer>(frame).ok().and_then(|answer| answer.body);
        match answer {
            Some(EventAnswerBody::CheckedIn(metadata)) => match self.join(event, &metadata, out) {
                Ok(()) => {
                    self.rest(event, now);
                    self.evaluate(now, out);
                }
                Err(Unjoinable::Implausible) => {
                    self.abandon(event, CheckInFailure::Implausible, out);
                }
                Err(Unjoinable::Unreadable) => self.doubt(event, DOUBT_RETRY, now, out),
            },
            Some(EventAnswerBody::Refused(_)) => {
                self.abandon(event, CheckInFailure::Refused, out);
            }
            Some(EventAnswerBody::Visited(_) | EventAnswerBody::Chunk(_)) | None => {
                self.doubt(event, DOUBT_RETRY, now, out)
            }
        }
        self.part(link, event, now, out);
    }

    fn join(&mut self, event: u32, metadata: &[u8], out: &mut Effects) -> Result<(), Unjoinable> {
        let metadata = decode_metadata(metadata).map_err(|_| Unjoinable::Unreadable)?;
        let rules = &self.rules;
        if let Some(joined) = self.joined.get_mut(&event) {
            if !joined.participation().could_have_begun(metadata.start, &rules.events) {
                return Err(Unjoinable::Implausible);
            }
            joined.change(|state| *state = State::Joined(Known::new(metadata)));
            out.updates.push(Update::CheckedIn { event });
            self.store_joined(event, out);
        }
        Ok(())
    }

    /// The check-in link ended without an answer.
    pub(super) fn check_in_cut(
        &mut self,
        event: u32,
        sent: bool,
        reason: CloseReason,
        now: Timestamp,
        out: &mut Effects,
    ) {
        // A fresh code that failed says nothing of an earlier check-in without answer.
        if sent || self.was_in_doubt(event) {
            self.doubt(event, DOUBT_RETRY, now, out);
        } else {
            self.abandon(event, CheckInFailure::Link(reason), out);
        }
    }

    /// Whether an earlier check-in may have been stored by the organizer.
    fn was_in_doubt(&self, event: u32) -> bool {
        self.joined.get(&event).is_some_and(|joined| match &joined.participation().state {
            State::InDoubt(doubt) => doubt.was_sent(),
            State::Joined(_) => false,
        })
    }

    fn doubt(&mut self, event: u32, retry: Span, now: Timestamp, out: &mut Effects) {
        if let Some(joined) = self.joined.get_mut(&event) {
            let doubt = InDoubt { next_try: now + retry };
            joined.change(|state| *state = State::InDoubt(doubt));
        }
        self.store_joined(event, out);
        self.rest(event, now);
        self.evaluate(now, out);
    }

    fn abandon(&mut self, event: u32, reason: CheckInFailure, out: &mut Effects) {
        self.erase_event(EventRef::Joined(event), out);
        self.joined.remove(&event);
        out.updates.push(Update::CheckInFailed { event, reason });
    }

    /// Marks that no link is under way, and schedules the next visit.
    fn rest(&mut self, event: u32, now: Timestamp) {
        if let Some(joined) = self.joined.get_mut(&event) {
            joined.under_way = false;
        }
        self.schedule_visit(event, now);
    }

    pub(super) fn schedule_visit(&mut self, event: u32, now: Timestamp) {
        let rules = &self.rules;
        let polls_wait = self.conditions.polls_wait();
        if let Some(joined) = self.joined.get_mut(&event) {
            joined.next_visit = match joined.outline().stage(now, &rules.events) {
                Stage::Open | Stage::Maintained if polls_wait => {
                    let urgent = joined.participation().next_try();
                    urgent.unwrap_or(Timestamp::FAR_FUTURE)
                }
                Stage::Open | Stage::Maintained => {
                    joined.participation().next_visit(now, &rules.polls)
                }
                Stage::Archived | Stage::Erased => Timestamp::FAR_FUTURE,
            };
        }
    }

    pub(super) fn dial_event(&mut self, event: u32, now: Timestamp, out: &mut Effects) {
        self.end_elision(event, now);
        let link = self.dialled();
        let rules = &self.rules;
        let Some(joined) = self.joined.get_mut(&event) else {
            return;
        };
        if joined.outline().stage(now, &rules.events) > Stage::Maintained {
            joined.next_visit = Timestamp::FAR_FUTURE;
            return;
        }
        joined.under_way = true;
        let deadline = now + rules.events.dial_deadline;
        out.requests.push(Request::Dial {
            link,
            address: joined.participation().address,
            expect: joined.participation().event.erase_role(),
            prove: joined.participation().pseudonym.erase_role(),
            access: None,
            deadline,
        });
        let purpose = Purpose::Visit { event, opened: false, sent: 0 };
        self.set_deadline(link, purpose, deadline + rules.events.visit_deadline);
    }

    pub(super) fn send_visit(
        &mut self,
        link: LinkId,
        event: u32,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let deadline = now + self.rules.events.visit_deadline;
        let sent = self.known(event).filter(|k| k.is_pending()).map_or(0, Known::sequence);
        self.set_deadline(link, Purpose::Visit { event, opened: true, sent }, deadline);
        let Some(joined) = self.joined.get(&event) else {
            return self.hang_up(link, out);
        };
        let participation = joined.participation();
        let (report, wants_metadata) = match &participation.state {
            State::InDoubt(_) => (None, true),
            State::Joined(known) => {
                let report = || self.report(known, &self.person.note);
                (known.is_pending().then(report), false)
            }
        };
        let report = report.map(|report| {
            let pseudonym = participation.pseudonym.public();
            report.seal_with::<S>(&self.person.identity, &participation.event, &pseudonym)
        });
        let body = GuestRequestBody::Visit(VisitRequest { report, wants_metadata });
        out.requests
            .push(Request::Send { link, frame: encode(&GuestRequest { body: Some(body) }) });
    }

    /// EV-10: self-reports and corrections carry the identity, high-risk reports only where
    /// the event insists, withdrawals never.
    pub(super) fn report(&self, known: &Known, note: &str) -> Report {
        let (told, corrects) = (known.told(), known.corrects());
        let named = corrects
            || match told {
                Told::Nothing => false,
                Told::Infection { .. } | Told::Negative { .. } => true,
                Told::HighRisk { .. } => {
                    known.metadata.high_risk_reports == ReportIdentity::Identified
                }
            };
        let reporter = named.then(|| Reporter {
            identity: self.person.identity.public(),
            name: self.person.profile.name.clone(),
            note: note.to_owned(),
        });
        Report { sequence: known.sequence(), told, corrects, reporter }
    }

    pub(super) fn visited(
        &mut self,
        link: LinkId,
        event: u32,
        sent: u32,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        self.connections.remove(&link);
        let answer = decode::<EventAnswer>(frame).ok().and_then(|answer| answer.body);
        let changed = match answer {
            Some(EventAnswerBody::Visited(answer)) => {
                out.updates.push(Update::EventAnswered { event });
                self.take_answer(event, &answer, sent, now, out)
            }
            Some(
                EventAnswerBody::CheckedIn(_)
                | EventAnswerBody::Chunk(_)
                | EventAnswerBody::Refused(_),
            )
            | None => {
                self.put_off(event, now, out);
                false
            }
        };
        self.rest(event, now);
        if changed {
            self.evaluate(now, out);
        }
        self.part(link, event, now, out);
    }

    /// Takes a visit's answer; true if exposures may have changed.
    fn take_answer(
        &mut self,
        event: u32,
        answer: &VisitAnswer,
        sent: u32,
        now: Timestamp,
        out: &mut Effects,
    ) -> bool {
        let in_doubt = self
            .joined
            .get(&event)
            .is_some_and(|joined| matches!(joined.participation().state, State::InDoubt(_)));
        if in_doubt {
            match self.join(event, &answer.metadata, out) {
                Ok(()) => {}
                Err(Unjoinable::Implausible) => {
                    self.abandon(event, CheckInFailure::Implausible, out);
                    return false;
                }
                Err(Unjoinable::Unreadable) => {
                    self.put_off(event, now, out);
                    return false;
                }
            }
        }
        let rules = &self.rules;
        let Some(joined) = self.joined.get_mut(&event) else {
            return false;
        };
        let checked_in = joined.participation().checked_in;
        let retry = now + rules.polls.push_retry;
        let acknowledgement = Acknowledgement { event, answer, sent, retry };
        let taken = joined.change_known(|known| {
            let store = acknowledgement.take(known, &mut out.updates);
            let statistics = answer.statistics.as_ref().map(Statistics::try_from);
            let take = |s: Statistics| known.take_statistics(&s, checked_in, &rules.events);
            (store, statistics.map(|s| s.map(take)))
        });
        let Some((mut store, taken)) = taken else {
            return false;
        };
        let mut changed = in_doubt;
        match taken {
            Some(Ok(Ok(true))) => {
                changed = true;
                store = true;
                out.updates.push(Update::StatisticsChanged { event });
            }
            Some(Ok(Ok(false)) | Err(_)) | None => {}
            Some(Ok(Err(error))) => {
                out.updates.push(Update::OrganizerContradicts { event, error });
            }
        }
        if store {
            self.store_joined(event, out);
        }
        changed
    }

    /// A visit ended without an answer.
    pub(super) fn visit_cut(
        &mut self,
        event: u32,
        opened: bool,
        reason: CloseReason,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let in_doubt = self
            .joined
            .get(&event)
            .is_some_and(|joined| matches!(joined.participation().state, State::InDoubt(_)));
        if in_doubt && opened && reason == CloseReason::ByPeer {
            // The event is there and does not admit us: the check-in was never stored.
            return self.abandon(event, CheckInFailure::Link(reason), out);
        }
        self.put_off(event, now, out);
        self.rest(event, now);
    }

    fn known(&self, event: u32) -> Option<&Known> {
        Attended::Live(self.joined.get(&event)?.participation()).joined()
    }

    /// Changes what is known of a live event that is not in doubt.
    pub(super) fn change_known<R>(
        &mut self,
        event: u32,
        change: impl FnOnce(&mut Known) -> Option<R>,
    ) -> Option<R> {
        self.joined.get_mut(&event)?.change_known(change).flatten()
    }
}
