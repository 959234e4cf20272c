//! An actor that does nothing but read and write its own 128 bytes.

use crate::steps::{Steps, seeded};

const REST: usize = 14;

/// 128 bytes, two lines of the cache.
#[derive(Clone, Debug)]
#[repr(align(128))]
pub(crate) struct Actor {
    chance: u64,
    woken: u64,
    rest: [u64; REST],
}

impl Actor {
    /// The `n`th of its world.
    pub(crate) const fn new(seed: u64, n: u64) -> Self {
        Self { chance: seeded(seed, n), woken: 0, rest: [n; REST] }
    }

    /// As many as occurrences are pending.
    pub(crate) fn all(pending: u32, seed: u64) -> Vec<Self> {
        (0..u64::from(pending)).map(|n| Self::new(seed, n)).collect()
    }

    /// Touches both lines; returns how far ahead to be woken next, in milliseconds.
    pub(crate) fn wake(&mut self, steps: &Steps) -> u64 {
        self.woken += 1;
        // The far line too: a phone's state is read, not just its head.
        self.rest[REST - 1] = self.rest[REST - 1].wrapping_add(self.woken);
        steps.draw(&mut self.chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_128_bytes() {
        assert_eq!(size_of::<Actor>(), 128);
    }
}
