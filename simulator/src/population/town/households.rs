//! Who lives together.
//!
//! Knows the shares of household sizes; people live in a row, households one after
//! another, so that neighbours have neighbouring numbers.

use super::groups::Groups;
use crate::chance::{Chance, Purpose};
use crate::scenario::TownPopulation;

/// Households of people with successive numbers, everybody in one.
pub(super) fn draw(chance: &Chance, town: &TownPopulation) -> Groups {
    let sum: f64 = town.household_sizes.iter().map(|share| share.fraction()).sum();
    let mut draws = chance.draws(Purpose::Household, 0);
    let mut households = Groups::default();
    let mut next = 0;
    while next < town.people {
        let mut left = draws.uniform() * sum;
        let larger = town.household_sizes.iter().take_while(|share| {
            left -= share.fraction();
            left >= 0.0
        });
        let size = (larger.count() as u32 + 1).min(town.household_sizes.len() as u32);
        let end = (next + size).min(town.people);
        households.push(next..end);
        next = end;
    }
    households
}
