//! Reports whose signature is genuine, whatever their bytes: a guest may sign anything.
#![no_main]

use corona_core::identity::{Context, EventSecret, IdentitySecret, PseudonymSecret};
use corona_core::wire::{Report, SignedReport};
use libfuzzer_sys::fuzz_target;
use zeroize::Zeroizing;

fuzz_target!(|body: &[u8]| {
    let identity = IdentitySecret::from_seed(Zeroizing::new([1; 32]));
    let event = EventSecret::from_seed(Zeroizing::new([2; 32])).public();
    let pseudonym = PseudonymSecret::from_seed(Zeroizing::new([3; 32])).public();
    let parts: [&[u8]; 3] = [event.as_bytes(), pseudonym.as_bytes(), body];
    let signature = identity.sign(Context::Report, &parts).as_bytes().to_vec();
    let sealed = SignedReport { body: body.to_vec(), signature };
    if let Ok(Ok(report)) = Report::open(&sealed, &event, &pseudonym) {
        let again = report.seal(&identity, &event, &pseudonym);
        assert_eq!(Report::open(&again, &event, &pseudonym), Ok(Ok(report)));
    }
});
