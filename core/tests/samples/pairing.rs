//! Pairing by invitation. What is committed to and signed is the pairing's own business:
//! here those fields hold placeholders of their true length.

use super::{Sample, identity, public};
use corona_core::identity::Card;
use corona_core::wire::{Introduction, PairingBody, PairingFrame};

pub(super) fn frames() -> Vec<Sample> {
    let frame = |name, about, body| {
        Sample::framed(name, "PairingFrame", about, &PairingFrame { body: Some(body) })
    };
    let introduction = |nonce: u8, name: &str, proof: Vec<u8>| Introduction {
        access: vec![nonce; 32],
        card: Card { identity: identity().public(), address: public(4) }.to_bytes().to_vec(),
        nonce: vec![nonce; 32],
        name: name.to_owned(),
        proof,
    };
    vec![
        frame("pairing_commit", "The joiner commits.", PairingBody::Commit(vec![0xC0; 32])),
        frame(
            "pairing_offer",
            "The inviter introduces itself: card of 01… and 04….",
            PairingBody::Offer(introduction(0x0F, "Alice", Vec::new())),
        ),
        frame(
            "pairing_reveal",
            "The joiner shows what it committed to.",
            PairingBody::Reveal(introduction(0x0E, "Bob", vec![0x5A; 64])),
        ),
        frame("pairing_proof", "The inviter proves itself.", PairingBody::Proof(vec![0x5B; 64])),
        frame("pairing_confirm", "The texts were equal.", PairingBody::Confirm(true)),
        frame("pairing_deny", "The texts differed.", PairingBody::Confirm(false)),
    ]
}
