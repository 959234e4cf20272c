//! The organizer's side: creating, showing codes, admitting, serving visits, deciding.

use super::connection::{Purpose, Service};
use super::hosting::Hosted;
use super::machine::Node;
use super::{Answer, CommandError, Effects, EventRef, Update};
use crate::blobs::Shelf;
use crate::cascade::StatisticsRule;
use crate::events::{CheckInCode, Decision, HostedEvent, Metadata, Phase, ReportRefusal, Stage};
use crate::identity::{
    CheckInSecret, Context, DiscoverySecret, EventSecret, PseudonymKey, ServiceKeys, Signature,
    Signatures, VerifyingKey,
};
use crate::storage::{Change, RecordKey};
use crate::time::Timestamp;
use crate::transport::{Audience, LinkId, Request};
use crate::wire::{
    CheckInRequest, EventAnswer, EventAnswerBody, GuestRequest, GuestRequestBody, Held, Report,
    SignedReport, VisitAnswer, VisitRequest, decode, encode, encode_metadata,
};
use rand_core::CryptoRng;

/// Wire codes of a refused check-in.
const REFUSED_CLOSED: u32 = 1;
const REFUSED_SIGNATURE: u32 = 2;

impl<S: Signatures> Node<S> {
    pub(super) fn create_event(
        &mut self,
        name: String,
        banner: Option<Vec<u8>>,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
        out: &mut Effects,
    ) -> Result<u32, CommandError> {
        banner.as_deref().map(Shelf::check).transpose()?;
        let metadata = Metadata {
            name: name.into(),
            banner: banner.as_deref().map(|banner| Box::new(Shelf::hash(banner))),
            start: now,
            high_risk_reports: self.rules.policy.high_risk_reports,
            exact_statistics: self.rules.policy.statistics == StatisticsRule::Exact,
        };
        metadata.check()?;
        let event = HostedEvent::new(
            EventSecret::generate_with::<S>(rng),
            DiscoverySecret::generate_with::<S>(rng),
            metadata,
            now + self.rules.events.auto_close,
        );
        let number = self.hosted.next_number();
        self.hosted.insert(number, event);
        if let Some(banner) = banner {
            self.keep_blob(banner, out);
        }
        self.store_hosted(number, out);
        self.evaluate(now, out);
        Ok(number)
    }

    /// Publishes or retires an event's service as its stage demands.
    pub(super) fn serve_or_retire(&mut self, number: u32, stage: Stage, out: &mut Effects) {
        let Some(hosted) = self.hosted.get_mut(number) else {
            return;
        };
        let service = Service::Event(number).id();
        let keys =
            if is_served(stage) { hosted.event.keys().zip(hosted.event.discovery()) } else { None };
        let wanted = keys.is_some();
        if let Some((prove, discovery)) = keys.filter(|_| !hosted.serving) {
            out.requests.push(Request::Publish {
                service,
                keys: ServiceKeys { discovery: discovery.clone(), prove: prove.erase_role() },
                // Guests are strangers, under pseudonyms that no descriptor may name.
                audience: Audience::Everybody,
            });
        } else if !wanted && hosted.serving {
            out.requests.push(Request::Retire { service });
        }
        hosted.serving = wanted;
    }

    pub(super) fn show_code(
        &mut self,
        event: u32,
        now: Timestamp,
        rng: &mut dyn CryptoRng,
    ) -> Result<CheckInCode, CommandError> {
        let rules = self.rules.clone();
        let hosted = &mut self.hosted_mut(event)?.event;
        match hosted.phase() {
            Phase::Closed { .. } => return Err(CommandError::Closed),
            Phase::Open { .. } => {}
        }
        let secret = CheckInSecret::generate_with::<S>(rng);
        if !hosted.show_code(&secret, now, &rules.events) {
            return Err(CommandError::TooManyCodes);
        }
        let (keys, discovery) =
            hosted.keys().zip(hosted.discovery()).ok_or(CommandError::Closed)?;
        Ok(CheckInCode { event: keys.public(), address: discovery.public(), secret })
    }

    pub(super) fn close_event(
        &mut self,
        event: u32,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        if self.hosted_mut(event)?.event.close(now) {
            out.updates.push(Update::EventClosed { event });
            self.store_hosted(event, out);
            self.evaluate(now, out);
        }
        Ok(Answer::Done)
    }

