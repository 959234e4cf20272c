//! Why something was not done: by who can act, with a word that apps may rely on.

use corona_phone::api::{self, FailureKind, Outcome};
use corona_phone::disk::{KeyError, OpenError};
use corona_phone::home::HomeError;
use corona_phone::host::HostError;

/// Why an app's wish came to nothing. The variant says whose move it is, `reason` what an app
/// may decide by, and `text` what is wrong and what to do, for a person.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error, uniffi::Error)]
pub enum Failure {
    /// The person or the app asked for what can't be done: ask otherwise.
    #[error("{text}")]
    Refused {
        /// Why.
        reason: Reason,
        /// For a person.
        text: String,
    },
    /// The other side or the network did not answer, or said no: try again later.
    #[error("{text}")]
    Unanswered {
        /// Why.
        reason: Reason,
        /// For a person.
        text: String,
    },
    /// This phone's folder, disk or clock: nothing that was acknowledged is lost.
    #[error("{text}")]
    Device {
        /// Why.
        reason: Reason,
        /// For a person.
        text: String,
    },
    /// The app called the wait off. What was begun goes on.
    #[error("the app no longer waits for this")]
    Cancelled,
}

/// Why, by a stable word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Enum)]
pub enum Reason {
    /// There is no profile in the folder: make one.
    NoProfile,
    /// The gateway is off, or the phone was not started.
    Offline,
    /// There is one already.
    Duplicate,
    /// No event, contact, pairing or guest of that number.
    NotFound,
    /// A text, number or time that can't be used.
    Malformed,
    /// It has ended, and can't be done any more.
    Finished,
    /// The rules, or the other side, say no.
    Refused,
    /// The other side has not answered yet.
    Unanswered,
    /// Too much at once: wait, then try again.
    Busy,
    /// The phone's folder, disk, key or clock.
    Store,
}

impl Failure {
    /// As the phone says it.
    pub(crate) fn of(kind: FailureKind, reason: api::Reason, text: String) -> Self {
        let reason = reason.into();
        match kind {
            FailureKind::Refused => Self::Refused { reason, text },
            FailureKind::Unanswered => Self::Unanswered { reason, text },
            FailureKind::Phone => Self::Device { reason, text },
        }
    }
    /// The phone is gone.
    pub(crate) fn ended() -> Self {
        Self::device("the phone ended before it answered: start it again")
    }
    /// An answer that its question doesn't have: a failure, as it may be, or our mistake.
    pub(crate) fn instead(outcome: Outcome) -> Self {
        let Outcome::Failed { kind, reason, message } = outcome else {
            // It may hold names: a panic's words end in logs.
            unreachable!("no question gets another one's answer")
        };
        Self::of(kind, reason, message)
    }
    /// The app must ask otherwise.
    pub(crate) fn refused(reason: Reason, text: impl Into<String>) -> Self {
        Self::Refused { reason, text: text.into() }
    }
    /// The phone itself.
    pub(crate) fn device(text: impl Into<String>) -> Self {
        Self::Device { reason: Reason::Store, text: text.into() }
    }
}

impl From<api::Reason> for Reason {
    fn from(reason: api::Reason) -> Self {
        match reason {
            api::Reason::NoProfile => Self::NoProfile,
            api::Reason::Offline => Self::Offline,
            api::Reason::Duplicate => Self::Duplicate,
            api::Reason::NotFound => Self::NotFound,
            api::Reason::Malformed => Self::Malformed,
            api::Reason::Finished => Self::Finished,
            api::Reason::Refused => Self::Refused,
            api::Reason::Unanswered => Self::Unanswered,
            api::Reason::Busy => Self::Busy,
            api::Reason::Store => Self::Store,
        }
    }
}

impl From<HostError> for Failure {
    fn from(error: HostError) -> Self {
        let text = error.to_string();
        match &error {
            HostError::Home(HomeError::Running(_)) => Self::refused(Reason::Busy, text),
            HostError::Home(HomeError::Key(key)) | HostError::Open(OpenError::Key(key)) => {
                Self::of_key(key, text)
            }
            HostError::Open(_)
            | HostError::Home(_)
            | HostError::Option(_)
            | HostError::Clock(_)
            | HostError::Restore(_)
            | HostError::Store(_)
            | HostError::Control(_)
            | HostError::Api(_)
            | HostError::Trace { .. }
            | HostError::Network(_)
            | HostError::System(_) => Self::device(text),
        }
    }
}

impl Failure {
    /// Another key than the profile's is the app's or the person's move.
    fn of_key(error: &KeyError, text: String) -> Self {
        match error {
            KeyError::Wrong { .. } | KeyError::Kind { .. } => Self::refused(Reason::Refused, text),
            KeyError::Wiped(_) => Self::refused(Reason::Finished, text),
            KeyError::Missing(_) | KeyError::Damaged { .. } | KeyError::Io { .. } => {
                Self::device(text)
            }
        }
    }
}
