//! An event on its organizer's phone: who checked in, what they reported, what others may know.
//!
//! It admits by code or pseudonym, keeps the newest report of each guest, and
//! publishes counts. It decides what is counted; the node moves frames and stores records.
//!
//! ```text
//! Open { codes } ──close / auto_close──► Closed { end } ──(life_cycle)──► archived ──► erased
//! ```

use super::guest::{Decision, Guest, Standing, contribution, plausible};
use super::statistics::{Contribution, Statistics, Tally};
use super::{EventRules, Metadata, Stage};
use crate::cascade::{EventSpan, Policy, ReportIdentity, Signal, StatisticsRule, Told};
use crate::identity::{CheckInKey, CheckInSecret, DiscoverySecret, EventSecret, PseudonymKey};
use crate::time::{Span, Timestamp};
use crate::wire::Report;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most guests of one event; beyond it check-ins are refused.
pub(crate) const GUEST_LIMIT: usize = 100_000;
/// Most codes on screens at once.
pub(crate) const CODE_LIMIT: usize = 1_024;

/// Whether check-in is possible.
#[derive(Clone, Serialize, Deserialize)]
pub enum Phase {
    /// It is.
    Open {
        /// Closed by itself at this time.
        closes_at: Timestamp,
        /// Codes shown and not yet used, with their expiry. Never stored: a restart voids them.
        #[serde(skip)]
        codes: BTreeMap<CheckInKey, Timestamp>,
    },
    /// It is over.
    Closed {
        /// Since when.
        end: Timestamp,
    },
}

/// Why an event does not take a report. The guest can act.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReportRefusal {
    /// Self-reports always carry the identity, high-risk reports where the event says so.
    #[error("this report must carry the reporter's identity")]
    IdentityRequired,
    /// Another identity reported under this pseudonym before.
    #[error("this pseudonym reported with another identity before")]
    IdentityChanged,
    /// The signature does not hold.
    #[error("the report is forged, or meant for another event or pseudonym")]
    Forged,
    /// A strength that its hop cannot have.
    #[error("a signal of that strength cannot have travelled that far")]
    Implausible,
}

/// The stored part of an event.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct HostedRecord {
    keys: EventSecret,
    discovery: DiscoverySecret,
    metadata: Metadata,
    phase: Phase,
    own: Told,
    own_published: Contribution,
    published_attendees: u32,
    epoch: i64,
    revision: u32,
}

/// An event hosted by this phone.
pub struct HostedEvent {
    record: HostedRecord,
    guests: Vec<Guest>,
    by_pseudonym: BTreeMap<PseudonymKey, u32>,
    /// As things are: the organizer's own view.
    live: Tally,
    /// As guests are answered.
    published: Tally,
    /// Guests whose contribution isn't published yet; may list one twice.
    unpublished: Vec<u32>,
}

impl HostedEvent {
    /// A new open event.
    #[must_use]
    pub fn new(
        keys: EventSecret,
        discovery: DiscoverySecret,
        metadata: Metadata,
        closes_at: Timestamp,
    ) -> Self {
        let record = HostedRecord {
            keys,
            discovery,
            metadata,
            phase: Phase::Open { closes_at, codes: BTreeMap::new() },
            own: Told::Nothing,
            own_published: Contribution::None,
            published_attendees: 1,
            epoch: i64::MIN,
            revision: 0,
        };
        let tally = Tally::of(1);
        Self {
            record,
            guests: Vec::new(),
            by_pseudonym: BTreeMap::new(),
            live: tally.clone(),
            published: tally,
            unpublished: Vec::new(),
        }
    }

    /// Rebuilds an event from its stored records.
    pub(crate) fn restore(record: HostedRecord, guests: Vec<Guest>, policy: &Policy) -> Self {
        let mut live = Tally::of(1 + guests.len() as u32);
        let mut published = Tally::of(record.published_attendees);
        live.add(contribution(&record.own, Standing::Unreviewed, policy));
        published.add(record.own_published);
        let mut by_pseudonym = BTreeMap::new();
        let mut unpublished = Vec::new();
        for (slot, guest) in (0..).zip(&guests) {
            by_pseudonym.insert(guest.pseudonym, slot);
            live.add(guest.contribution(policy));
            published.add(guest.published);
            if guest.published != guest.contribution(policy) {
                unpublished.push(slot);
            }
        }
        Self { record, guests, by_pseudonym, live, published, unpublished }
    }

