//! Who does what symptoms, a result or a warning ask for, and for how long.
//!
//! Knows adherence, dropout and fatigue; decides each by draws named by person and time, so
//! that the same occasion has the same outcome in every world of a seed.

use super::precaution::Precaution;
use crate::chance::{Chance, Purpose};
use crate::population::PersonIndex;
use crate::scenario::PrecautionSection;
use corona_core::time::{Span, Timestamp};

/// Why somebody should be careful.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// Symptoms that began now.
    Symptoms,
    /// A positive result, of a sample taken then.
    Positive(Timestamp),
    /// The phone says high risk.
    HighRisk,
    /// The phone says caution.
    Cautioned,
}

impl Cause {
    const fn number(self) -> u64 {
        match self {
            Self::Symptoms => 0,
            Self::Positive(_) => 1,
            Self::HighRisk => 2,
            Self::Cautioned => 3,
        }
    }
}

/// One person at one time.
#[derive(Clone, Copy, Debug)]
pub struct Care<'a> {
    /// The scenario's numbers.
    pub section: &'a PrecautionSection,
    /// A seed's luck.
    pub chance: &'a Chance,
    /// Who.
    pub person: PersonIndex,
    /// When.
    pub now: Timestamp,
    /// How many warnings were in vain before.
    pub in_vain: u8,
}

impl Care<'_> {
    /// The person learns of a cause and perhaps acts on it; true if they do.
    pub fn take(&self, cause: Cause, precaution: &mut Precaution) -> bool {
        // One name per cause and time: nothing befalls a person twice in a millisecond.
        let occasion = (self.now.0 as u64) << 2 | cause.number();
        let obeys = self.chance.happens(
            Purpose::Adherence,
            self.person.into(),
            occasion,
            self.adherence(cause),
        );
        if obeys {
            let until = self.until(cause).min(self.gives_up(occasion));
            match cause {
                Cause::Symptoms | Cause::Positive(_) => {
                    precaution.isolation.extend(self.now, until)
                }
                Cause::HighRisk => precaution.quarantine.extend(self.now, until),
                Cause::Cautioned => precaution.distance.extend(self.now, until),
            }
        }
        obeys
    }

    /// Whether a person at high risk takes a test.
    #[must_use]
    pub fn tests(&self) -> bool {
        let share = self.section.test_warned.fraction() * self.patience();
        let time = self.now.0 as u64;
        self.chance.happens(Purpose::WarnedTest, self.person.into(), time, share)
    }

    fn adherence(&self, cause: Cause) -> f64 {
        match cause {
            Cause::Symptoms => self.section.isolate_ill.fraction(),
            Cause::Positive(_) => self.section.isolate_positive.fraction(),
            Cause::HighRisk => self.section.quarantine_warned.fraction() * self.patience(),
            Cause::Cautioned => self.section.distance_cautioned.fraction() * self.patience(),
        }
    }

    /// What is left of obedience after warnings in vain.
    fn patience(&self) -> f64 {
        libm::pow(1.0 - self.section.fatigue.fraction(), self.in_vain.into())
    }

    fn until(&self, cause: Cause) -> Timestamp {
        match cause {
            Cause::Symptoms => self.now + self.section.isolation,
            Cause::Positive(sampled) => sampled + self.section.isolation,
            Cause::HighRisk | Cause::Cautioned => self.now + self.section.quarantine,
        }
    }

    fn gives_up(&self, occasion: u64) -> Timestamp {
        let per_day = self.section.dropout.per_day();
        if per_day <= 0.0 {
            return Timestamp::FAR_FUTURE;
        }
        let luck = self.chance.uniform(Purpose::Endurance, self.person.into(), occasion);
        let days = (-libm::log1p(-luck) / per_day).min(10_000.0);
        self.now + Span((days * Span::DAY.0 as f64) as i64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Probability, Rate};

    const NOW: Timestamp = Timestamp(1_000_000_000_000);

    fn obeying(section: &PrecautionSection, cause: Cause, in_vain: u8) -> Vec<Precaution> {
        let chance = Chance::new(4);
        let precaution = |person| {
            let mut precaution = Precaution::NONE;
            Care { section, chance: &chance, person, now: NOW, in_vain }
                .take(cause, &mut precaution)
                .then_some(precaution)
        };
        (0..20_000).filter_map(precaution).collect()
    }

    #[test]
    fn as_many_obey_as_stated_and_fewer_after_false_alarms() {
        let section = PrecautionSection {
            fatigue: Probability::percent(10.0),
            ..PrecautionSection::default()
        };
        let share = |cause, in_vain| obeying(&section, cause, in_vain).len() as f64 / 20_000.0;
        assert!((share(Cause::HighRisk, 0) - 0.5).abs() < 0.02);
        assert!((share(Cause::HighRisk, 3) - 0.5 * 0.729).abs() < 0.02);
        assert!((share(Cause::Positive(NOW), 3) - 0.9).abs() < 0.02, "illness tires nobody");
        assert!((share(Cause::Symptoms, 0) - 0.425).abs() < 0.02);
    }

    #[test]
    fn some_give_up_every_day_and_nobody_goes_on_for_longer_than_asked() {
        let section = PrecautionSection::default();
        let longest = NOW + section.quarantine;
        let ends: Vec<Timestamp> =
            (obeying(&section, Cause::HighRisk, 0).iter()).map(|c| c.quarantine.until).collect();
        let kept = ends.iter().filter(|end| **end == longest).count() as f64 / ends.len() as f64;
        assert!((kept - libm::exp(-0.35)).abs() < 0.02, "{kept}");
        assert!(ends.iter().all(|end| *end <= longest));
        let section = PrecautionSection { dropout: Rate::NEVER, ..section };
        let all = obeying(&section, Cause::HighRisk, 0);
        assert!(all.iter().all(|precaution| precaution.quarantine.until == longest));
    }
}
