//! Every number of the cascade in one value, with its two presets (protocol §5).

use crate::time::Span;
use serde::{Deserialize, Serialize};

/// How warnings travel and fade, and what events answer. One value per deployment:
/// all phones of a network are assumed to run the same.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// Strength of a `Positive` that the organizer confirmed, 1–15.
    pub positive_confirmed: u8,
    /// Strength of a `Positive` not confirmed, 1–15.
    pub positive: u8,
    /// Strength of a `Suspected`, 1–15.
    pub suspected: u8,
    /// Strength lost with every event travelled, at least 1: it bounds the hops.
    pub loss: u8,
    /// Weakest strength that is relayed, or shown as caution, 1–15.
    pub emit: u8,
    /// Weakest faded strength that makes `HighRisk`, 1–15, at least `emit`.
    pub high: u8,
    /// From the start of an exposure's event until its carrier is infectious.
    /// Negative values warn earlier events too (backward tracing).
    pub latent: Span,
    /// How long after the end of an exposure's event (plus `latent`) its
    /// carrier's later events are told.
    pub infectious: Span,
    /// How long after its event's end an exposure counts for the own status.
    pub own_span: Span,
    /// How the own status fades.
    pub fade: Fade,
    /// What a negative test does to earlier exposures.
    pub negative_test: NegativeTestRule,
    /// What automatic high-risk reports reveal to organizers of events created here.
    pub high_risk_reports: ReportIdentity,
    /// What guests are answered.
    pub statistics: StatisticsRule,
}

/// How an exposure fades for the own status (never for what is relayed).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Fade {
    /// Full strength until [`Policy::own_span`] ends it.
    None,
    /// One strength less for each whole day after the event's end from this day on:
    /// on day `from_day` itself already one less.
    PerDay {
        /// First day with a loss.
        from_day: u8,
    },
}

/// What a negative test does to exposures from events over before its sample.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NegativeTestRule {
    /// It clears them.
    ClearsWhatIsOver,
    /// By whole days from the event's end to the sample.
    ByDays {
        /// From this day on the exposure is weakened.
        weakens_from: u8,
        /// By this much strength.
        weakens_by: u8,
        /// From this day on the exposure is cleared.
        clears_from: u8,
    },
}

/// Whether an event takes automatic high-risk reports without a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ReportIdentity {
    /// The identity key signs; the guest's consent is asked once per event.
    Identified,
    /// The pseudonym alone.
    Pseudonymous,
}

/// How exactly events answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum StatisticsRule {
    /// Exact counts, at once.
    Exact,
    /// Coarse counts for small events, constant within an epoch (protocol §6).
    Coarse {
        /// How long an answer stays the same.
        epoch: Span,
    },
}

impl Policy {
    /// The whitepaper's: everybody's warning is everybody's, 14 hops, exact counts.
    #[must_use]
    pub const fn whitepaper() -> Self {
        Self {
            positive_confirmed: 15,
            positive: 15,
            suspected: 15,
            loss: 1,
            emit: 1,
            high: 1,
            latent: Span::ZERO,
            infectious: Span::days(14),
            own_span: Span::days(14),
            fade: Fade::None,
            negative_test: NegativeTestRule::ClearsWhatIsOver,
            high_risk_reports: ReportIdentity::Identified,
            statistics: StatisticsRule::Exact,
        }
    }

    /// Ours: two hops, the second as caution; a day of latency; small events coarse.
    #[must_use]
    pub const fn graded() -> Self {
        Self {
            positive_confirmed: 15,
            positive: 12,
            suspected: 10,
            loss: 5,
            emit: 5,
            high: 6,
            latent: Span::DAY,
            infectious: Span::days(14),
            own_span: Span::days(14),
            fade: Fade::PerDay { from_day: 7 },
            negative_test: NegativeTestRule::ByDays {
                weakens_from: 5,
                weakens_by: 3,
                clears_from: 7,
            },
            high_risk_reports: ReportIdentity::Pseudonymous,
            statistics: StatisticsRule::Coarse { epoch: Span::hours(6) },
        }
    }

    /// Most events a warning can travel under this policy.
    #[must_use]
    pub fn max_hops(&self) -> u8 {
        let strongest = self.positive_confirmed.max(self.positive).max(self.suspected);
        strongest.saturating_sub(self.emit) / self.loss.max(1)
    }

    /// Checks ranges and order of the fields.
    ///
    /// # Errors
    /// A sentence naming the field, its value and what is allowed.
    pub fn check(&self) -> Result<(), String> {
        let strengths = [
            ("positive_confirmed", self.positive_confirmed),
            ("positive", self.positive),
            ("suspected", self.suspected),
            ("loss", self.loss),
            ("emit", self.emit),
            ("high", self.high),
        ];
        for (field, value) in strengths {
            if !(1..=15).contains(&value) {
                return Err(format!("{field} = {value}: a strength lies between 1 and 15"));
            }
        }
        if self.high < self.emit {
            return Err(format!(
                "high = {} is below emit = {}: high risk needs at least what is relayed",
                self.high, self.emit
            ));
        }
        if self.infectious < Span::ZERO || self.own_span < Span::ZERO {
            return Err("infectious and own_span cannot be negative".to_owned());
        }
        if let StatisticsRule::Coarse { epoch } = self.statistics
            && epoch <= Span::ZERO
        {
            return Err(format!("epoch = {epoch}: an epoch is longer than nothing"));
        }
        Ok(())
    }
}
