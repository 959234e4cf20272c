//! Looks on and writes down; decides nothing that phones could feel.

use super::lineage::{Root, Traced};
use super::occurrence::Occurrence;
use super::setup::WorldSetup;
use super::step::{PEOPLE, World};
use crate::population::PersonIndex;
use crate::results::{
    DayRecord, EventRecord, PersonRecord, RunRecord, SelfReportRecord, StatusChangeRecord,
    WarningRecord,
};
use corona_core::cascade::{Signal, Told};
use corona_core::identity::Signatures;
use corona_core::node::{EventRef, Update};
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::Traffic;
use std::collections::BTreeSet;

/// What results want of the phones' nodes.
pub(super) struct NodesRecord {
    people: Vec<PersonRecord>,
    elided_polls: u64,
}

impl NodesRecord {
    pub(super) fn of<S: Signatures>(world: &World<S>) -> Self {
        let people = (0..world.phones.len()).map(|person| person_record(world, person));
        Self { people: people.collect(), elided_polls: world.elided_polls() }
    }
}

/// What was seen so far.
pub(super) struct Observer {
    pub(super) occurrences: u64,
    pub(super) wake_ups: u64,
    pub(super) wake_ups_before: u64,
    pub(super) statuses: Vec<InfectionStatus>,
    /// Whether each person is warned now, and whether as high risk.
    pub(super) warned: Vec<Option<bool>>,
    pub(super) self_reports: Vec<SelfReportRecord>,
    pub(super) warnings: Vec<WarningRecord>,
    pub(super) status_changes: Vec<StatusChangeRecord>,
    pub(super) days: Vec<DayRecord>,
    pub(super) first_report: Vec<Option<Timestamp>>,
    pub(super) first_warned: Vec<Option<Timestamp>>,
    /// Hours an organizer was away in the day before somebody was first warned.
    pub(super) offline: Vec<Span>,
    pub(super) phones: u32,
}

impl Observer {
    pub(super) fn new(setup: &WorldSetup) -> Self {
        let (people, gatherings) =
            (setup.population.people.len(), setup.population.gatherings.len());
        Self {
            occurrences: 0,
            wake_ups: 0,
            wake_ups_before: 0,
            statuses: vec![InfectionStatus::Unknown; people],
            warned: vec![None; people],
            self_reports: Vec::new(),
            warnings: Vec::new(),
            status_changes: Vec::new(),
            days: Vec::new(),
            first_report: vec![None; gatherings],
            first_warned: vec![None; gatherings],
            offline: vec![Span::ZERO; gatherings],
            phones: setup.population.people.iter().filter(|p| p.has_phone).count() as u32,
        }
    }

    pub(super) fn end_day(&mut self, traffic: Traffic) {
        let mut statuses = [0; 5];
        for status in &self.statuses {
            statuses[column(*status)] += 1;
        }
        // Those without a phone have no status.
        statuses[0] -= self.statuses.len() as u32 - self.phones;
        self.days.push(DayRecord {
            day: self.days.len() as u32,
            statuses,
            dials: traffic.dials,
            failed_dials: traffic.failed_dials,
            bytes: traffic.bytes,
            wake_ups: self.wake_ups - self.wake_ups_before,
        });
        self.wake_ups_before = self.wake_ups;
    }

    /// Everything, as results want it; of phones' nodes only what is handed in.
    pub(super) fn record<S: Signatures>(&self, world: &World<S>, nodes: NodesRecord) -> RunRecord {
        let NodesRecord { people, elided_polls } = nodes;
        let mut self_reports = self.self_reports.clone();
        let warned: BTreeSet<(Root, PersonIndex)> =
            self.warnings.iter().filter_map(|w| Some((w.root?, w.person))).collect();
        for (root, _) in warned {
            self_reports[root as usize].warned += 1;
        }
        RunRecord {
            seed: world.setup.seed,
            start: world.setup.start,
            end: world.now,
            people,
            events: (0..world.meetings().len())
                .filter_map(|gathering| self.event_record(world, gathering))
                .collect(),
            self_reports,
            warnings: self.numbered_warnings(world),
            status_changes: self.status_changes.clone(),
            days: self.days.clone(),
            occurrences: self.occurrences,
            elided_polls,
            epidemic: world.epidemic_record(),
        }
    }

    fn event_record<S: Signatures>(
        &self,
        world: &World<S>,
        gathering: usize,
    ) -> Option<EventRecord> {
        let about = &world.setup.population.gatherings[gathering];
        let meeting = &world.meetings()[gathering];
        let start = meeting.created()?;
        let first_warned = self.first_warned[gathering];
        let first_report = self.first_report[gathering];
        let organizer_offline = match (first_warned, first_report) {
            (Some(_), _) => self.offline[gathering],
            (None, Some(report)) => world.phones[about.organizer as usize].absent_within(
                report,
                report + Span::DAY,
                world.now,
            ),
            (None, None) => Span::ZERO,
        };
        Some(EventRecord {
            name: about.name.to_string(),
            start,
            end: meeting.closed(),
            organizer: about.organizer,
            attendees: about.size() as u32,
            participants: 1 + meeting.joined(),
            first_report,
            first_warned,
            organizer_offline,
        })
    }

