//! The handshake without a network: every way to cheat in it is noticed.

use super::*;
use crate::identity::{AccessKey, Card, DiscoverySecret, Ed25519, IdentitySecret, PairingSecret};
use crate::wire::PairingBody;
use zeroize::Zeroizing;

struct Side {
    identity: IdentitySecret,
    introduced: Introduced,
}

fn side(seed: u8) -> Side {
    let identity = IdentitySecret::from_seed(Zeroizing::new([seed; 32]));
    let address = DiscoverySecret::from_seed(Zeroizing::new([seed + 100; 32])).public();
    let card = Card { identity: identity.public(), address };
    let introduced = Introduced {
        card,
        access: AccessKey::from_bytes([seed; 32]),
        nonce: [seed; 32],
        name: format!("side {seed}"),
    };
    Side { identity, introduced }
}

fn terms(seed: u8) -> Terms {
    Invitation {
        inviter: PairingSecret::from_seed(Zeroizing::new([seed; 32])).public(),
        address: DiscoverySecret::from_seed(Zeroizing::new([seed + 1; 32])).public(),
        secret: PairingSecret::from_seed(Zeroizing::new([seed + 2; 32])),
    }
    .terms()
}

fn anybody(_: &Card) -> Result<(), PairingFailure> {
    Ok(())
}

fn say<S>(turn: Turn<S>) -> (S, PairingBody) {
    match turn {
        Turn::Say(state, body) => (state, body),
        Turn::Compare { .. } => panic!("too early to compare"),
    }
}

fn compare<S>(turn: Turn<S>) -> (Option<PairingBody>, Introduced, Digits) {
    match turn {
        Turn::Say(..) => panic!("more to say"),
        Turn::Compare { say, peer, digits } => (say, peer, digits),
    }
}

/// Runs the handshake, letting `change` meddle with each message on its way.
fn handshake(
    inviter: &Side,
    joiner: &Side,
    mut change: impl FnMut(PairingBody) -> PairingBody,
) -> Result<(Digits, Digits), PairingFailure> {
    let terms = terms(50);
    let (j, commit) = Joiner::Dialling { own: joiner.introduced.clone() }.opened()?;
    let i = Inviter::Greeting { own: inviter.introduced.clone() };
    let (i, offer) = say(i.hear::<Ed25519>(change(commit), &terms, &inviter.identity, &anybody)?);
    let (j, reveal) = say(j.hear::<Ed25519>(change(offer), &terms, &joiner.identity, &anybody)?);
    let (proof, peer, digits) =
        compare(i.hear::<Ed25519>(change(reveal), &terms, &inviter.identity, &anybody)?);
    assert!(peer == joiner.introduced);
    let proof = change(proof.expect("the inviter proves itself"));
    let (_, peer, same) = compare(j.hear::<Ed25519>(proof, &terms, &joiner.identity, &anybody)?);
    assert!(peer == inviter.introduced);
    Ok((digits, same))
}

#[test]
fn both_sides_see_the_same_six_digits() {
    let (ours, theirs) = handshake(&side(1), &side(2), |body| body).unwrap();
    assert_eq!(ours, theirs);
    assert_eq!(ours.to_string().len(), 6);
    let (other, _) = handshake(&side(1), &side(3), |body| body).unwrap();
    assert_ne!(ours, other);
}

#[test]
fn a_joiner_cannot_change_its_mind_after_the_offer() {
    let swapped = handshake(&side(1), &side(2), |body| match body {
        PairingBody::Reveal(mut reveal) => {
            reveal.nonce = vec![9; 32];
            PairingBody::Reveal(reveal)
        }
        other @ (PairingBody::Commit(_)
        | PairingBody::Offer(_)
        | PairingBody::Proof(_)
        | PairingBody::Confirm(_)) => other,
    });
    assert_eq!(swapped.unwrap_err(), PairingFailure::Commitment);
}

#[test]
fn who_does_not_hold_the_identity_cannot_prove_it() {
    let mut thief = side(2);
    thief.identity = side(3).identity;
    assert_eq!(handshake(&side(1), &thief, |b| b).unwrap_err(), PairingFailure::Proof);
    let mut thief = side(1);
    thief.identity = side(3).identity;
    assert_eq!(handshake(&thief, &side(2), |b| b).unwrap_err(), PairingFailure::Proof);
}

#[test]
fn a_changed_name_on_the_way_is_noticed() {
    let renamed = handshake(&side(1), &side(2), |body| match body {
        PairingBody::Offer(mut offer) => {
            offer.name = "Mallory".to_owned();
            PairingBody::Offer(offer)
        }
        other @ (PairingBody::Commit(_)
        | PairingBody::Reveal(_)
        | PairingBody::Proof(_)
        | PairingBody::Confirm(_)) => other,
    });
    assert_eq!(renamed.unwrap_err(), PairingFailure::Proof);
}

#[test]
fn messages_out_of_order_end_the_pairing() {
    let (inviter, terms) = (side(1), terms(50));
    let greeting = || Inviter::Greeting { own: inviter.introduced.clone() };
    for body in [
        PairingBody::Confirm(true),
        PairingBody::Proof(vec![0; 64]),
        PairingBody::Commit(vec![0; 31]),
        PairingBody::Reveal(inviter.introduced.message(Vec::new())),
    ] {
        let turn = greeting().hear::<Ed25519>(body, &terms, &inviter.identity, &anybody);
        assert!(matches!(turn, Err(PairingFailure::Nonsense)));
    }
}

#[test]
fn two_invitations_never_share_a_transcript() {
    let (a, b) = (side(1).introduced, side(2).introduced);
    let first = Transcript::new(&terms(50), &a, &b);
    assert!(first != Transcript::new(&terms(60), &a, &b));
    assert!(first != Transcript::new(&terms(50), &b, &a));
}
