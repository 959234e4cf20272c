//! The five statuses and the table of legal transitions (protocol §2).

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a device knows of its owner's infection.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum InfectionStatus {
    /// Nothing meaningful can be said.
    Unknown,
    /// Inferred by the own device from events; never self-reported.
    HighRisk,
    /// Self-reported symptoms.
    Suspected,
    /// Self-reported positive medical test.
    Positive,
    /// Self-reported negative medical test.
    Negative,
}

impl InfectionStatus {
    /// All five, in the order of the protocol's table.
    pub const ALL: [Self; 5] =
        [Self::Unknown, Self::HighRisk, Self::Suspected, Self::Positive, Self::Negative];

    /// Checks a transition that the owner asks for.
    ///
    /// # Errors
    /// [`StatusError::Refused`] for every pair the table leaves empty, and for
    /// the transitions that only inference or time may make.
    pub const fn check_self_report(self, to: Self) -> Result<(), StatusError> {
        let allowed = match (self, to) {
            (Self::Unknown | Self::HighRisk, Self::Suspected | Self::Positive | Self::Negative)
            | (Self::Suspected, Self::Positive | Self::Negative)
            | (Self::Positive, Self::Negative)
            | (Self::Negative, Self::Suspected | Self::Positive) => true,
            (_, Self::Unknown | Self::HighRisk)
            | (Self::Suspected | Self::Positive, Self::Suspected)
            | (Self::Positive, Self::Positive)
            | (Self::Negative, Self::Negative) => false,
        };
        if allowed { Ok(()) } else { Err(StatusError::Refused { from: self, to }) }
    }

    /// The word used on the wire's documentation, command line and tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "Unknown",
            Self::HighRisk => "HighRisk",
            Self::Suspected => "Suspected",
            Self::Positive => "Positive",
            Self::Negative => "Negative",
        }
    }
}

impl fmt::Display for InfectionStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a self-report or correction was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum StatusError {
    /// Not in the table of transitions.
    #[error("a status of {from} cannot become {to}")]
    Refused {
        /// Status now.
        from: InfectionStatus,
        /// Status asked for.
        to: InfectionStatus,
    },
    /// The time given lies in the future.
    #[error("{field} is {at}, later than now ({now}): give a time that has passed")]
    InFuture {
        /// `sampled` or `infectious_from`.
        field: &'static str,
        /// The time given.
        at: Timestamp,
        /// The phone's clock.
        now: Timestamp,
    },
    /// The sample is older than the infection it should end.
    #[error(
        "a sample taken {sampled} says nothing of an infection since {from}: give a later test"
    )]
    SampledTooEarly {
        /// When the sample was taken.
        sampled: Timestamp,
        /// Start of the reported infection.
        from: Timestamp,
    },
    /// A correction came too late, or there is nothing to correct.
    #[error("a positive can be corrected within 48 h of reporting it, and only while it stands")]
    NothingToCorrect,
    /// An organizer has confirmed the positive: theirs is the last word.
    #[error("an organizer has confirmed this positive; ask them to reject it")]
    Confirmed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use InfectionStatus::{HighRisk, Negative, Positive, Suspected, Unknown};

    #[test]
    fn self_reports_follow_exactly_the_table() {
        let allowed = [
            (Unknown, Suspected),
            (Unknown, Positive),
            (Unknown, Negative),
            (HighRisk, Suspected),
            (HighRisk, Positive),
            (HighRisk, Negative),
            (Suspected, Positive),
            (Suspected, Negative),
            (Positive, Negative),
            (Negative, Suspected),
            (Negative, Positive),
        ];
        for from in InfectionStatus::ALL {
            for to in InfectionStatus::ALL {
                let answer = from.check_self_report(to);
                assert_eq!(answer.is_ok(), allowed.contains(&(from, to)), "{from} to {to}");
                if let Err(refusal) = answer {
                    let words = refusal.to_string();
                    assert!(words.contains(from.word()) && words.contains(to.word()));
                }
            }
        }
    }
}
