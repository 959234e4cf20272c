//! What contacts read from each other.
#![no_main]

use corona_core::wire::{ContactFrame, decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|frame: &[u8]| {
    let Ok(read) = decode::<ContactFrame>(frame) else { return };
    assert_eq!(decode(&encode(&read)), Ok(read));
});
