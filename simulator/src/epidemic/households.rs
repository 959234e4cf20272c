//! Who lives with whom, side by side.
//!
//! Knows the ties of kind household; populations without such ties have nobody at home.

use crate::population::{PersonIndex, Population, TieKind};

/// Everybody's household without themselves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Households {
    /// Where each person's mates begin in `mates`, and at the end where the last ones end.
    begins: Vec<u32>,
    mates: Vec<PersonIndex>,
}

impl Households {
    /// From a population's ties.
    #[must_use]
    pub fn of(population: &Population) -> Self {
        let people = population.people.len();
        let ties = || population.ties.iter().filter(|tie| tie.kind == TieKind::Household);
        let mut begins = vec![0_u32; people + 1];
        for tie in ties() {
            begins[tie.a as usize + 1] += 1;
            begins[tie.b as usize + 1] += 1;
        }
        for person in 0..people {
            begins[person + 1] += begins[person];
        }
        let mut filled = begins.clone();
        let mut mates = vec![0; begins[people] as usize];
        for tie in ties() {
            for (one, other) in [(tie.a, tie.b), (tie.b, tie.a)] {
                let place = &mut filled[one as usize];
                mates[*place as usize] = other;
                *place += 1;
            }
        }
        Self { begins, mates }
    }

    /// Those who live with a person.
    #[must_use]
    pub fn mates(&self, person: PersonIndex) -> &[PersonIndex] {
        let person = person as usize;
        &self.mates[self.begins[person] as usize..self.begins[person + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::{Person, Tie};

    #[test]
    fn mates_are_those_of_the_household_and_no_friends() {
        let person = |_| Person { name: "a".into(), has_phone: false };
        let tie = |a, b, kind| Tie { a, b, kind };
        let population = Population {
            people: (0..5).map(person).collect(),
            ties: vec![
                tie(0, 1, TieKind::Household),
                tie(0, 2, TieKind::Household),
                tie(1, 2, TieKind::Household),
                tie(2, 3, TieKind::Friend),
            ],
            ..Population::default()
        };
        let households = Households::of(&population);
        assert_eq!(households.mates(0), [1, 2]);
        assert_eq!(households.mates(2), [0, 1]);
        assert!(households.mates(3).is_empty() && households.mates(4).is_empty());
    }
}
