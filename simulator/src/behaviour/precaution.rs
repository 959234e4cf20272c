//! How careful a person is: the one path from what people know back to the epidemic.
//!
//! Knows until when somebody isolates, is in quarantine or keeps a distance; decides which
//! meetings they have all the same. Why they are careful is not its business.

use crate::chance::{Chance, Purpose};
use crate::population::PersonIndex;
use crate::scenario::PrecautionSection;
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A time of care: later than `since`, up to `until`. What is decided at an instant at which
/// it begins is thus decided as before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Period {
    /// When it begins.
    pub since: Timestamp,
    /// When it ends; may still change.
    pub until: Timestamp,
}

impl Period {
    /// Never.
    pub const NEVER: Self = Self { since: Timestamp(i64::MIN), until: Timestamp(i64::MIN) };

    /// Whether it holds at a time.
    #[must_use]
    pub fn covers(self, at: Timestamp) -> bool {
        self.since < at && at <= self.until
    }
    /// Lasts until a time at least: goes on if it holds, begins now otherwise.
    pub fn extend(&mut self, now: Timestamp, until: Timestamp) {
        if self.until < now {
            self.since = now;
        }
        self.until = self.until.max(until);
    }
    /// Ends now, if it hasn't.
    pub fn end(&mut self, now: Timestamp) {
        self.until = self.until.min(now);
    }
}

/// How careful one person is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Precaution {
    /// Ill or tested positive, and at home.
    pub isolation: Period,
    /// Warned, and at home.
    pub quarantine: Period,
    /// Warned a little, and out less.
    pub distance: Period,
}

impl Precaution {
    /// Not at all.
    pub const NONE: Self =
        Self { isolation: Period::NEVER, quarantine: Period::NEVER, distance: Period::NEVER };

    /// Whether no warning has been heeded at a time or later.
    #[must_use]
    pub fn heeds_nothing_since(&self, at: Timestamp) -> bool {
        self.quarantine.until < at && self.distance.until < at
    }

    /// Whether it is all over before a time.
    #[must_use]
    pub fn is_over(&self, at: Timestamp) -> bool {
        let Self { isolation, quarantine, distance } = self;
        [isolation, quarantine, distance].iter().all(|period| period.until < at)
    }

    /// Whether the person misses a gathering that begins at a time. Who is there at the
    /// begin stays to the end.
    #[must_use]
    pub fn misses(
        &self,
        section: &PrecautionSection,
        chance: &Chance,
        person: PersonIndex,
        gathering: u32,
        begin: Timestamp,
    ) -> bool {
        self.is_home(begin)
            || (self.distance.covers(begin)
                && chance.happens(
                    Purpose::Distancing,
                    person.into(),
                    gathering.into(),
                    section.distancing.fraction(),
                ))
    }

    /// Share of the contacts within the household that remain.
    #[must_use]
    pub fn household_share(&self, section: &PrecautionSection, at: Timestamp) -> f64 {
        if self.isolation.covers(at) {
            section.isolation_household.fraction()
        } else if self.quarantine.covers(at) {
            section.quarantine_household.fraction()
        } else {
            1.0
        }
    }

    /// Share of chance meetings that remain.
    #[must_use]
    pub fn casual_share(&self, section: &PrecautionSection, at: Timestamp) -> f64 {
        if self.is_home(at) {
            0.0
        } else if self.distance.covers(at) {
            1.0 - section.distancing.fraction()
        } else {
            1.0
        }
    }

    /// In isolation or quarantine.
    #[must_use]
    pub fn is_home(&self, at: Timestamp) -> bool {
        self.isolation.covers(at) || self.quarantine.covers(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use corona_core::time::Span;

    const DAY: Timestamp = Timestamp(1_000_000_000_000);

    #[test]
    fn a_period_holds_from_after_its_begin_to_its_end() {
        let mut period = Period::NEVER;
        assert!(!period.covers(DAY));
        period.extend(DAY, DAY + Span::DAY);
        assert!(!period.covers(DAY) && period.covers(DAY + Span(1)));
        period.extend(DAY + Span::HOUR, DAY + Span::days(2));
        assert_eq!(period, Period { since: DAY, until: DAY + Span::days(2) });
        period.end(DAY + Span::DAY);
        assert!(period.covers(DAY + Span::DAY) && !period.covers(DAY + Span::DAY + Span(1)));
    }

    #[test]
    fn the_isolated_and_quarantined_miss_everything_and_the_distant_about_half() {
        let (section, chance) = (PrecautionSection::default(), Chance::new(1));
        let period = Period { since: DAY, until: DAY + Span::days(9) };
        let at = DAY + Span::DAY;
        let missed = |precaution: Precaution| {
            (0..2_000).filter(|g| precaution.misses(&section, &chance, 7, *g, at)).count()
        };
        assert_eq!(missed(Precaution::NONE), 0);
        assert_eq!(missed(Precaution { isolation: period, ..Precaution::NONE }), 2_000);
        assert_eq!(missed(Precaution { quarantine: period, ..Precaution::NONE }), 2_000);
        let distant = Precaution { distance: period, ..Precaution::NONE };
        assert!((900..1_100).contains(&missed(distant)));
        assert!((distant.casual_share(&section, at) - 0.5).abs() < 1e-12);
        assert_eq!(distant.household_share(&section, at), 1.0);
    }
}