    pub(super) fn decide(
        &mut self,
        event: u32,
        slot: u32,
        decision: Decision,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<Answer, CommandError> {
        let rules = self.rules.clone();
        let hosted = &self.hosted_mut(event)?.event;
        if hosted.stage(now, &rules.events) > Stage::Maintained {
            return Err(CommandError::Closed);
        }
        let held = hosted.guest(slot).and_then(|guest| guest.held.as_ref());
        let decidable = held.is_some_and(|held| held.identity().is_some());
        if !decidable {
            return Err(CommandError::NothingToDecide { slot });
        }
        if self.hosted_mut(event)?.event.decide(slot, decision, now, &rules.policy) {
            self.store_guest(event, slot, out);
            self.store_hosted(event, out);
            self.evaluate(now, out);
        }
        Ok(Answer::Done)
    }

    fn hosted_mut(&mut self, number: u32) -> Result<&mut Hosted, CommandError> {
        let missing = CommandError::NoSuchEvent { kind: "hosted", number };
        self.hosted.get_mut(number).ok_or(missing)
    }

    /// Admits by code or pseudonym; anybody else learns nothing.
    pub(super) fn accept_guest(
        &mut self,
        link: LinkId,
        event: u32,
        peer: &VerifyingKey,
        now: Timestamp,
        out: &mut Effects,
    ) {
        let rules = &self.rules;
        let admitted = self.hosted.get_mut(event).and_then(|hosted| {
            if hosted.event.stage(now, &rules.events) > Stage::Maintained {
                return None;
            }
            if hosted.event.burn_code(&peer.assume_role(), now) {
                let deadline = now + rules.events.check_in_deadline;
                return Some((Purpose::ServeCode { event, used: false }, deadline));
            }
            let slot = hosted.event.slot(&peer.assume_role())?;
            Some((Purpose::ServeGuest { event, slot }, now + rules.events.idle_limit))
        });
        match admitted {
            Some((purpose, deadline)) => self.set_deadline(link, purpose, deadline),
            None => out.requests.push(Request::Close { link }),
        }
    }

    pub(super) fn serve_check_in(
        &mut self,
        link: LinkId,
        event: u32,
        used: bool,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let request = decode::<GuestRequest>(frame).ok().and_then(|request| request.body);
        let request = match (request, used) {
            (Some(GuestRequestBody::CheckIn(request)), false) => request,
            (Some(GuestRequestBody::Fetch(fetch)), true) => {
                return self.serve_banner(link, event, &fetch, now, out);
            }
            // EV-6: a code admits one guest, however long its link lasts.
            (Some(_) | None, _) => return self.hang_up(link, out),
        };
        let body = match self.admit(event, &request, now) {
            Ok((slot, metadata)) => {
                self.store_hosted(event, out);
                self.store_guest(event, slot, out);
                out.updates.push(Update::GuestAdmitted { event, slot });
                EventAnswerBody::CheckedIn(metadata)
            }
            Err(code) => EventAnswerBody::Refused(code),
        };
        if let Some(connection) = self.connections.get_mut(&link) {
            connection.purpose = Purpose::ServeCode { event, used: true };
        }
        out.requests.push(Request::Send { link, frame: encode(&EventAnswer { body: Some(body) }) });
    }

    fn admit(
        &mut self,
        event: u32,
        request: &CheckInRequest,
        now: Timestamp,
    ) -> Result<(u32, Vec<u8>), u32> {
        let policy = &self.rules.policy;
        let hosted = &mut self.hosted.get_mut(event).ok_or(REFUSED_CLOSED)?.event;
        let key = hosted.keys().ok_or(REFUSED_CLOSED)?.public();
        let pseudonym = PseudonymKey::from_slice(&request.pseudonym).ok_or(REFUSED_SIGNATURE)?;
        let signature = Signature::from_slice(&request.signature).ok_or(REFUSED_SIGNATURE)?;
        pseudonym
            .verify_with::<S>(Context::CheckIn, &[key.as_bytes()], &signature)
            .map_err(|_| REFUSED_SIGNATURE)?;
        let slot = hosted.admit(pseudonym, now, policy).ok_or(REFUSED_CLOSED)?;
        Ok((slot, encode_metadata(hosted.metadata())))
    }

    pub(super) fn serve_visit(
        &mut self,
        link: LinkId,
        event: u32,
        slot: u32,
        frame: &[u8],
        now: Timestamp,
        out: &mut Effects,
    ) {
        let request = decode::<GuestRequest>(frame).ok().and_then(|request| request.body);
        let request = match request {
            Some(GuestRequestBody::Visit(request)) => request,
            Some(GuestRequestBody::Fetch(fetch)) => {
                return self.serve_banner(link, event, &fetch, now, out);
            }
            Some(GuestRequestBody::CheckIn(_)) | None => return self.hang_up(link, out),
        };
        let stage = self.hosted.get(event).map(|h| h.event.stage(now, &self.rules.events));
        if stage.is_none_or(|stage| stage > Stage::Maintained) {
            return self.hang_up(link, out);
        }
        let refusal = request
            .report
            .as_ref()
            .and_then(|report| self.receive(event, slot, report, now, out).err())
            .unwrap_or(0);
        if let Some(answer) = self.visit_answer(event, slot, &request, refusal, now) {
            let body = Some(EventAnswerBody::Visited(answer));
            out.requests.push(Request::Send { link, frame: encode(&EventAnswer { body }) });
        }
    }

    /// Takes a report, stores it before it is acknowledged, and lets it bear on the organizer.
    fn receive(
        &mut self,
        event: u32,
        slot: u32,
        sealed: &SignedReport,
        now: Timestamp,
        out: &mut Effects,
    ) -> Result<(), u32> {
        const NONSENSE: u32 = 4;
        let rules = &self.rules;
        let hosted = &mut self.hosted.get_mut(event).ok_or(NONSENSE)?.event;
        let key = hosted.keys().ok_or(NONSENSE)?.public();
        let pseudonym = hosted.guest(slot).ok_or(NONSENSE)?.pseudonym;
        let report = Report::open_with::<S>(sealed, &key, &pseudonym)
            .map_err(|_| NONSENSE)?
            .map_err(|_| refusal_code(ReportRefusal::Forged))?;
        if hosted.take_report(slot, report, now, &rules.policy).map_err(refusal_code)? {
            self.store_guest(event, slot, out);
            self.store_hosted(event, out);
            out.updates.push(Update::ReportReceived { event, slot });
            self.evaluate(now, out);
        }
        Ok(())
    }

    fn visit_answer(
        &self,
        event: u32,
        slot: u32,
        request: &VisitRequest,
        refusal: u32,
        now: Timestamp,
    ) -> Option<VisitAnswer> {
        let hosted = &self.hosted.get(event)?.event;
        let held = hosted.guest(slot)?.held.as_ref();
        Some(VisitAnswer {
            statistics: Some((&hosted.answer(slot, now, &self.rules.policy)).into()),
            held: Some(held.map_or_else(Held::default, |held| {
                Held::new(held.sequence, &held.told, held.standing)
            })),
            metadata: if request.wants_metadata {
                encode_metadata(hosted.metadata())
            } else {
                Vec::new()
            },
            refusal,
        })
    }

    /// Closes, retires, forgets and erases hosted events as time demands.
    pub(super) fn age_hosted(&mut self, now: Timestamp, out: &mut Effects) {
        let due = self.hosted.due(now, &self.rules);
        for number in due {
            let Some(hosted) = self.hosted.get_mut(number) else {
                continue;
            };
            if let Some(closes_at) = hosted.event.closes_at().filter(|at| *at <= now) {
                hosted.event.close(closes_at);
                out.updates.push(Update::EventClosed { event: number });
                self.store_hosted(number, out);
            }
            let Some(hosted) = self.hosted.get_mut(number) else {
                continue;
            };
            let settled = hosted.event.settle(now, &self.rules.policy);
            let stage = hosted.event.stage(now, &self.rules.events);
            if let Some(slots) = settled {
                self.store_hosted(number, out);
                slots.into_iter().for_each(|slot| self.store_guest(number, slot, out));
            }
            self.serve_or_retire(number, stage, out);
            match stage {
                Stage::Open | Stage::Maintained => {}
                Stage::Archived => self.archive_hosted(number, out),
                Stage::Erased => {
                    self.erase_event(EventRef::Hosted(number), out);
                    self.hosted.remove(number);
                    self.sweep_blobs(out);
                    out.updates.push(Update::EventErased { event: EventRef::Hosted(number) });
                }
            }
        }
    }

    /// EV-26: keys and guests that an archived event needs no more leave memory and store.
    fn archive_hosted(&mut self, number: u32, out: &mut Effects) {
        let forgotten = self.hosted.get_mut(number).and_then(|hosted| hosted.event.archive());
        if let Some(slots) = forgotten {
            self.store_hosted(number, out);
            let erase = |slot| Change::Erase(RecordKey::Guest(number, slot));
            out.changes.extend(slots.into_iter().map(erase));
        }
    }
}

const fn is_served(stage: Stage) -> bool {
    match stage {
        Stage::Open | Stage::Maintained => true,
        Stage::Archived | Stage::Erased => false,
    }
}

fn refusal_code(refusal: ReportRefusal) -> u32 {
    match refusal {
        ReportRefusal::IdentityRequired => 1,
        ReportRefusal::IdentityChanged => 2,
        ReportRefusal::Forged => 3,
        ReportRefusal::Implausible => 4,
    }
}
