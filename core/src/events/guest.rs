//! One guest of a hosted event, and what their newest report counts for.

use super::statistics::Contribution;
use crate::cascade::{Policy, Signal, Told};
use crate::identity::{IdentityKey, PseudonymKey};
use crate::time::Timestamp;
use crate::wire::Report;
use serde::{Deserialize, Serialize};

/// The organizer's word on a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Standing {
    /// Not looked at: counted.
    Unreviewed,
    /// Confirmed after a call: a positive counts more and is final.
    Confirmed,
    /// Rejected: not counted.
    Rejected,
}

/// What an organizer may decide about a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Decision {
    /// It is true.
    Confirm,
    /// It isn't.
    Reject,
}

/// The newest report of one guest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeldReport {
    /// Its sequence number.
    pub sequence: u32,
    /// What counts: a final positive outlives newer reports.
    pub told: Told,
    /// What a newer report said while a final positive stood: counts once that is rejected.
    pub overtaken: Option<Told>,
    /// The organizer's word.
    pub standing: Standing,
    /// Display name, for the organizer.
    pub name: String,
    /// Note, for the organizer.
    pub note: String,
}

/// One guest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Guest {
    /// Who, here and nowhere else.
    pub pseudonym: PseudonymKey,
    /// By the organizer's clock.
    pub checked_in: Timestamp,
    /// Pinned by the first report that names one.
    pub identity: Option<IdentityKey>,
    /// The newest report.
    pub held: Option<HeldReport>,
    /// As the published statistics count it.
    pub(super) published: Contribution,
}

impl Guest {
    /// What this guest's report counts for.
    #[must_use]
    pub fn contribution(&self, policy: &Policy) -> Contribution {
        self.held
            .as_ref()
            .map_or(Contribution::None, |held| contribution(&held.told, held.standing, policy))
    }

    pub(super) fn hold(&mut self, report: Report) {
        let (name, note) = report.reporter.map_or_else(
            || self.held.as_ref().map(|h| (h.name.clone(), h.note.clone())).unwrap_or_default(),
            |reporter| (reporter.name, reporter.note),
        );
        let positive = |told: &Told| matches!(told, Told::Infection { positive: true, .. });
        if let Some(held) = &mut self.held {
            // EV-11: a positive is final here, but for a rejection or a correction.
            let final_positive = positive(&held.told)
                && match held.standing {
                    Standing::Confirmed => true,
                    Standing::Unreviewed => !report.corrects,
                    Standing::Rejected => false,
                };
            if final_positive {
                held.sequence = report.sequence;
                if positive(&report.told) {
                    held.told = report.told;
                    held.overtaken = None;
                } else {
                    held.overtaken = Some(report.told);
                }
                return;
            }
        }
        self.held = Some(HeldReport {
            sequence: report.sequence,
            told: report.told,
            overtaken: None,
            standing: Standing::Unreviewed,
            name,
            note,
        });
    }
}

impl HeldReport {
    /// The organizer's word on it; true if that changed anything. Rejecting a final positive
    /// gives way to what its reporter has told since.
    pub(super) fn decide(&mut self, decision: Decision) -> bool {
        let standing = match decision {
            Decision::Confirm => Standing::Confirmed,
            Decision::Reject => Standing::Rejected,
        };
        match (standing, self.overtaken.take()) {
            (Standing::Rejected, Some(newer)) => {
                self.told = newer;
                self.standing = Standing::Unreviewed;
                true
            }
            (standing, overtaken) => {
                self.overtaken = overtaken;
                std::mem::replace(&mut self.standing, standing) != standing
            }
        }
    }
}

/// CA-3: the strength of what is told, by kind and by the organizer's word.
pub(super) fn contribution(told: &Told, standing: Standing, policy: &Policy) -> Contribution {
    if standing == Standing::Rejected {
        return Contribution::None;
    }
    match told {
        Told::Nothing => Contribution::None,
        Told::Negative { .. } => Contribution::Negative,
        Told::HighRisk { signal, .. } => Contribution::HighRisk(*signal),
        Told::Infection { positive: false, .. } => {
            Contribution::Suspected(Signal { strength: policy.suspected, hop: 0 })
        }
        Told::Infection { positive: true, .. } => {
            let strength = match standing {
                Standing::Confirmed => policy.positive_confirmed,
                Standing::Unreviewed | Standing::Rejected => policy.positive,
            };
            Contribution::Positive(Signal { strength, hop: 0 })
        }
    }
}

/// A signal of hop h has lost strength h times since the strongest self-report.
pub(super) fn plausible(signal: Signal, policy: &Policy) -> bool {
    let strongest = policy.positive_confirmed.max(policy.positive).max(policy.suspected);
    let lost = signal.hop.saturating_mul(policy.loss);
    signal.hop >= 1
        && signal.strength >= policy.emit
        && signal.strength <= strongest.saturating_sub(lost)
}
