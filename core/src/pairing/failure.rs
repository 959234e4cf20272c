//! Why a pairing came to nothing, in words for the person who must act.

use crate::transport::CloseReason;

/// Why two people are not contacts now. Nothing was stored.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PairingFailure {
    /// Nobody used the invitation in time.
    #[error("the invitation has expired: show a new one")]
    Expired,
    /// The person took the invitation or the pairing back.
    #[error("the pairing was cancelled here")]
    Cancelled,
    /// A message or a confirmation took too long.
    #[error("the other phone, or one of you, took too long: start again with a new invitation")]
    TimedOut,
    /// The link failed or was refused.
    #[error(
        "the other phone ended the pairing or can't be reached ({0:?}): the invitation may have \
         been used or be too old, ask for a new one"
    )]
    Link(CloseReason),
    /// A message that does not belong here.
    #[error("the other phone does not follow the protocol: update both apps and start again")]
    Nonsense,
    /// What was revealed isn't what was committed to.
    #[error("the other phone changed its mind about who it is: somebody may be in between")]
    Commitment,
    /// A signature does not hold.
    #[error("the other phone could not prove who it is: somebody may be in between")]
    Proof,
    /// The other side shows the own identity.
    #[error("this is your own identity: you can't pair with yourself")]
    Oneself,
    /// Already paired.
    #[error("this person is a contact already: remove them first to pair anew")]
    AlreadyContact,
    /// This phone's user saw other digits.
    #[error("the digits differed: somebody may have photographed the invitation, show a new one")]
    Mismatch,
    /// The other phone's user said no.
    #[error("the other side did not confirm the digits: start again with a new invitation")]
    Refused,
}
