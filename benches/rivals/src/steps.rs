//! How far ahead the next occurrence lies: the same for every contender.

/// Mean step in milliseconds: an hour, as phones' polls are hours apart.
pub(crate) const MEAN_MS: u64 = 3_600_000;

/// Exponential steps of mean [`MEAN_MS`], drawn from a table, so that drawing costs little
/// beside the queue and the same for everybody.
pub(crate) struct Steps {
    table: Vec<u32>,
}

const QUANTILES: u32 = 1 << 16;

impl Steps {
    /// All quantiles of the distribution, each as likely as any other.
    pub(crate) fn exponential() -> Self {
        let quantile = |n: u32| (f64::from(n) + 0.5) / f64::from(QUANTILES);
        let step = |n| (-(quantile(n).ln()) * MEAN_MS as f64).round().max(1.0) as u32;
        Self { table: (0..QUANTILES).map(step).collect() }
    }

    /// A step in milliseconds, at least 1; `state` is the drawer's own.
    pub(crate) fn draw(&self, state: &mut u64) -> u64 {
        // Marsaglia's xorshift64; a state of 0 would stay there, see `seeded`.
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        u64::from(self.table[(*state >> 48) as usize])
    }

    /// The longest step in milliseconds.
    pub(crate) fn longest(&self) -> u64 {
        u64::from(self.table[0])
    }
}

/// A state that differs for every `n` and is never 0 (splitmix64's finalizer).
pub(crate) const fn seeded(seed: u64, n: u64) -> u64 {
    let mut z = seed.wrapping_add((n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_the_mean_they_claim() {
        let (steps, mut state) = (Steps::exponential(), seeded(1, 0));
        let sum: u64 = (0..1_000_000).map(|_| steps.draw(&mut state)).sum();
        let mean = sum as f64 / 1e6;
        assert!((mean / MEAN_MS as f64 - 1.0).abs() < 0.01, "{mean}");
    }
}
