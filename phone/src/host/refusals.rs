//! Why the node, a pairing or a check-in said no, as one of the stable reasons.

use crate::api::{Outcome, Reason};
use corona_core::node::{CheckInFailure, CommandError};
use corona_core::pairing::PairingFailure;
use corona_core::status::StatusError;
use corona_core::transport::CloseReason;

/// A command that was not carried out.
pub(super) fn command(error: &CommandError) -> Outcome {
    Outcome::failed(command_reason(error), error.to_string())
}

const fn command_reason(error: &CommandError) -> Reason {
    match error {
        CommandError::NoSuchEvent { .. }
        | CommandError::NothingToDecide { .. }
        | CommandError::NoSuchContact { .. }
        | CommandError::NoSuchPairing { .. } => Reason::NotFound,
        CommandError::Closed => Reason::Finished,
        CommandError::TooManyCodes | CommandError::TooManyInvitations { .. } => Reason::Busy,
        CommandError::AlreadyJoined
        | CommandError::AlreadyContact { .. }
        | CommandError::AlreadyJoining
        | CommandError::AlreadyConfirmed { .. } => Reason::Duplicate,
        CommandError::OwnEvent
        | CommandError::OwnCard
        | CommandError::OwnInvitation
        | CommandError::NothingToCompare { .. } => Reason::Refused,
        CommandError::Metadata(_)
        | CommandError::ProfileName { .. }
        | CommandError::Alias { .. }
        | CommandError::Blob(_)
        | CommandError::Note { .. }
        | CommandError::Status(StatusError::InFuture { .. }) => Reason::Malformed,
        CommandError::Status(
            StatusError::Refused { .. }
            | StatusError::SampledTooEarly { .. }
            | StatusError::NothingToCorrect
            | StatusError::Confirmed,
        ) => Reason::Refused,
    }
}

/// A pairing that came to nothing: the other side's move, whatever the reason.
pub(super) const fn pairing(failure: PairingFailure) -> Reason {
    match failure {
        PairingFailure::Expired | PairingFailure::Cancelled => Reason::Finished,
        PairingFailure::TimedOut => Reason::Unanswered,
        PairingFailure::Link(close) => closed(close),
        PairingFailure::Nonsense
        | PairingFailure::Commitment
        | PairingFailure::Proof
        | PairingFailure::Oneself
        | PairingFailure::Mismatch
        | PairingFailure::Refused => Reason::Refused,
        PairingFailure::AlreadyContact => Reason::Duplicate,
    }
}

/// A check-in that came to nothing. An organizer hangs up on a code that was used, is too old,
/// or belongs to a closed event, and says no more: who asks must not learn more.
pub(super) const fn check_in(failure: CheckInFailure) -> Reason {
    match failure {
        CheckInFailure::Link(close) => closed(close),
        CheckInFailure::Refused => Reason::Finished,
        CheckInFailure::TimedOut => Reason::Unanswered,
        CheckInFailure::Implausible => Reason::Refused,
    }
}

const fn closed(close: CloseReason) -> Reason {
    match close {
        // Whoever is there and hangs up knows the code or invitation no more.
        CloseReason::ByPeer => Reason::Finished,
        CloseReason::Unreachable | CloseReason::TimedOut | CloseReason::Broken => {
            Reason::Unanswered
        }
        CloseReason::WrongPeer => Reason::Refused,
    }
}
