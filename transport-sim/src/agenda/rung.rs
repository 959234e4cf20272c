//! One rung of a ladder: a stretch of time in buckets of equal width.
//!
//! A [`Rung`] knows which bucket is next; it decides which bucket a tick belongs to,
//! and its [`Shape`] how wide buckets are. When a bucket gets a rung of its own is
//! left to the ladder.

use super::chunks::Chain;

/// About how many entries a bucket is made for.
const AIM: u64 = 256;

/// How much further than most entries a rung reaches: room for what is pushed later.
const REACH: u64 = 4;

/// Ticks are below 2^48.
const TICK_BITS: usize = 48;

/// Buckets to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    start: u64,
    shift: u32,
    buckets: u64,
}

impl Shape {
    /// For the ticks that `each` shows, none before `start`, such that 7 of 8 get narrow
    /// buckets: a few far ones must not make all the others share one.
    pub(super) fn of(start: u64, each: impl FnOnce(&mut dyn FnMut(u64))) -> Self {
        // How many need how many bits to tell their tick from the first.
        let mut magnitudes = [0_u64; TICK_BITS + 1];
        each(&mut |tick| magnitudes[(u64::BITS - (tick - start).leading_zeros()) as usize] += 1);
        let all: u64 = magnitudes.iter().sum();
        let (mut within, mut bits) = (0, 0);
        for (magnitude, count) in (0..).zip(magnitudes) {
            (within, bits) = (within + count, magnitude);
            if within * 8 >= all * 7 {
                break;
            }
        }
        let width = (AIM << bits) / within.max(1);
        let shift = width.max(1).ilog2().min(bits);
        Self { start, shift, buckets: (REACH << bits) >> shift }
    }

    /// The first tick after the buckets.
    pub(super) const fn end(&self) -> u64 {
        self.start + (self.buckets << self.shift)
    }

    /// The same, not reaching beyond `end`.
    pub(super) fn until(self, end: u64) -> Self {
        let enough = ((end - self.start) >> self.shift) + 1;
        Self { buckets: self.buckets.min(enough), ..self }
    }
}

/// A bucket that was taken off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    pub(super) chain: Chain,
    /// One past the last tick that belongs into it.
    pub(super) end: u64,
    pub(super) is_one_tick: bool,
}

/// Buckets, the earliest of which are used up.
#[derive(Clone, Default, Debug)]
pub(super) struct Rung {
    start: u64,
    end: u64,
    shift: u32,
    next: usize,
    /// Where the next bucket starts.
    from: u64,
    buckets: Vec<Chain>,
}

impl Rung {
    /// Makes the buckets. The last one also takes what is left up to `end`.
    pub(super) fn lay(&mut self, shape: Shape, end: u64) {
        self.buckets.clear();
        self.buckets.resize(shape.buckets as usize, Chain::EMPTY);
        let Shape { start, shift, .. } = shape;
        *self = Self {
            start,
            end,
            shift,
            next: 0,
            from: start,
            buckets: std::mem::take(&mut self.buckets),
        };
    }

    /// The first tick this rung still takes.
    pub(super) const fn from(&self) -> u64 {
        self.from
    }

    /// The bucket of a tick from [`Self::from`] on.
    pub(super) fn bucket(&mut self, tick: u64) -> &mut Chain {
        let place = ((tick - self.start) >> self.shift) as usize;
        let last = self.buckets.len() - 1;
        &mut self.buckets[place.min(last)]
    }

    /// Takes the next bucket off that holds something.
    pub(super) fn take(&mut self) -> Option<Bucket> {
        let empty = self.buckets[self.next..].iter().position(|chain| chain.len() > 0)?;
        let place = self.next + empty;
        let chain = std::mem::replace(&mut self.buckets[place], Chain::EMPTY);
        self.next = place + 1;
        let starts = self.start + ((place as u64) << self.shift);
        let is_last = self.next == self.buckets.len();
        let ends = starts + (1 << self.shift);
        self.from = if is_last { self.end } else { ends.min(self.end) };
        Some(Bucket { chain, end: self.from, is_one_tick: self.from - starts == 1 })
    }

    /// The buckets that hold something; they are taken off.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Chain> {
        self.buckets.drain(..).filter(|chain| chain.len() > 0)
    }

    pub(super) fn each(&self, see: impl FnMut(Chain)) {
        self.buckets.iter().copied().filter(|chain| chain.len() > 0).for_each(see);
    }

    pub(super) fn memory(&self) -> usize {
        self.buckets.capacity() * size_of::<Chain>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(ticks: &[u64]) -> Shape {
        let start = ticks.iter().copied().min().unwrap_or(0);
        Shape::of(start, |count| ticks.iter().for_each(|tick| count(*tick)))
    }

    #[test]
    fn buckets_are_as_narrow_as_the_many_near_entries_ask_for() {
        let near = 1_000_000..1_100_000;
        let far = (1..10_000_u64).map(|n| n << 33);
        let shape = shape(&near.chain(far).collect::<Vec<_>>());
        let width = 1 << shape.shift;
        assert!((AIM / 4..=AIM * 2).contains(&width), "{width} ticks for about {AIM} entries");
        assert!(shape.end() >= 1_200_000, "{}", shape.end());
    }

    #[test]
    fn entries_of_one_tick_get_buckets_of_one_tick() {
        let shape = shape(&[7; 1_000]);
        assert_eq!((shape.start, shape.shift, shape.buckets), (7, 0, REACH));
    }

    #[test]
    fn few_entries_over_all_of_time_fit_the_arithmetic() {
        let shape = shape(&[0, (1 << 48) - 1]);
        assert!(shape.end() > (1 << 48) - 1);
        assert!(shape.buckets <= 8);
    }

    #[test]
    fn the_last_bucket_takes_what_is_left() {
        let shape = shape(&(0..1_000).collect::<Vec<_>>());
        let end = shape.end() + 12_345;
        let mut rung = Rung::default();
        rung.lay(shape, end);
        assert!(std::ptr::eq(rung.bucket(end - 1), rung.bucket(shape.end() - 1)));
        assert!(rung.take().is_none(), "nothing was put into it");
    }
}
