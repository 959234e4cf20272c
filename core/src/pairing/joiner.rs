//! The joiner's half of the handshake.
//!
//! ```text
//! Dialling ──open / Commit──► Committed ──Offer / Reveal──► Revealed ──Proof──► (users compare)
//! ```

use super::transcript::Acceptable;
use super::{Introduced, PairingFailure, Terms, Transcript, Turn};
use crate::identity::{Context, IdentitySecret, Signatures};
use crate::wire::{Introduction, PairingBody};
use serde::{Deserialize, Serialize};

/// How far it got.
#[derive(Serialize, Deserialize)]
pub(crate) enum Joiner {
    /// The link isn't open yet.
    Dialling { own: Introduced },
    /// Waits for the inviter to show itself.
    Committed { own: Introduced },
    /// Waits for the inviter's proof.
    Revealed { peer: Introduced, transcript: Transcript },
}

impl Joiner {
    /// The link is open: the first message.
    ///
    /// # Errors
    /// [`PairingFailure::Nonsense`] if it was open before.
    pub(crate) fn opened(self) -> Result<(Self, PairingBody), PairingFailure> {
        match self {
            Self::Dialling { own } => {
                let commit = PairingBody::Commit(own.commitment().to_vec());
                Ok((Self::Committed { own }, commit))
            }
            Self::Committed { .. } | Self::Revealed { .. } => Err(PairingFailure::Nonsense),
        }
    }

    /// Takes the inviter's next message.
    ///
    /// # Errors
    /// [`PairingFailure`] ends the pairing.
    pub(crate) fn hear<S: Signatures>(
        self,
        body: PairingBody,
        terms: &Terms,
        identity: &IdentitySecret,
        acceptable: Acceptable<'_>,
    ) -> Result<Turn<Self>, PairingFailure> {
        match (self, body) {
            (Self::Committed { own }, PairingBody::Offer(offer)) => {
                reveal::<S>(&own, &offer, terms, identity, acceptable)
            }
            (Self::Revealed { peer, transcript }, PairingBody::Proof(proof)) => {
                transcript.verify::<S>(Context::PairingInviter, &peer.card.identity, &proof)?;
                Ok(Turn::Compare { say: None, peer, digits: transcript.digits() })
            }
            (Self::Dialling { .. } | Self::Committed { .. } | Self::Revealed { .. }, _) => {
                Err(PairingFailure::Nonsense)
            }
        }
    }
}

/// Checks the inviter's card before showing the own one.
fn reveal<S: Signatures>(
    own: &Introduced,
    offer: &Introduction,
    terms: &Terms,
    identity: &IdentitySecret,
    acceptable: Acceptable<'_>,
) -> Result<Turn<Joiner>, PairingFailure> {
    let peer = Introduced::read::<S>(offer)?;
    acceptable(&peer.card)?;
    let transcript = Transcript::new(terms, &peer, own);
    let proof = transcript.prove::<S>(Context::PairingJoiner, identity);
    let reveal = PairingBody::Reveal(own.message(proof));
    Ok(Turn::Say(Joiner::Revealed { peer, transcript }, reveal))
}
