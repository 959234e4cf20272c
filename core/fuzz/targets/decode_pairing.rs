//! What inviter and joiner read from each other.
#![no_main]

use corona_core::identity::Card;
use corona_core::wire::{PairingBody, PairingFrame, decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|frame: &[u8]| {
    let Ok(read) = decode::<PairingFrame>(frame) else { return };
    assert_eq!(decode(&encode(&read)), Ok(read.clone()));
    if let Some(PairingBody::Offer(introduction) | PairingBody::Reveal(introduction)) = read.body
        && let Ok(card) = Card::from_bytes(&introduction.card)
    {
        assert_eq!(card.to_bytes()[..], introduction.card[..]);
    }
});
