//! The inviter's half of the handshake, once somebody has burned the invitation.
//!
//! ```text
//! Greeting ──Commit / Offer──► Offered ──Reveal / Proof──► (users compare)
//! ```

use super::transcript::Acceptable;
use super::{Introduced, PairingFailure, Terms, Transcript, Turn};
use crate::identity::{Context, IdentitySecret, Signatures};
use crate::wire::{Introduction, PairingBody};
use serde::{Deserialize, Serialize};

/// How far it got.
#[derive(Serialize, Deserialize)]
pub(crate) enum Inviter {
    /// Waits for the commitment.
    Greeting { own: Introduced },
    /// Has shown itself; waits for what was committed to.
    Offered { own: Introduced, commitment: [u8; 32] },
}

impl Inviter {
    /// Takes the joiner's next message.
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
            (Self::Greeting { own }, PairingBody::Commit(commitment)) => {
                let commitment =
                    commitment.as_slice().try_into().map_err(|_| PairingFailure::Nonsense)?;
                let offer = PairingBody::Offer(own.message(Vec::new()));
                Ok(Turn::Say(Self::Offered { own, commitment }, offer))
            }
            (Self::Offered { own, commitment }, PairingBody::Reveal(reveal)) => {
                prove_back::<S>(&own, commitment, &reveal, terms, identity, acceptable)
            }
            (Self::Greeting { .. } | Self::Offered { .. }, _) => Err(PairingFailure::Nonsense),
        }
    }
}

fn prove_back<S: Signatures>(
    own: &Introduced,
    commitment: [u8; 32],
    reveal: &Introduction,
    terms: &Terms,
    identity: &IdentitySecret,
    acceptable: Acceptable<'_>,
) -> Result<Turn<Inviter>, PairingFailure> {
    let peer = Introduced::read::<S>(reveal)?;
    if peer.commitment() != commitment {
        return Err(PairingFailure::Commitment);
    }
    let transcript = Transcript::new(terms, own, &peer);
    transcript.verify::<S>(Context::PairingJoiner, &peer.card.identity, &reveal.proof)?;
    acceptable(&peer.card)?;
    let proof = PairingBody::Proof(transcript.prove::<S>(Context::PairingInviter, identity));
    Ok(Turn::Compare { say: Some(proof), peer, digits: transcript.digits() })
}
