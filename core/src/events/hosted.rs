//! An event on its organizer's phone: who checked in, what they reported, what others may know.
//!
//! Its life is here: it admits by code or pseudonym, closes, and forgets when it is archived.
//! What is counted is decided in [`super::intake`], what guests are told in
//! [`super::publication`]; the node moves frames and stores records.
//!
//! ```text
//! Open { codes } ──close / auto_close──► Closed { end } ──(life_cycle)──► archived ──► erased
//! ```

use super::guest::{Guest, Standing, contribution};
use super::guest_list::GuestList;
use super::publication::Publication;
use super::statistics::{Contribution, Tally};
use super::{EventRules, Metadata, Stage};
use crate::cascade::{EventSpan, Policy, Signal, Told};
use crate::identity::{CheckInKey, CheckInSecret, DiscoverySecret, EventSecret, PseudonymKey};
use crate::time::Timestamp;
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
    },
    /// It is over.
    Closed {
        /// Since when.
        end: Timestamp,
    },
}

/// Whether guests can reach an event.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Service {
    /// They can, by these keys.
    Reachable(Box<ServiceSecrets>),
    /// Nobody can, ever again (EV-26).
    Archived {
        /// Guests admitted, most of whom are forgotten.
        guests: u32,
    },
}

/// Who an event is and where.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct ServiceSecrets {
    keys: EventSecret,
    discovery: DiscoverySecret,
}

/// The stored part of an event.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct HostedRecord {
    service: Service,
    pub(super) metadata: Metadata,
    phase: Phase,
    pub(super) own: Told,
    pub(super) publication: Publication,
}

impl HostedRecord {
    /// Whether `slot` may be the next guest's after `guests` others, in order of slots:
    /// only an archived event has forgotten some.
    pub(crate) fn continues(&self, guests: usize, slot: u32) -> bool {
        match &self.service {
            Service::Reachable(_) => slot as usize == guests,
            Service::Archived { guests: admitted } => slot < *admitted,
        }
    }
}

