//! What a hosted event makes of reports: which it takes, and what they count for.
//!
//! It keeps the newest report of each guest, the organizer's word on it, and the organizer's
//! own. It decides what is counted; when guests are told so is left to [`super::publication`].

use super::HostedEvent;
use super::guest::{Decision, Standing, contribution, plausible};
use super::statistics::Contribution;
use crate::cascade::{Policy, ReportIdentity, Told};
use crate::time::Timestamp;
use crate::wire::Report;

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

impl HostedEvent {
    /// Takes a verified report of the guest in `slot`; true if anything changed.
    ///
    /// # Errors
    /// [`ReportRefusal`] if it isn't taken.
    pub fn take_report(
        &mut self,
        slot: u32,
        report: Report,
        now: Timestamp,
        policy: &Policy,
    ) -> Result<bool, ReportRefusal> {
        self.check_report(slot, &report, policy)?;
        let Some(guest) = self.guests.get_mut(slot) else {
            return Ok(false);
        };
        let held_sequence = guest.held.as_ref().map_or(0, |held| held.sequence);
        if report.sequence <= held_sequence {
            return Ok(false);
        }
        let before = guest.contribution(policy);
        guest.hold(report);
        self.recount(slot, before, now, policy);
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
        let pinned = self.guests.get(slot).and_then(|guest| guest.held.as_ref()?.identity());
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
    pub fn decide(
        &mut self,
        slot: u32,
        decision: Decision,
        now: Timestamp,
        policy: &Policy,
    ) -> bool {
        let Some(guest) = self.guests.get_mut(slot) else {
            return false;
        };
        let before = guest.contribution(policy);
        let named = guest.held.as_mut().filter(|held| held.identity().is_some());
        let changed = named.is_some_and(|held| held.decide(decision));
        if changed {
            self.recount(slot, before, now, policy);
        }
        changed
    }

    /// The organizer's own part, as attendee; true if that changed anything.
    pub fn tell_own(&mut self, told: Told, now: Timestamp, policy: &Policy) -> bool {
        if self.record.own == told {
            return false;
        }
        let before = self.own_contribution(policy);
        let after = contribution(&told, Standing::Unreviewed, policy);
        if before != after {
            self.begin_change(now, policy);
            self.live.remove(before);
            self.live.add(after);
        }
        self.record.own = told;
        true
    }

    /// The guest in `slot`, who counted for `before`, may count for something else now.
    fn recount(&mut self, slot: u32, before: Contribution, now: Timestamp, policy: &Policy) {
        let after = self.guests.get(slot).map_or(before, |guest| guest.contribution(policy));
        if before == after {
            // What the guest is told of their own report has changed all the same.
            self.version = self.version.wrapping_add(1);
            return;
        }
        self.begin_change(now, policy);
        self.live.remove(before);
        self.live.add(after);
        let shows_at = self.record.publication.shows_at;
        if let Some(guest) = self.guests.get_mut(slot) {
            guest.remember(before, shows_at);
        }
    }
}
