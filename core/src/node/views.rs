//! What a host may show of a node beyond events and contacts.

use super::EventRef;
use super::machine::Node;
use crate::cascade::{EventSpan, Exposure, Signal};
use crate::identity::Signatures;
use crate::time::Timestamp;
use std::cmp::Reverse;

/// What one attended event makes of the owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Warning {
    /// Which.
    pub event: EventRef,
    /// When it took place, by its organizer's clock, or as assumed.
    pub span: EventSpan,
    /// As it is felt now: one hop further than its best report, weakened by age and tests.
    pub felt: Signal,
    /// The last instant at which it bears on the own status; `None` while the event goes on.
    pub until: Option<Timestamp>,
}

impl<S: Signatures> Node<S> {
    /// Numbers of pairings under way, invitations on the screen included.
    pub fn pairings(&self) -> impl Iterator<Item = u32> + '_ {
        self.pairings.keys().copied()
    }

    /// Whether an invitation of ours is on the screen, used by nobody yet.
    #[must_use]
    pub fn shows_invitation(&self) -> bool {
        self.invitation_expiries().next().is_some()
    }

    /// Whether a joined event waits for the owner's word on high-risk reports.
    #[must_use]
    pub fn asks_consent(&self, event: u32) -> bool {
        self.joined.get(&event).is_some_and(|joined| joined.consent_asked)
    }

    /// Every event that puts the owner at risk now, or is worth caution: the best first, of
    /// which [`signal_event`](Self::signal_event) is the very first, then by number.
    #[must_use]
    pub fn warnings(&self, now: Timestamp) -> Vec<Warning> {
        let rules = &*self.rules;
        let mut warnings = Vec::new();
        for (number, glance) in self.hosted.glances(rules) {
            warnings.extend(self.warning(EventRef::Hosted(number), &glance.exposure(), now));
        }
        self.joined.for_each_exposure(now, &rules.events, |number, exposure| {
            warnings.extend(self.warning(EventRef::Joined(number), exposure, now));
        });
        // Stable: among equals the first stays first, as it decides the own status.
        warnings.sort_by_key(|warning| Reverse(warning.felt));
        warnings
    }

    fn warning(&self, event: EventRef, exposure: &Exposure, now: Timestamp) -> Option<Warning> {
        let policy = &self.rules.policy;
        if !exposure.counts_for_own(now, policy) {
            return None;
        }
        let signal = exposure.via(self.history.negative_samples(), policy)?;
        let felt = exposure.fade(signal, now, policy)?;
        let span = exposure.event;
        let until = span.end.map(|end| end + policy.own_span);
        (felt.strength >= policy.emit).then_some(Warning { event, span, felt, until })
    }
}
