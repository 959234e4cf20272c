//! What a camera or a thumb gives for a check-in code.
#![no_main]

use corona_core::events::CheckInCode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(code) = CheckInCode::from_text(text) {
        assert!(code.to_text().eq_ignore_ascii_case(text.trim()));
    }
});
