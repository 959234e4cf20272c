//! Who has the app.
//!
//! Knows shares by age and how often a household decides together; decides each person by draws
//! named by the person or the household, so that more adoption is the same adopters and others.

use crate::chance::{Chance, Purpose};
use crate::scenario::{Objection, Scenario};

/// Questions about one person or household.
const OWN: u64 = 0;
const HOUSEHOLD: u64 = 1;
const TOGETHER: u64 = 2;

/// What adoption may depend on, by person; empty where a population doesn't know it.
#[derive(Default)]
pub(super) struct Traits {
    pub(super) ages: Vec<u8>,
    /// Number of the household.
    pub(super) households: Vec<u32>,
}

impl Traits {
    /// Each group of ages must have somebody in it: a share of nobody is a mistake.
    pub(super) fn check_ages(&self, scenario: &Scenario) -> Result<(), Objection> {
        let ages = &scenario.phones.adoption_ages;
        for (group, from) in ages.iter().enumerate() {
            let until = ages.get(group + 1).copied();
            let is_in = |age: &u8| age >= from && until.is_none_or(|until| *age < until);
            if self.ages.iter().any(is_in) {
                continue;
            }
            let oldest = self.ages.iter().max().copied().unwrap_or(0);
            let youngest = self.ages.iter().min().copied().unwrap_or(0);
            let below = until.map_or(String::new(), |until| format!(" and younger than {until}"));
            let problem = format!(
                "nobody in the table is {from} or older{below} (they are {youngest} to {oldest}): \
                 leave the group out"
            );
            return Err(Objection::new(format!("phones.adoption_ages[{group}]"), from, problem));
        }
        Ok(())
    }
}

/// A scenario's adoption.
pub(super) struct Adoption<'a> {
    chance: Chance,
    scenario: &'a Scenario,
    traits: &'a Traits,
}

impl<'a> Adoption<'a> {
    pub(super) fn of(scenario: &'a Scenario, traits: &'a Traits) -> Self {
        Self { chance: Chance::new(scenario.seed), scenario, traits }
    }

    /// Whether a person has the app.
    pub(super) fn adopts(&self, person: u32) -> bool {
        self.scenario.has_app() && self.luck(person) < self.share(person)
    }

    /// The person's own number, or the household's if it decides for them.
    fn luck(&self, person: u32) -> f64 {
        let together = self.scenario.phones.adoption_together.fraction();
        let (person, at) = (u64::from(person), person as usize);
        match self.traits.households.get(at) {
            Some(household)
                if self.chance.happens(Purpose::Adoption, person, TOGETHER, together) =>
            {
                self.chance.uniform(Purpose::Adoption, u64::from(*household), HOUSEHOLD)
            }
            Some(_) | None => self.chance.uniform(Purpose::Adoption, person, OWN),
        }
    }

    fn share(&self, person: u32) -> f64 {
        let phones = &self.scenario.phones;
        let age = self.traits.ages.get(person as usize);
        let group = age.and_then(|age| phones.adoption_ages.iter().rposition(|from| from <= age));
        group
            .and_then(|group| phones.adoption_by_age.get(group))
            .unwrap_or(&phones.adoption)
            .fraction()
    }
}
