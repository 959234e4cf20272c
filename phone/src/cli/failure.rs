//! How a command ends when it isn't done, and the exit code that says so.
//!
//! It knows whose move it is; what happened comes from the command line, the folder or the
//! phone. How it is shown is the screen's to decide.

use corona_phone::api::{FailureKind, Outcome, Reason, Reply, ScaledClockShown};
use std::io;

/// Why a command was not carried out.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Failure {
    /// Whose move it is.
    pub(crate) kind: FailureKind,
    /// Why, for programs.
    pub(crate) reason: Reason,
    /// What is wrong, and what to do.
    pub(crate) message: String,
    /// The clock it happened by, if a phone said it.
    pub(crate) clock: Option<ScaledClockShown>,
}

/// Why a command stopped.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Stop {
    /// It failed, which is to be shown.
    Failed(Failure),
    /// Whoever read the output has closed it: there is nobody to tell.
    Unread,
}

impl Failure {
    /// What was asked for can't be done (exit 2).
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::of(FailureKind::Refused, message.into())
    }

    /// The phone's folder, disk or clock, or it isn't running (exit 1).
    pub(crate) fn phone(message: impl Into<String>) -> Self {
        Self::of(FailureKind::Phone, message.into())
    }

    fn of(kind: FailureKind, message: String) -> Self {
        Self { kind, reason: kind.into(), message, clock: None }
    }

    /// As an answer, for programs that read JSON.
    pub(crate) fn into_reply(self) -> Reply {
        let Self { kind, reason, message, clock } = self;
        Reply { scaled_clock: clock, outcome: Outcome::Failed { kind, reason, message } }
    }
}

/// The process's exit code for a failure.
pub(crate) const fn exit_code(kind: FailureKind) -> u8 {
    match kind {
        FailureKind::Phone => 1,
        FailureKind::Refused => 2,
        FailureKind::Unanswered => 3,
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<io::Error> for Stop {
    /// Of writing an answer.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Unread;
        }
        Self::Failed(Failure::phone(format!(
            "the command was carried out, but its answer can't be written ({error}): \
             see how things stand with `corona status`"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_failure_has_its_own_exit_code() {
        let kinds = [FailureKind::Phone, FailureKind::Refused, FailureKind::Unanswered];
        assert_eq!(kinds.map(exit_code), [1, 2, 3]);
    }

    #[test]
    fn a_reader_who_left_is_no_failure_but_a_full_disk_is() {
        assert_eq!(Stop::from(io::Error::from(io::ErrorKind::BrokenPipe)), Stop::Unread);
        let Stop::Failed(failure) = Stop::from(io::Error::from(io::ErrorKind::StorageFull)) else {
            panic!("a full disk went unnoticed");
        };
        assert_eq!(failure.kind, FailureKind::Phone);
        assert_eq!(
            failure.message,
            "the command was carried out, but its answer can't be written (no storage space): \
             see how things stand with `corona status`"
        );
    }

    #[test]
    fn a_failure_reads_the_same_as_json() {
        let clock = ScaledClockShown { shows: "2020-04-12T15:00:03Z".to_owned(), rate: 7200.0 };
        let kind = FailureKind::Unanswered;
        let failure =
            Failure { clock: Some(clock), ..Failure::of(kind, "nobody there".to_owned()) };
        assert_eq!(
            serde_json::to_string(&failure.into_reply()).unwrap(),
            "{\"scaled_clock\":{\"shows\":\"2020-04-12T15:00:03Z\",\"rate\":7200.0},\
             \"outcome\":\"failed\",\"kind\":\"unanswered\",\"reason\":\"unanswered\",\"message\":\"nobody there\"}"
        );
    }
}
