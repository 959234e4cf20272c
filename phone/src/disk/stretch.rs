//! A passphrase stretched to a key, slow for whoever guesses: Argon2id (RFC 9106).
//!
//! It knows how long this device takes. It decides what costs about a second here, and which
//! parameters are none that a phone would have written.

use super::Passphrase;
use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// How long opening is to take on the device that made the phone.
const AIM: Duration = Duration::from_secs(1);
/// Memory to begin with, KiB: RFC 9106's second recommendation, with three passes.
const MEMORY: u32 = 64 * 1024;
const PASSES: u32 = 3;
/// Least memory, KiB, and least passes with it: OWASP's recommendation of 2024.
const LEAST_MEMORY: u32 = 19 * 1024;
const LEAST_PASSES: u32 = 2;
/// What a stored phone may ask for at most: a minute or so, and memory that a phone has.
const MOST_MEMORY: u32 = 256 * 1024;
const MOST_PASSES: u32 = 64;

/// Argon2id's parameters, as stored beside what they protect. One lane: our threads are few.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(super) struct Stretch {
    memory_kib: u32,
    passes: u32,
}

impl Stretch {
    /// What takes about a second here.
    pub(super) fn tuned() -> Self {
        let mut stretch = Self { memory_kib: MEMORY, passes: 1 };
        loop {
            let pass = stretch.measure().max(Duration::from_millis(1));
            let passes = (AIM.as_millis() / pass.as_millis()).clamp(0, 64) as u32;
            if passes >= PASSES {
                return Self { passes: passes.min(MOST_PASSES), ..stretch };
            }
            if stretch.memory_kib == LEAST_MEMORY {
                return Self { passes: passes.max(LEAST_PASSES), ..stretch };
            }
            stretch.memory_kib = (stretch.memory_kib / 2).max(LEAST_MEMORY);
        }
    }

    /// Memory in KiB, and passes.
    pub(super) fn numbers(self) -> (u32, u32) {
        (self.memory_kib, self.passes)
    }

    /// From [`numbers`](Self::numbers), unless they are none of ours.
    pub(super) fn of(memory_kib: u32, passes: u32) -> Option<Self> {
        Some(Self { memory_kib, passes }).filter(|stretch| stretch.is_ours())
    }

    /// Whether a phone or backup of ours may have been written with this.
    pub(super) fn is_ours(self) -> bool {
        (LEAST_MEMORY..=MOST_MEMORY).contains(&self.memory_kib)
            && (LEAST_PASSES..=MOST_PASSES).contains(&self.passes)
    }

    /// The key that a passphrase and a salt make. Takes about a second.
    pub(super) fn key(self, passphrase: &Passphrase, salt: &[u8; 16]) -> Zeroizing<[u8; 32]> {
        self.stretch(passphrase.as_bytes(), salt)
    }

    fn stretch(self, secret: &[u8], salt: &[u8; 16]) -> Zeroizing<[u8; 32]> {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32));
        let params = params.expect("checked when read, or chosen here");
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, &mut *key)
            .expect("a passphrase and 16 bytes of salt are what it takes");
        key
    }

    #[expect(clippy::disallowed_methods, reason = "a passphrase is stretched by real time")]
    fn measure(self) -> Duration {
        let begun = Instant::now();
        self.stretch(b"a passphrase to measure with", &[7; 16]);
        begun.elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_tuned_here_is_read_anywhere_and_what_would_take_for_ever_is_not() {
        let tuned = Stretch::tuned();
        assert!(tuned.is_ours(), "{tuned:?}");
        for (memory_kib, passes) in [(8, 3), (MEMORY, 0), (MEMORY, 65), (2 << 20, 3), (MEMORY, 1)] {
            assert!(!Stretch { memory_kib, passes }.is_ours(), "{memory_kib} KiB, {passes}");
        }
    }
}
