//! One guest of a hosted event, and what their newest report counts for.

use super::statistics::Contribution;
use crate::cascade::{Policy, Signal, Told};
use crate::identity::{IdentityKey, PseudonymKey};
use crate::time::Timestamp;
use crate::wire::{Report, Reporter};
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
    /// Who reports, if any report said so. Most say nothing but a signal: boxed.
    reporter: Option<Box<Reporter>>,
    /// What the guest counted for before the latest change.
    before: Before,
}

/// What a guest counted for until a change that answers show later (EV-16).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Before {
    contribution: Contribution,
    /// When answers show the change.
    shows_at: Timestamp,
}

impl Before {
    /// Answers show all changes.
    const NONE: Self = Self { contribution: Contribution::None, shows_at: Timestamp(i64::MIN) };
}

/// One guest. Most never report: what a report takes lies elsewhere, so that they take
/// little memory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Guest {
    /// Who, here and nowhere else.
    pub pseudonym: PseudonymKey,
    /// The newest report.
    pub held: Option<Box<HeldReport>>,
}

impl Guest {
    /// Forgets what it counted for before; true if there was anything.
    pub(super) fn forget_before(&mut self) -> bool {
        match &mut self.held {
            Some(held) if held.before != Before::NONE => {
                held.before = Before::NONE;
                true
            }
            Some(_) | None => false,
        }
    }

    pub(super) const fn admitted(pseudonym: PseudonymKey) -> Self {
        Self { pseudonym, held: None }
    }

    /// What this guest's report counts for.
    #[must_use]
    pub fn contribution(&self, policy: &Policy) -> Contribution {
        self.held
            .as_ref()
            .map_or(Contribution::None, |held| contribution(&held.told, held.standing, policy))
    }

    /// What this guest counted for before all changes that answers show at `shows_at`.
    pub(super) fn contribution_before(&self, shows_at: Timestamp, policy: &Policy) -> Contribution {
        match &self.held {
            Some(held) if held.before.shows_at == shows_at => held.before.contribution,
            Some(_) | None => self.contribution(policy),
        }
    }

    /// Notes that this guest counted for `before` until a change that answers show at
    /// `shows_at`; of several such changes the first has said it.
    pub(super) fn remember(&mut self, before: Contribution, shows_at: Timestamp) {
        if let Some(held) = &mut self.held
            && held.before.shows_at != shows_at
        {
            held.before = Before { contribution: before, shows_at };
        }
    }

    pub(super) fn hold(&mut self, report: Report) {
        match &mut self.held {
            Some(held) => held.replace(report),
            None => self.held = Some(Box::new(HeldReport::first(report))),
        }
    }
}

impl HeldReport {
    fn first(report: Report) -> Self {
        let Report { sequence, told, corrects: _, reporter } = report;
        Self {
            sequence,
            told,
            overtaken: None,
            standing: Standing::Unreviewed,
            reporter: reporter.map(Box::new),
            before: Before::NONE,
        }
    }

    /// Display name, for the organizer; empty if there is none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.reporter.as_ref().map_or("", |reporter| &reporter.name)
    }
    /// Note, for the organizer; empty if there is none.
    #[must_use]
    pub fn note(&self) -> &str {
        self.reporter.as_ref().map_or("", |reporter| &reporter.note)
    }
    /// Pinned by the first report that names one.
    #[must_use]
    pub fn identity(&self) -> Option<IdentityKey> {
        self.reporter.as_ref().map(|reporter| reporter.identity)
    }

    fn replace(&mut self, report: Report) {
        self.sequence = report.sequence;
        let positive = |told: &Told| matches!(told, Told::Infection { positive: true, .. });
        // EV-11: a positive is final here, but for a rejection or a correction.
        let final_positive = positive(&self.told)
            && match self.standing {
                Standing::Confirmed => true,
                Standing::Unreviewed => !report.corrects,
                Standing::Rejected => false,
            };
        if final_positive && !positive(&report.told) {
            self.overtaken = Some(report.told);
            return;
        }
        self.told = report.told;
        self.overtaken = None;
        if final_positive {
            return;
        }
        self.standing = Standing::Unreviewed;
        if let Some(reporter) = report.reporter {
            self.reporter = Some(Box::new(reporter));
        }
    }

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
