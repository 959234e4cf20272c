//! One pending occurrence as 16 bytes of plain data.
//!
//! An [`Entry`] knows when its occurrence comes and in which slot the thing itself
//! lies; it decides, by one comparison of integers, which of two comes first. What
//! lies in the slot, and whether it is still there, is left to the agenda.

use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Which of the occurrences of one millisecond come first: lower phases do.
pub type Phase = u8;

/// When something comes, and its slot.
///
/// From the top bit down: 48 bits of time, 8 of phase, 40 of order, 32 of slot, so that
/// entries compare like (time, phase, order).
///
/// Times are exact in the years -2490 to 6429. Earlier ones count as the first of these
/// milliseconds; later ones, [`Timestamp::FAR_FUTURE`] among them, count as one time
/// after all others and come out as [`Timestamp::FAR_FUTURE`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(from = "(u64, u64)", into = "(u64, u64)")]
pub struct Entry(u128);

const _: () = assert!(size_of::<Entry>() == 16);

const ORDER_BITS: u32 = 40;
const SLOT_BITS: u32 = 32;
const PHASE_SHIFT: u32 = SLOT_BITS + ORDER_BITS;
const TIME_SHIFT: u32 = PHASE_SHIFT + Phase::BITS;
const TIME_BITS: u32 = u128::BITS - TIME_SHIFT;
/// Makes the first time 0, so that negative times compare right.
const BIAS: i64 = 1 << (TIME_BITS - 1);
/// The tick that stands for all times from there on.
const NEVER: u64 = (1 << TIME_BITS) - 1;

impl Entry {
    /// The first order that no entry can have.
    pub(super) const ORDERS: u64 = 1 << ORDER_BITS;
    /// Fills memory that holds no entry.
    pub(super) const BLANK: Self = Self(0);

    /// An entry of the given order among those of its time and phase.
    ///
    /// # Panics
    /// If `order` is 2^40 or more.
    #[must_use]
    pub const fn new(time: Timestamp, phase: Phase, order: u64, slot: u32) -> Self {
        assert!(
            order < Self::ORDERS,
            "an agenda takes 2^40 occurrences in its life, and this run pushed more: \
             split it into shorter runs"
        );
        Self(
            (tick_of(time) as u128) << TIME_SHIFT
                | (phase as u128) << PHASE_SHIFT
                | (order as u128) << SLOT_BITS
                | slot as u128,
        )
    }

    /// When the occurrence comes.
    #[must_use]
    pub const fn time(self) -> Timestamp {
        let tick = self.tick();
        if tick == NEVER { Timestamp::FAR_FUTURE } else { Timestamp(tick as i64 - BIAS) }
    }

    /// The slot it was given.
    #[must_use]
    pub const fn slot(self) -> u32 {
        self.0 as u32
    }

    /// Milliseconds since the first time there is; below 2^48.
    pub(super) const fn tick(self) -> u64 {
        (self.0 >> TIME_SHIFT) as u64
    }
}

const fn tick_of(time: Timestamp) -> u64 {
    let millis = time.as_millis();
    if millis < -BIAS {
        0
    } else if millis >= BIAS {
        NEVER
    } else {
        (millis + BIAS) as u64
    }
}

// Two integers, because not every format has one of 128 bits.
impl From<(u64, u64)> for Entry {
    fn from((high, low): (u64, u64)) -> Self {
        Self(u128::from(high) << u64::BITS | u128::from(low))
    }
}
impl From<Entry> for (u64, u64) {
    fn from(entry: Entry) -> Self {
        ((entry.0 >> u64::BITS) as u64, entry.0 as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn entries_compare_like_time_phase_and_order(
            one in (-BIAS..BIAS - 1, any::<Phase>(), 0..Entry::ORDERS, any::<u32>()),
            near in (-2_i64..3, -1_i16..2, -1_i64..2),
            slot in any::<u32>(),
        ) {
            let time = (one.0 + near.0).clamp(-BIAS, BIAS - 2);
            let phase = (i16::from(one.1) + near.1).clamp(0, 255) as Phase;
            let order = (one.2 as i64 + near.2).clamp(0, Entry::ORDERS as i64 - 1) as u64;
            let keys = ((one.0, one.1, one.2), (time, phase, order));
            let first = Entry::new(Timestamp(one.0), one.1, one.2, one.3);
            let second = Entry::new(Timestamp(time), phase, order, slot);
            prop_assert_eq!(first.time(), Timestamp(one.0));
            prop_assert_eq!(first.slot(), one.3);
            if keys.0 != keys.1 {
                prop_assert_eq!(first.cmp(&second), keys.0.cmp(&keys.1));
            }
            prop_assert_eq!(Entry::from(<(u64, u64)>::from(first)), first);
        }
    }

    #[test]
    fn times_that_no_clock_shows_come_first_and_last() {
        let at = |time| Entry::new(time, 0, 0, 0);
        let never = [Timestamp(BIAS), Timestamp::FAR_FUTURE, Timestamp(i64::MAX)];
        assert!(never.iter().all(|time| at(*time).time() == Timestamp::FAR_FUTURE));
        assert!(at(Timestamp(BIAS - 2)) < at(never[0]));
        assert_eq!(at(Timestamp(i64::MIN)).time(), Timestamp(-BIAS));
        assert!(at(Timestamp(i64::MIN)) < at(Timestamp(1 - BIAS)));
    }

    #[test]
    #[should_panic(expected = "an agenda takes 2^40 occurrences")]
    fn an_order_that_would_wrap_is_refused() {
        let _ = Entry::new(Timestamp(0), 0, Entry::ORDERS, 0);
    }
}