    /// Warnings name gatherings while the world runs, and records of events in the results.
    fn numbered_warnings<S: Signatures>(&self, world: &World<S>) -> Vec<WarningRecord> {
        let mut numbers = Vec::with_capacity(world.meetings().len());
        let mut next = 0;
        for meeting in world.meetings() {
            numbers.push(next);
            next += u32::from(meeting.created().is_some());
        }
        let renumber = |warning: &WarningRecord| WarningRecord {
            event: numbers[warning.event as usize],
            ..warning.clone()
        };
        self.warnings.iter().map(renumber).collect()
    }
}

fn column(status: InfectionStatus) -> usize {
    match status {
        InfectionStatus::Unknown => 0,
        InfectionStatus::HighRisk => 1,
        InfectionStatus::Suspected => 2,
        InfectionStatus::Positive => 3,
        InfectionStatus::Negative => 4,
    }
}

fn person_record<S: Signatures>(world: &World<S>, person: usize) -> PersonRecord {
    let signal = world.phones[person].node().and_then(corona_core::node::Node::signal);
    PersonRecord {
        name: world.setup.population.people[person].name.to_string(),
        has_phone: world.setup.population.people[person].has_phone,
        status: world.observer.statuses[person],
        hop: signal.map(|signal| signal.hop),
        strength: signal.map(|signal| signal.strength),
    }
}

impl<S: Signatures> World<S> {
    /// A person told their phone something; what follows refers to it as its root.
    pub(super) fn note_self_report(&mut self, person: PersonIndex, status: InfectionStatus) {
        let root = self.observer.self_reports.len() as Root;
        let record = SelfReportRecord { time: self.now, person, status, warned: 0 };
        self.observer.self_reports.push(record);
        if status != InfectionStatus::Negative {
            self.lineage.self_report(person, root);
        }
        self.tell_self_report(person, status);
    }

    /// What a phone shows becomes part of the record; some of it people react to.
    pub(super) fn take_update(&mut self, person: PersonIndex, update: Update) {
        match update {
            Update::StatusChanged { to, .. } => self.status_changed(person, to),
            Update::RiskChanged { signal, event, high } => {
                self.risk_changed(person, signal, event, high);
            }
            Update::CheckedIn { event } => {
                if let Some(gathering) = self.phones[person as usize].joined.get(event) {
                    self.meetings.check_in_acknowledged(gathering);
                    self.note_slot(person, event);
                    self.tell_checked_in(person, gathering);
                }
            }
            Update::CheckInFailed { event, .. } => {
                if let Some(gathering) = self.phones[person as usize].joined.remove(event) {
                    self.retry_check_in(gathering, person);
                }
            }
            Update::ReportQueued { event, told } => {
                if let EventRef::Joined(number) = event {
                    self.disturb(person, number);
                }
                self.report_queued(person, event, told);
            }
            Update::EventAnswered { event } => self.guest_answered(person, event),
            Update::ReportAcknowledged { event, told, .. } => {
                if let Some(gathering) = self.gathering_of(person, EventRef::Joined(event)) {
                    self.tell_stored(gathering, person, told);
                }
            }
            Update::StatisticsChanged { event } => self.statistics_changed(person, event),
            Update::ReportReceived { event, slot } => {
                self.report_received(person, event);
                if let Some(gathering) = self.gathering_of(person, EventRef::Hosted(event))
                    && self.holds_positive(person, event, slot)
                {
                    self.consider_confirming(gathering, slot);
                }
            }
            Update::ConsentAsked { event } => {
                self.agenda.push(self.now, PEOPLE, Occurrence::Consent { person, event });
            }
            Update::EventClosed { event } => {
                self.event_closed(person, event);
                if let Some(gathering) = self.gathering_of(person, EventRef::Hosted(event)) {
                    self.tell_closed(gathering);
                }
            }
            Update::EventErased { event: EventRef::Joined(number) } => {
                let gathering = self.phones[person as usize].joined.remove(number);
                self.forget_learnt(person, gathering);
            }
            Update::EventErased { event: EventRef::Hosted(number) } => {
                let gathering = self.phones[person as usize].hosted.remove(&number);
                self.forget_learnt(person, gathering);
            }
            Update::GuestAdmitted { .. }
            | Update::ReportRefused { .. }
            | Update::ReportOverruled { .. }
            | Update::OrganizerContradicts { .. }
            | Update::ServicePublished { .. }
            | Update::Network(_)
            | Update::InvitationReady { .. }
            | Update::PairingCode { .. }
            | Update::Paired { .. }
            | Update::PairingFailed { .. }
            | Update::PairingInDoubt { .. }
            | Update::ContactConfirmed { .. }
            | Update::ContactRefused { .. }
            | Update::ContactChanged { .. }
            | Update::BannerFetched { .. } => {}
        }
    }

