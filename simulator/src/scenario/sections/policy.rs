//! `[policy]`: a preset of the cascade's policy, and any field of it.
//!
//! Knows how [`Policy`]'s fields are written; what they mean, and which
//! combinations are refused, is for the policy itself.

use crate::scenario::units::{self, word_or::Worded};
use corona_core::cascade::{Fade, NegativeTestRule, Policy, ReportIdentity, StatisticsRule};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Where the fields that a file leaves out come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyPreset {
    /// [`Policy::whitepaper`].
    #[default]
    Whitepaper,
    /// [`Policy::graded`].
    Graded,
}

impl PolicyPreset {
    /// The preset's policy, no field changed.
    #[must_use]
    pub const fn policy(self) -> Policy {
        match self {
            Self::Whitepaper => Policy::whitepaper(),
            Self::Graded => Policy::graded(),
        }
    }
}

/// [`Policy`] as a file writes it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicySection {
    /// What the other fields started from.
    pub preset: PolicyPreset,
    positive_confirmed: u8,
    positive: u8,
    suspected: u8,
    loss: u8,
    emit: u8,
    high: u8,
    #[serde(with = "units::span")]
    latent: Span,
    #[serde(with = "units::span")]
    infectious: Span,
    #[serde(with = "units::span")]
    own_span: Span,
    #[serde(with = "units::word_or")]
    fade: Option<FadeKeys>,
    #[serde(with = "units::word_or")]
    negative_test: Option<NegativeTestKeys>,
    high_risk_reports: IdentityWord,
    #[serde(with = "units::word_or")]
    statistics: Option<StatisticsKeys>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FadeKeys {
    from_day: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NegativeTestKeys {
    weakens_from: u8,
    weakens_by: u8,
    clears_from: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatisticsKeys {
    #[serde(with = "units::span")]
    epoch: Span,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum IdentityWord {
    Identified,
    Pseudonymous,
}

impl Worded for FadeKeys {
    const WORD: &'static str = "none";
    const EXAMPLE: &'static str = "{ from_day = 7 }";
}
impl Worded for NegativeTestKeys {
    const WORD: &'static str = "clears";
    const EXAMPLE: &'static str = "{ weakens_from = 5, weakens_by = 3, clears_from = 7 }";
}
impl Worded for StatisticsKeys {
    const WORD: &'static str = "exact";
    const EXAMPLE: &'static str = "{ epoch = \"6 h\" }";
}

impl PolicySection {
    /// A preset with nothing changed.
    #[must_use]
    pub fn of(preset: PolicyPreset) -> Self {
        let policy = preset.policy();
        Self {
            preset,
            positive_confirmed: policy.positive_confirmed,
            positive: policy.positive,
            suspected: policy.suspected,
            loss: policy.loss,
            emit: policy.emit,
            high: policy.high,
            latent: policy.latent,
            infectious: policy.infectious,
            own_span: policy.own_span,
            fade: match policy.fade {
                Fade::None => None,
                Fade::PerDay { from_day } => Some(FadeKeys { from_day }),
            },
            negative_test: match policy.negative_test {
                NegativeTestRule::ClearsWhatIsOver => None,
                NegativeTestRule::ByDays { weakens_from, weakens_by, clears_from } => {
                    Some(NegativeTestKeys { weakens_from, weakens_by, clears_from })
                }
            },
            high_risk_reports: match policy.high_risk_reports {
                ReportIdentity::Identified => IdentityWord::Identified,
                ReportIdentity::Pseudonymous => IdentityWord::Pseudonymous,
            },
            statistics: match policy.statistics {
                StatisticsRule::Exact => None,
                StatisticsRule::Coarse { epoch } => Some(StatisticsKeys { epoch }),
            },
        }
    }

    /// The policy that phones run.
    #[must_use]
    pub fn policy(&self) -> Policy {
        Policy {
            positive_confirmed: self.positive_confirmed,
            positive: self.positive,
            suspected: self.suspected,
            loss: self.loss,
            emit: self.emit,
            high: self.high,
            latent: self.latent,
            infectious: self.infectious,
            own_span: self.own_span,
            fade: self.fade.map_or(Fade::None, |keys| Fade::PerDay { from_day: keys.from_day }),
            negative_test: self.negative_test.map_or(NegativeTestRule::ClearsWhatIsOver, |keys| {
                NegativeTestRule::ByDays {
                    weakens_from: keys.weakens_from,
                    weakens_by: keys.weakens_by,
                    clears_from: keys.clears_from,
                }
            }),
            high_risk_reports: match self.high_risk_reports {
                IdentityWord::Identified => ReportIdentity::Identified,
                IdentityWord::Pseudonymous => ReportIdentity::Pseudonymous,
            },
            statistics: self
                .statistics
                .map_or(StatisticsRule::Exact, |keys| StatisticsRule::Coarse { epoch: keys.epoch }),
        }
    }
}
