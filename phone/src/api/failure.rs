//! Why something was not done: whose move it is, and a stable word.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whose move it is after a failure; also the exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The person asked for what can't be done (exit 2).
    Refused,
    /// The other side, or the network, did not answer or said no: try again (exit 3).
    Unanswered,
    /// The phone's folder, disk or clock (exit 1).
    Phone,
}

/// Why, as a stable kebab-case word that programs may rely on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Nobody's phone is in the folder: make a profile first.
    NoProfile,
    /// The gateway is off, and this needs the network.
    Offline,
    /// It is there, or under way, already.
    Duplicate,
    /// There is nothing of that number.
    NotFound,
    /// The question itself makes no sense: a text, number, picture or time that can't be used.
    Malformed,
    /// It was possible once, and its time is over: closed, used or expired.
    Finished,
    /// It is well-formed, and the rules or the other side say no.
    Refused,
    /// The other phone, or the network, did not answer in time.
    Unanswered,
    /// Too much of it at once: wait for some to end.
    Busy,
    /// The phone's folder, disk, clock, or the program itself.
    Store,
}

impl Reason {
    /// All of them, in the order of their declaration.
    pub const ALL: [Self; 10] = [
        Self::NoProfile,
        Self::Offline,
        Self::Duplicate,
        Self::NotFound,
        Self::Malformed,
        Self::Finished,
        Self::Refused,
        Self::Unanswered,
        Self::Busy,
        Self::Store,
    ];

    /// As JSON has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoProfile => "no-profile",
            Self::Offline => "offline",
            Self::Duplicate => "duplicate",
            Self::NotFound => "not-found",
            Self::Malformed => "malformed",
            Self::Finished => "finished",
            Self::Refused => "refused",
            Self::Unanswered => "unanswered",
            Self::Busy => "busy",
            Self::Store => "store",
        }
    }

    /// Whose move it is, if nobody knows better.
    #[must_use]
    pub const fn kind(self) -> FailureKind {
        match self {
            Self::NoProfile
            | Self::Offline
            | Self::Duplicate
            | Self::NotFound
            | Self::Malformed
            | Self::Finished
            | Self::Refused
            | Self::Busy => FailureKind::Refused,
            Self::Unanswered => FailureKind::Unanswered,
            Self::Store => FailureKind::Phone,
        }
    }
}

impl From<FailureKind> for Reason {
    /// What is known if only the kind is.
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::Refused => Self::Refused,
            FailureKind::Unanswered => Self::Unanswered,
            FailureKind::Phone => Self::Store,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_word_and_json_says_the_same() {
        for (i, reason) in Reason::ALL.into_iter().enumerate() {
            let json = serde_json::to_string(&reason).unwrap();
            assert_eq!(json, format!("\"{}\"", reason.word()));
            assert!(Reason::ALL[..i].iter().all(|other| other.word() != reason.word()));
        }
    }
}
