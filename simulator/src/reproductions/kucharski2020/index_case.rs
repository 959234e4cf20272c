//! One index case: who they are, how they fall ill, and whom they infect if nothing is done.
//!
//! Knows the course of the disease; what measures change is the tally's.

use super::diaries::{Diaries, Diary};
use corona_transport_sim::chance::{Chance, Draws, Purpose};

/// Days a case is infectious.
pub(super) const INFECTIOUS_DAYS: u32 = 5;
/// Share of the population below 18 years.
pub(super) const MINORS: f64 = 0.21;
/// Share with symptoms.
pub(super) const SYMPTOMS_ADULT: f64 = 0.7;
pub(super) const SYMPTOMS_MINOR: f64 = 0.3;
/// Share of those with symptoms who are tested, and isolate.
pub(super) const TESTED: f64 = 0.9;
/// For how many days people who are tested are infectious among others before they isolate, with
/// the share (0–1) of each.
pub(super) const DAYS_UNTIL_ISOLATION: [(u32, f64); 4] = [(1, 0.25), (2, 0.25), (3, 0.2), (4, 0.3)];
/// Probability that a contact is infected, in the household and elsewhere.
pub(super) const RISK_HOME: f64 = 0.2;
pub(super) const RISK_ELSEWHERE: f64 = 0.06;
/// How infectious people without symptoms are, compared with others.
pub(super) const WITHOUT_SYMPTOMS: f64 = 0.5;

/// Where an infection happens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Setting {
    Home,
    Work,
    Other,
}

/// An index case.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct IndexCase {
    pub(super) diary: Diary,
    pub(super) symptoms: bool,
    /// Days (1–4) from becoming infectious to isolation, if they have symptoms and are tested.
    pub(super) isolates_after: Option<u32>,
    /// They have the app if adoption (0–1) is above this.
    pub(super) adopts_above: f64,
}

impl IndexCase {
    /// Draws the case of this number.
    pub(super) fn draw(chance: &Chance, number: u64, diaries: &Diaries) -> Self {
        let mut draws = chance.draws(Purpose::IndexCase, number);
        let minor = draws.happens(MINORS);
        let (among, symptoms) = if minor {
            (&diaries.minors, SYMPTOMS_MINOR)
        } else {
            (&diaries.adults, SYMPTOMS_ADULT)
        };
        let diary = among[draws.below(among.len() as u64) as usize];
        let symptoms = draws.happens(symptoms);
        let tested = draws.happens(TESTED);
        let adopts_above = draws.uniform();
        let days = days_until_isolation(draws.uniform());
        Self { diary, symptoms, isolates_after: (symptoms && tested).then_some(days), adopts_above }
    }

    /// Whether they have an app that so many (0–1) have.
    pub(super) fn has_app(&self, adoption: f64) -> bool {
        self.adopts_above < adoption
    }

    /// Where they infect others while nothing is done, one setting for each infection. The
    /// household is met once, the diary's other contacts anew on each day.
    pub(super) fn infections(&self, chance: &Chance, number: u64) -> Vec<Setting> {
        let mut draws = chance.draws(Purpose::IndexInfection, number);
        let infectious = if self.symptoms { 1.0 } else { WITHOUT_SYMPTOMS };
        let mut infections = Vec::new();
        let daily = [
            (Setting::Home, self.diary.home, RISK_HOME),
            (Setting::Work, INFECTIOUS_DAYS * self.diary.work, RISK_ELSEWHERE),
            (Setting::Other, INFECTIOUS_DAYS * self.diary.other, RISK_ELSEWHERE),
        ];
        for (setting, contacts, risk) in daily {
            let infected = hits(&mut draws, contacts, risk * infectious);
            infections.extend((0..infected).map(|_| setting));
        }
        infections
    }
}

/// How many of `trials` happen. Draws how far it is to the next one that does, because few do.
fn hits(draws: &mut Draws<'_>, trials: u32, probability: f64) -> u32 {
    let per_trial = libm::log1p(-probability);
    let (mut hits, mut left) = (0, f64::from(trials));
    loop {
        // 1 - u lies in (0, 1], whose logarithm is finite.
        left -= libm::floor(libm::log1p(-draws.uniform()) / per_trial) + 1.0;
        if left < 0.0 {
            return hits;
        }
        hits += 1;
    }
}

fn days_until_isolation(uniform: f64) -> u32 {
    let mut below = 0.0;
    for (days, share) in DAYS_UNTIL_ISOLATION {
        below += share;
        if uniform < below {
            return days;
        }
    }
    // The shares may sum to a hair less than one.
    INFECTIOUS_DAYS - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn isolation_comes_after_one_to_four_days() {
        let days = [0.0, 0.2499, 0.25, 0.5, 0.6999, 0.7001, 0.9999];
        assert_eq!(days.map(days_until_isolation), [1, 1, 2, 3, 3, 4, 4]);
    }

    #[test]
    fn as_many_contacts_are_infected_as_the_risk_says() {
        let chance = Chance::new(3);
        let cases = 20_000;
        let sum = |trials, risk| -> f64 {
            (0..cases)
                .map(|case| {
                    f64::from(hits(&mut chance.draws(Purpose::IndexInfection, case), trials, risk))
                })
                .sum()
        };
        assert_eq!(sum(0, 0.2), 0.0);
        for (trials, risk) in [(1, 0.2), (3, 0.1), (50, 0.06), (1_000, 0.03)] {
            let expected = f64::from(trials) * risk * cases as f64;
            let deviation = (expected * (1.0 - risk)).sqrt();
            let drawn = sum(trials, risk);
            assert!((drawn - expected).abs() < 4.0 * deviation, "{drawn} of {expected}");
        }
    }
}