/// An event hosted by this phone.
#[derive(Serialize, Deserialize)]
pub struct HostedEvent {
    pub(super) record: HostedRecord,
    /// Codes shown and not yet used, with their expiry. In no record: a restart voids them.
    codes: BTreeMap<CheckInKey, Timestamp>,
    pub(super) guests: GuestList,
    /// As things are: the organizer's own view.
    pub(super) live: Tally,
    /// As guests are answered until [`Publication::shows_at`]; kept only where it differs.
    pub(super) before: Option<Box<Tally>>,
    pub(super) version: u32,
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
            service: Service::Reachable(Box::new(ServiceSecrets { keys, discovery })),
            metadata,
            phase: Phase::Open { closes_at },
            own: Told::Nothing,
            publication: Publication::NEW,
        };
        let (codes, guests, live) = (BTreeMap::new(), GuestList::new(), Tally::of(1));
        Self { record, codes, guests, live, before: None, version: 0 }
    }

    /// Rebuilds an event from its stored records: guests with their slots, in order.
    pub(crate) fn restore(
        record: HostedRecord,
        guests: Vec<(u32, Guest)>,
        policy: &Policy,
    ) -> Self {
        let (attendees, mut guests) = match &record.service {
            Service::Reachable(_) => {
                let guests: Vec<Guest> = guests.into_iter().map(|(_, guest)| guest).collect();
                (1 + guests.len() as u32, GuestList::complete(guests))
            }
            Service::Archived { guests: admitted } => {
                (admitted.saturating_add(1), GuestList::Reporters(guests))
            }
        };
        guests.shrink();
        let (codes, live) = (BTreeMap::new(), Tally::of(attendees));
        let mut event = Self { record, codes, guests, live, before: None, version: 0 };
        event.count(policy);
        event
    }

    pub(crate) fn record(&self) -> &HostedRecord {
        &self.record
    }
    /// The event's identity; `None` once archived.
    #[must_use]
    pub fn keys(&self) -> Option<&EventSecret> {
        self.secrets().map(|secrets| &secrets.keys)
    }
    /// Where it is hosted; `None` once archived.
    #[must_use]
    pub fn discovery(&self) -> Option<&DiscoverySecret> {
        self.secrets().map(|secrets| &secrets.discovery)
    }
    fn secrets(&self) -> Option<&ServiceSecrets> {
        match &self.record.service {
            Service::Reachable(secrets) => Some(secrets),
            Service::Archived { .. } => None,
        }
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
    /// Guests with their slots, in order of check-in; once archived, those who reported.
    pub fn guests(&self) -> impl Iterator<Item = (u32, &Guest)> + '_ {
        self.guests.iter()
    }
    /// How many guests were admitted, those forgotten since included.
    #[must_use]
    pub fn admitted(&self) -> u32 {
        self.live.attendees - 1
    }
    /// The guest in `slot`; once archived, only if they reported.
    #[must_use]
    pub fn guest(&self, slot: u32) -> Option<&Guest> {
        self.guests.get(slot)
    }
    /// The slot of a pseudonym; once archived, only of one that reported.
    #[must_use]
    pub fn slot(&self, pseudonym: &PseudonymKey) -> Option<u32> {
        self.guests.slot(pseudonym)
    }
    /// What the organizer has told their own event.
    #[must_use]
    pub fn own(&self) -> Told {
        self.record.own
    }
    /// Grows (and wraps) with every change of anything that an answer to a guest may show:
    /// attendees, reports, decisions, the end. Counted anew after a restart.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }
    /// When it closes by itself; `None` once closed.
    #[must_use]
    pub fn closes_at(&self) -> Option<Timestamp> {
        match self.record.phase {
            Phase::Open { closes_at } => Some(closes_at),
            Phase::Closed { .. } => None,
        }
    }

    /// Ends check-in. Closing twice changes nothing.
    pub fn close(&mut self, end: Timestamp) -> bool {
        match self.record.phase {
            Phase::Open { .. } => {
                self.record.phase = Phase::Closed { end: end.max(self.record.metadata.start) };
                self.codes = BTreeMap::new();
                self.version = self.version.wrapping_add(1);
                self.guests.shrink();
                self.live.shrink();
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
        match self.record.phase {
            Phase::Open { .. } => {
                self.codes.retain(|_, expires| *expires > now);
                let room = self.codes.len() < CODE_LIMIT;
                if room {
                    self.codes.insert(secret.public(), now + rules.code_expiry);
                }
                room
            }
            Phase::Closed { .. } => false,
        }
    }

    /// EV-6: the first link that proves a code's key burns it, whatever comes of it.
    pub fn burn_code(&mut self, code: &CheckInKey, now: Timestamp) -> bool {
        self.codes.remove(code).is_some_and(|expires| expires > now)
    }

    /// Admits a pseudonym; admitting it again changes nothing, because a guest whose
    /// answer was lost must be able to ask again. `None` if closed or full.
    pub fn admit(
        &mut self,
        pseudonym: PseudonymKey,
        now: Timestamp,
        policy: &Policy,
    ) -> Option<u32> {
        if let Some(slot) = self.slot(&pseudonym) {
            return Some(slot);
        }
        match self.record.phase {
            Phase::Open { .. } => {
                let slot = self.guests.admit(pseudonym, GUEST_LIMIT)?;
                self.begin_change(now, policy);
                self.live.attendees += 1;
                Some(slot)
            }
            Phase::Closed { .. } => None,
        }
    }

    /// Forgets what nobody needs of an archived event: the keys it was reached by, and the
    /// guests who never reported (EV-26). Their slots, in order; `None` if it had done so
    /// before.
    pub fn archive(&mut self) -> Option<Vec<u32>> {
        match &self.record.service {
            Service::Archived { .. } => None,
            Service::Reachable(_) => {
                let guests = self.live.attendees - 1;
                self.record.service = Service::Archived { guests };
                self.before = None;
                self.version = self.version.wrapping_add(1);
                self.live.shrink();
                Some(self.guests.forget_silent())
            }
        }
    }

    /// What the organizer's own report counts for.
    #[must_use]
    pub fn own_contribution(&self, policy: &Policy) -> Contribution {
        contribution(&self.record.own, Standing::Unreviewed, policy)
    }

    /// The best of the others' signals, as the organizer's own exposure.
    #[must_use]
    pub fn best_for_own(&self, policy: &Policy) -> Option<Signal> {
        self.live.best_without(self.own_contribution(policy))
    }

    /// Where it stands by the organizer's clock. What was forgotten doesn't come back by
    /// setting the clock back.
    #[must_use]
    pub fn stage(&self, now: Timestamp, rules: &EventRules) -> Stage {
        let stage = rules.stage(self.span().end, now);
        match &self.record.service {
            Service::Reachable(_) => stage,
            Service::Archived { .. } => stage.max(Stage::Archived),
        }
    }
}