    fn forget_learnt(&mut self, person: PersonIndex, gathering: Option<u32>) {
        if let Some(gathering) = gathering {
            self.lineage.forget(person, gathering);
        }
    }

    fn status_changed(&mut self, person: PersonIndex, to: InfectionStatus) {
        let from = self.observer.statuses[person as usize];
        if from == to {
            // A restarted phone shows again what it showed before.
            return;
        }
        self.observer.statuses[person as usize] = to;
        let node = self.phones[person as usize].node.as_ref();
        let signal = node.and_then(|n| n.signal()).filter(|_| to == InfectionStatus::HighRisk);
        let hop = signal.map(|signal| signal.hop);
        let time = self.now;
        self.observer.status_changes.push(StatusChangeRecord { time, person, from, to, hop });
        let inferred = match to {
            InfectionStatus::Unknown | InfectionStatus::HighRisk => true,
            InfectionStatus::Suspected | InfectionStatus::Positive | InfectionStatus::Negative => {
                false
            }
        };
        if inferred {
            let event = self.phones[person as usize].node.as_ref().and_then(|n| n.signal_event());
            self.tell_status(person, to, event, hop);
        }
    }

    fn risk_changed(
        &mut self,
        person: PersonIndex,
        signal: Option<Signal>,
        event: Option<EventRef>,
        high: bool,
    ) {
        let before = self.observer.warned[person as usize];
        self.observer.warned[person as usize] = signal.map(|_| high);
        if before != signal.map(|_| high) {
            self.warn_owner(person, signal.map(|_| high));
        }
        let (Some(signal), Some(event)) = (signal, event) else {
            return;
        };
        let Some(gathering) = self.gathering_of(person, event) else {
            return;
        };
        // Fading or a nearer source is no new warning; a first one is, and caution grown to risk.
        let is_new = before.is_none() || (high && before == Some(false));
        if is_new {
            self.observer.warnings.push(WarningRecord {
                time: self.now,
                person,
                hop: signal.hop,
                strength: signal.strength,
                event: gathering,
                root: self.lineage.root_at(person, gathering),
                high_risk: high,
            });
        }
    }

    pub(super) fn report_queued(&mut self, person: PersonIndex, event: EventRef, told: Told) {
        let Some(gathering) = self.gathering_of(person, event) else {
            return;
        };
        let policy = &self.setup.rules.policy;
        let traced = match told {
            Told::Infection { positive, .. } => {
                let strength = if positive { policy.positive } else { policy.suspected };
                let signal = Signal { strength, hop: 0 };
                self.lineage.own(person).map(|root| Traced { signal, root })
            }
            Told::HighRisk { signal, .. } => self
                .lineage
                .root_of_relay(person, gathering, signal)
                .map(|root| Traced { signal, root }),
            Told::Negative { .. } | Told::Nothing => None,
        };
        self.lineage.tell(gathering, person, traced);
        if matches!(event, EventRef::Hosted(_)) {
            // No delivery needed: the organizer's own phone is the event.
            self.tell_stored(gathering, person, told);
            if traced.is_some() {
                self.event_hears(gathering);
            }
        }
    }

    /// An organizer's phone stored a guest's report.
    fn report_received(&mut self, organizer: PersonIndex, event: u32) {
        let Some(gathering) = self.gathering_of(organizer, EventRef::Hosted(event)) else {
            return;
        };
        let node = self.phones[organizer as usize].node.as_ref();
        let hosted = node.and_then(|node| node.hosted_event(event));
        let best = hosted.and_then(|hosted| hosted.best_for_own(&self.setup.rules.policy));
        self.lineage.learn(organizer, gathering, best);
        if best.is_some() {
            self.event_hears(gathering);
        }
    }

    fn event_hears(&mut self, gathering: u32) {
        let now = self.now;
        self.observer.first_report[gathering as usize].get_or_insert(now);
    }

    fn statistics_changed(&mut self, person: PersonIndex, event: u32) {
        let Some(gathering) = self.gathering_of(person, EventRef::Joined(event)) else {
            return;
        };
        let node = self.phones[person as usize].node.as_ref();
        let best = node.and_then(|node| node.participation(event)?.joined()?.best());
        self.note_slot(person, event);
        self.lineage.learn(person, gathering, best);
        if best.is_some() && self.observer.first_warned[gathering as usize].is_none() {
            let organizer = self.setup.population.gatherings[gathering as usize].organizer;
            let now = self.now;
            self.observer.first_warned[gathering as usize] = Some(now);
            self.observer.offline[gathering as usize] =
                self.phones[organizer as usize].absent_within(now - Span::DAY, now, now);
        }
    }
}
