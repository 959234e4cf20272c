//! What an event reads from a stranger.
#![no_main]

use corona_core::identity::{Event, Pseudonym, Role, Secret};
use corona_core::wire::{GuestRequest, GuestRequestBody, Report, decode, encode};
use libfuzzer_sys::fuzz_target;
use zeroize::Zeroizing;

fn public<R: Role>(byte: u8) -> corona_core::identity::Public<R> {
    Secret::from_seed(Zeroizing::new([byte; 32])).public()
}

fuzz_target!(|frame: &[u8]| {
    let Ok(request) = decode::<GuestRequest>(frame) else { return };
    assert_eq!(decode(&encode(&request)), Ok(request.clone()));
    if let Some(GuestRequestBody::Visit(visit)) = request.body
        && let Some(report) = visit.report
    {
        let _ = Report::open(&report, &public::<Event>(2), &public::<Pseudonym>(3));
    }
});