    pub(crate) fn record(&self) -> &HostedRecord {
        &self.record
    }
    /// The event's identity.
    #[must_use]
    pub fn keys(&self) -> &EventSecret {
        &self.record.keys
    }
    /// Where it is hosted.
    #[must_use]
    pub fn discovery(&self) -> &DiscoverySecret {
        &self.record.discovery
    }
    /// Name, banner, begin.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.record.metadata
    }
    /// Whether it is open.
    #[must_use]
    pub fn phase(&self) -> &Phase {
        &self.record.phase
    }
    /// Begin and end.
    #[must_use]
    pub fn span(&self) -> EventSpan {
        let end = match self.record.phase {
            Phase::Open { .. } => None,
            Phase::Closed { end } => Some(end),
        };
        EventSpan { start: self.record.metadata.start, end }
    }
    /// Guests in order of check-in.
    #[must_use]
    pub fn guests(&self) -> &[Guest] {
        &self.guests
    }
    /// The slot of a pseudonym.
    #[must_use]
    pub fn slot(&self, pseudonym: &PseudonymKey) -> Option<u32> {
        self.by_pseudonym.get(pseudonym).copied()
    }
    /// What the organizer has told their own event.
    #[must_use]
    pub fn own(&self) -> Told {
        self.record.own
    }
    /// When it closes by itself; `None` once closed.
    #[must_use]
    pub fn closes_at(&self) -> Option<Timestamp> {
        match self.record.phase {
            Phase::Open { closes_at, .. } => Some(closes_at),
            Phase::Closed { .. } => None,
        }
    }

    /// Ends check-in. Closing twice changes nothing.
    pub fn close(&mut self, end: Timestamp) -> bool {
        match self.record.phase {
            Phase::Open { .. } => {
                self.record.phase = Phase::Closed { end: end.max(self.record.metadata.start) };
                true
            }
            Phase::Closed { .. } => false,
        }
    }

    /// Shows a fresh code (EV-5). `None` if the event is closed or too many are shown.
    pub fn show_code(
        &mut self,
        secret: &CheckInSecret,
        now: Timestamp,
        rules: &EventRules,
    ) -> bool {
        match &mut self.record.phase {
            Phase::Open { codes, .. } => {
                codes.retain(|_, expires| *expires > now);
                let room = codes.len() < CODE_LIMIT;
                if room {
                    codes.insert(secret.public(), now + rules.code_expiry);
                }
                room
            }
            Phase::Closed { .. } => false,
        }
    }

    /// EV-6: the first link that proves a code's key burns it, whatever comes of it.
    pub fn burn_code(&mut self, code: &CheckInKey, now: Timestamp) -> bool {
        match &mut self.record.phase {
            Phase::Open { codes, .. } => codes.remove(code).is_some_and(|expires| expires > now),
            Phase::Closed { .. } => false,
        }
    }

    /// Admits a pseudonym; admitting it again changes nothing, because a guest whose
    /// answer was lost must be able to ask again. `None` if closed or full.
    pub fn admit(&mut self, pseudonym: PseudonymKey, now: Timestamp) -> Option<u32> {
        if let Some(slot) = self.slot(&pseudonym) {
            return Some(slot);
        }
        match self.record.phase {
            Phase::Open { .. } if self.guests.len() < GUEST_LIMIT => {
                let slot = self.guests.len() as u32;
                self.guests.push(Guest {
                    pseudonym,
                    checked_in: now,
                    identity: None,
                    held: None,
                    published: Contribution::None,
                });
                self.by_pseudonym.insert(pseudonym, slot);
                self.live.attendees += 1;
                Some(slot)
            }
            Phase::Open { .. } | Phase::Closed { .. } => None,
        }
    }

    /// Takes a verified report of the guest in `slot`; true if anything changed.
    ///
    /// # Errors
    /// [`ReportRefusal`] if it isn't taken.
    pub fn take_report(
        &mut self,
        slot: u32,
        report: Report,
        policy: &Policy,
    ) -> Result<bool, ReportRefusal> {
        self.check_report(slot, &report, policy)?;
        let guest = &mut self.guests[slot as usize];
        let held_sequence = guest.held.as_ref().map_or(0, |held| held.sequence);
        if report.sequence <= held_sequence {
            return Ok(false);
        }
        let before = guest.contribution(policy);
        if let Some(reporter) = &report.reporter {
            guest.identity = Some(reporter.identity);
        }
        guest.hold(report);
        let after = guest.contribution(policy);
        self.recount(slot, before, after);
        Ok(true)
    }

    fn check_report(
        &self,
        slot: u32,
        report: &Report,
        policy: &Policy,
    ) -> Result<(), ReportRefusal> {
        let must_be_named = report.corrects
            || match report.told {
                Told::Nothing => false,
                Told::Infection { .. } | Told::Negative { .. } => true,
                Told::HighRisk { .. } => {
                    self.record.metadata.high_risk_reports == ReportIdentity::Identified
                }
            };
        let pinned = self.guests[slot as usize].identity;
        match (&report.reporter, pinned) {
            (None, _) if must_be_named => return Err(ReportRefusal::IdentityRequired),
            (Some(reporter), Some(pinned)) if reporter.identity != pinned => {
                return Err(ReportRefusal::IdentityChanged);
            }
            (None | Some(_), None | Some(_)) => {}
        }
        match report.told {
            Told::HighRisk { signal, .. } if !plausible(signal, policy) => {
                Err(ReportRefusal::Implausible)
            }
            Told::HighRisk { .. }
            | Told::Nothing
            | Told::Infection { .. }
            | Told::Negative { .. } => Ok(()),
        }
    }

    /// The organizer decides on the report that a guest holds now; true if that changed anything.
    /// Only reports that carry an identity can be checked with somebody.
    pub fn decide(&mut self, slot: u32, decision: Decision, policy: &Policy) -> bool {
        let Some(guest) = self.guests.get_mut(slot as usize) else {
            return false;
        };
        if guest.identity.is_none() {
            return false;
        }
        let before = guest.contribution(policy);
        let Some(held) = &mut guest.held else {
            return false;
        };
        let changed = held.decide(decision);
        let after = guest.contribution(policy);
        self.recount(slot, before, after);
        changed
    }

    /// The organizer's own part, as attendee; true if that changed anything.
    pub fn tell_own(&mut self, told: Told, policy: &Policy) -> bool {
        if self.record.own == told {
            return false;
        }
        self.live.remove(contribution(&self.record.own, Standing::Unreviewed, policy));
        self.live.add(contribution(&told, Standing::Unreviewed, policy));
        self.record.own = told;
        true
    }

    fn recount(&mut self, slot: u32, before: Contribution, after: Contribution) {
        if before != after {
            self.live.remove(before);
            self.live.add(after);
            self.unpublished.push(slot);
        }
    }

    /// Publishes what has changed, at once or once an epoch (EV-16); returns the slots whose
    /// records changed, or `None` if nothing did. Must run before a change is made and
    /// before an answer is given, so that an answer never shows a change of its own epoch.
    pub fn publish(&mut self, now: Timestamp, policy: &Policy) -> Option<Vec<u32>> {
        let mut epoch_began = false;
        if let StatisticsRule::Coarse { epoch } = policy.statistics {
            let current = now.as_millis().div_euclid(epoch.as_millis());
            if current <= self.record.epoch {
                return None;
            }
            self.record.epoch = current;
            epoch_began = true;
        }
        let own = contribution(&self.record.own, Standing::Unreviewed, policy);
        if self.unpublished.is_empty()
            && own == self.record.own_published
            && self.live.attendees == self.record.published_attendees
        {
            // Stored even so: a restart must not publish a second time within the epoch.
            return epoch_began.then(Vec::new);
        }
        let mut slots = std::mem::take(&mut self.unpublished);
        slots.sort_unstable();
        slots.dedup();
        for slot in &slots {
            let guest = &mut self.guests[*slot as usize];
            guest.published = guest.contribution(policy);
        }
        self.record.own_published = own;
        self.record.published_attendees = self.live.attendees;
        self.record.revision += 1;
        self.published = self.live.clone();
        Some(slots)
    }

    /// The published answer to the guest in `slot`.
    #[must_use]
    pub fn answer(&self, slot: u32, policy: &Policy) -> Statistics {
        let own = self.guests[slot as usize].published;
        self.published.answer(own, self.span(), self.record.revision, policy)
    }

    /// The organizer's own view of the others.
    #[must_use]
    pub fn own_statistics(&self, policy: &Policy) -> Statistics {
        let own = contribution(&self.record.own, Standing::Unreviewed, policy);
        self.live.answer(own, self.span(), self.record.revision, &Policy::whitepaper())
    }

    /// What the organizer's own report counts for.
    #[must_use]
    pub fn own_contribution(&self, policy: &Policy) -> Contribution {
        contribution(&self.record.own, Standing::Unreviewed, policy)
    }

    /// The best of the others' signals, as the organizer's own exposure.
    #[must_use]
    pub fn best_for_own(&self, policy: &Policy) -> Option<Signal> {
        self.live.best_without(contribution(&self.record.own, Standing::Unreviewed, policy))
    }

    /// Where it stands by the organizer's clock.
    #[must_use]
    pub fn stage(&self, now: Timestamp, rules: &EventRules) -> Stage {
        rules.stage(self.span().end, now)
    }

    /// The next time at which its stage changes by itself.
    #[must_use]
    pub fn next_change(&self, now: Timestamp, rules: &EventRules) -> Option<Timestamp> {
        match self.closes_at() {
            Some(closes_at) => Some(closes_at.max(now + Span(1))),
            None => rules.next_change(self.span().end, now),
        }
    }
}
