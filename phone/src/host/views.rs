//! How things stand, as the command line shows it.

use super::waiting::Memory;
use crate::api::{
    ContactShown, EventShown, ProfileShown, ReportShown, SignalShown, StatisticsShown, StatusShown,
};
use crate::clock::to_rfc3339;
use crate::disk::StatusTurn;
use crate::home::PolicyPreset;
use corona_core::blobs::BlobHash;
use corona_core::cascade::Signal;
use corona_core::contacts::{Bond, Contact};
use corona_core::events::{
    Answered, Attended, Guest, HostedEvent, Phase, Range, Stage, Standing, Statistics,
};
use corona_core::node::Node;
use corona_core::rules::Rules;
use corona_core::status::InfectionStatus;
use corona_core::time::Timestamp;

/// All that showing takes.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) node: &'a Node,
    pub(super) rules: &'a Rules,
    pub(super) memory: &'a Memory,
    /// How the own status went.
    pub(super) course: &'a [StatusTurn],
    pub(super) now: Timestamp,
}

impl View<'_> {
    pub(super) fn network_text(&self) -> String {
        let (_, standing) = &self.memory.network;
        match &self.memory.unrestricted {
            Some(beside) => format!("{standing}; {beside}"),
            None => standing.clone(),
        }
    }
    pub(super) fn status(&self) -> StatusShown {
        let node = self.node;
        StatusShown {
            name: node.profile().name.clone(),
            status: status_word(node.status()).to_owned(),
            since: self.status_since().map(to_rfc3339),
            signal: node.signal().map(|signal| self.signal(signal)),
            network: self.memory.network.0.to_owned(),
            network_text: self.network_text(),
            polls_wait: node.conditions().polls_wait(),
            hosted: node.hosted_events().filter_map(|number| self.event(true, number)).collect(),
            joined: node.participations().filter_map(|number| self.event(false, number)).collect(),
            contacts: node.contacts().count(),
        }
    }

    /// One event; `None` if there is none of that number.
    pub(super) fn event(&self, hosted: bool, number: u32) -> Option<EventShown> {
        if hosted {
            self.node.hosted_event(number).map(|event| self.hosted(number, event))
        } else {
            self.node.participation(number).map(|event| self.joined(number, event))
        }
    }

    pub(super) fn contacts(&self) -> Vec<ContactShown> {
        self.node.contacts().map(|(number, contact)| self.shown(number, contact)).collect()
    }

    /// One contact; `None` if there is none of that number.
    pub(super) fn contact(&self, wanted: u32) -> Option<ContactShown> {
        let found = self.node.contacts().find(|(number, _)| *number == wanted);
        found.map(|(number, contact)| self.shown(number, contact))
    }

    fn shown(&self, number: u32, contact: &Contact) -> ContactShown {
        ContactShown {
            contact: number,
            name: contact.profile.name.clone(),
            alias: contact.alias.as_deref().map(str::to_owned),
            status: contact.status.map(|status| status_word(status).to_owned()),
            shares: contact.share_status,
            mutual: contact.bond == Bond::Mutual,
            avatar: self.is_here(contact.profile.avatar.as_ref()),
        }
    }

    /// The own profile.
    pub(super) fn profile(&self, policy: PolicyPreset) -> ProfileShown {
        let profile = self.node.profile();
        let policy = match policy {
            PolicyPreset::Whitepaper => "whitepaper",
            PolicyPreset::Graded => "graded",
        };
        ProfileShown {
            name: profile.name.clone(),
            policy: policy.to_owned(),
            avatar: self.is_here(profile.avatar.as_ref()),
        }
    }

    fn is_here(&self, picture: Option<&BlobHash>) -> bool {
        picture.is_some_and(|hash| self.node.blob(hash).is_some())
    }

    fn hosted(&self, number: u32, event: &HostedEvent) -> EventShown {
        let span = event.span();
        let open = matches!(event.phase(), Phase::Open { .. });
        let stage = event.stage(self.now, &self.rules.events);
        EventShown {
            hosted: true,
            event: number,
            name: event.metadata().name.to_string(),
            stage: if open { "open" } else { stage_word(stage) }.to_owned(),
            start: Some(to_rfc3339(span.start)),
            end: span.end.map(to_rfc3339),
            reachable: self.memory.reachable.contains(&number),
            statistics: Some(self.counts(&event.own_statistics(&self.rules.policy))),
            reports: event.guests().filter_map(|(slot, guest)| report(slot, guest)).collect(),
            report_under_way: false,
            guests: event.admitted(),
            banner: self.is_here(event.metadata().banner.as_deref()),
            consent: None,
            consent_asked: false,
        }
    }

    fn joined(&self, number: u32, event: Attended<'_>) -> EventShown {
        let stage = stage_word(event.stage(self.now, &self.rules.events));
        let joined = event.joined();
        EventShown {
            hosted: false,
            event: number,
            name: joined.map(|joined| joined.metadata.name.to_string()).unwrap_or_default(),
            stage: if joined.is_some() { stage } else { "checking-in" }.to_owned(),
            start: joined.map(|joined| to_rfc3339(joined.metadata.start)),
            end: event.end(self.now, &self.rules.events).map(to_rfc3339),
            reachable: false,
            statistics: joined
                .and_then(|joined| joined.answered.as_ref())
                .map(|answered| self.answered(answered)),
            reports: Vec::new(),
            report_under_way: joined.is_some_and(|joined| joined.is_pending()),
            guests: 0,
            banner: self.is_here(joined.and_then(|joined| joined.metadata.banner.as_deref())),
            consent: joined.and_then(|joined| joined.consent()),
            consent_asked: self.node.asks_consent(number),
        }
    }

    fn counts(&self, statistics: &Statistics) -> StatisticsShown {
        StatisticsShown {
            attendees: range(statistics.attendees),
            positives: range(statistics.positives),
            suspected: range(statistics.suspected),
            negatives: range(statistics.negatives),
            signal: statistics.best().map(|signal| self.signal(signal)),
        }
    }

    fn answered(&self, answered: &Answered) -> StatisticsShown {
        StatisticsShown {
            attendees: range(answered.attendees()),
            positives: range(answered.positives()),
            suspected: range(answered.suspected()),
            negatives: range(answered.negatives()),
            signal: answered.best().map(|signal| self.signal(signal)),
        }
    }

    fn signal(&self, signal: Signal) -> SignalShown {
        let high = signal.strength >= self.rules.policy.high;
        SignalShown { strength: signal.strength, hop: signal.hop, high }
    }
}

/// What a guest has reported under a name.
fn report(slot: u32, guest: &Guest) -> Option<ReportShown> {
    let held = guest.held.as_ref()?;
    held.identity()?;
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let decision = match held.standing {
        Standing::Unreviewed => "undecided",
        Standing::Confirmed => "confirmed",
        Standing::Rejected => "rejected",
    };
    Some(ReportShown {
        slot,
        status: status_word(held.told.status()).to_owned(),
        name: given(held.name()),
        note: given(held.note()),
        decision: decision.to_owned(),
    })
}

/// As the command line writes it.
pub(super) const fn status_word(status: InfectionStatus) -> &'static str {
    match status {
        InfectionStatus::Unknown => "unknown",
        InfectionStatus::HighRisk => "high-risk",
        InfectionStatus::Suspected => "suspected",
        InfectionStatus::Positive => "positive",
        InfectionStatus::Negative => "negative",
    }
}

const fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "open",
        Stage::Maintained => "maintained",
        // Nothing may remain: the node erases it when it wakes, which is now.
        Stage::Archived | Stage::Erased => "archived",
    }
}

fn range(range: Range) -> String {
    if range.low == range.high {
        range.low.to_string()
    } else {
        format!("{}-{}", range.low, range.high)
    }
}
