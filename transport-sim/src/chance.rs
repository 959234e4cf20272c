//! Chance as a function: the same seed, purpose, entity and count give the same luck.
//!
//! A [`Chance`] knows the seed and nothing else; it decides no probability. Because no
//! draw depends on which others were made, switching one thing off leaves everybody
//! else's luck alone, and the order of computation cannot matter.

/// What a draw decides. Two purposes never share luck.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Purpose {
    /// How long a dial takes to reach its host.
    DialDelay = 0x40,
    /// Whether a dial fails though its host is there.
    DialFailure,
    /// How long a dial in vain takes to be known as such.
    UnreachableDelay,
    /// How long a frame is under way.
    DeliveryDelay,
    /// Whether a frame breaks its link.
    LinkBreak,
    /// Whether a frame stalls its link.
    LinkStall,
    /// Whether an end of a broken link is told.
    BreakTold,
    /// When an end of a broken link is told.
    BreakNotice,
    /// How long a descriptor takes to be out.
    PublishDelay,
    /// How long a phone takes to be back on the network.
    Bootstrap,
}

/// The luck of one run.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    seed: u64,
}

impl Chance {
    /// The luck of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }
    /// 64 fair bits.
    #[must_use]
    pub const fn word(&self, purpose: Purpose, entity: u64, count: u64) -> u64 {
        let named = mix(self.seed ^ mix(purpose as u64));
        mix(mix(named ^ entity).wrapping_add(count.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }
    /// Uniform in [0, 1).
    #[must_use]
    pub fn unit(&self, purpose: Purpose, entity: u64, count: u64) -> f64 {
        (self.word(purpose, entity, count) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014), a bijection that
/// turns a change of any bit into a change of half of them.
const fn mix(word: u64) -> u64 {
    let word = (word ^ word >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ word >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ word >> 31
}
