//! Everybody, weighed by how outgoing they are.
//!
//! Knows the weights; finds whom a draw meets. How many are drawn for what is for the
//! leisure events.

use crate::chance::{Chance, Draws, Purpose};
use crate::scenario::TownPopulation;

/// A town's people, to draw guests from.
pub(super) struct Crowd {
    /// Sums of the weights of all people up to each.
    cumulative: Vec<f64>,
    /// Of as many equal parts of the total as there are people: the first person whose
    /// sum reaches into each. Millions of searches need a few steps each from there.
    guide: Vec<u32>,
    /// The last drawing that each person was drawn in.
    drawn_in: Vec<u32>,
    drawing: u32,
}

impl Crowd {
    pub(super) fn draw(chance: &Chance, town: &TownPopulation) -> Self {
        let mut sum = 0.0;
        let cumulative: Vec<f64> = (0..town.people)
            .map(|person| {
                let mut draws = chance.draws(Purpose::Sociability, u64::from(person));
                sum += draws.lognormal(1.0, town.sociability_sigma);
                sum
            })
            .collect();
        let mut crowd =
            Self { guide: Vec::new(), drawn_in: vec![0; cumulative.len()], cumulative, drawing: 0 };
        let parts = crowd.cumulative.len();
        let begin = |part: usize| sum * (part as f64 / parts as f64);
        let mut person = 0;
        crowd.guide = (0..parts)
            .map(|part| {
                while person + 1 < parts && crowd.cumulative[person] <= begin(part) {
                    person += 1;
                }
                person as u32
            })
            .collect();
        crowd
    }

    /// Distinct people, in the order drawn; fewer than asked for if they are nearly the
    /// whole town.
    pub(super) fn guests(&mut self, draws: &mut Draws<'_>, size: usize, guests: &mut Vec<u32>) {
        guests.clear();
        self.drawing += 1;
        for _ in 0..10 * size {
            if guests.len() == size {
                break;
            }
            let person = self.person_at(draws.uniform());
            if self.drawn_in[person as usize] != self.drawing {
                self.drawn_in[person as usize] = self.drawing;
                guests.push(person);
            }
        }
    }

    /// The first person whose sum exceeds this share of the total.
    fn person_at(&self, share: f64) -> u32 {
        let last = self.cumulative.len() - 1;
        let drawn = share * self.cumulative[last];
        let part = ((share * self.guide.len() as f64) as usize).min(last);
        // Rounding may have put the guide one step too far.
        let mut person = self.guide[part].saturating_sub(1) as usize;
        while person < last && self.cumulative[person] <= drawn {
            person += 1;
        }
        person as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guide_leads_to_whom_a_search_through_everybody_finds() {
        for (people, sociability_sigma) in [(2, 0.0), (300, 0.5), (1_000, 3.0)] {
            let town = TownPopulation { people, sociability_sigma, ..TownPopulation::default() };
            let crowd = Crowd::draw(&Chance::new(1), &town);
            let total = crowd.cumulative[people as usize - 1];
            let chance = Chance::new(2);
            let mut draws = chance.draws(Purpose::Leisure, 0);
            for _ in 0..20_000 {
                let share = draws.uniform();
                let found = crowd.cumulative.partition_point(|sum| *sum <= share * total);
                assert_eq!(crowd.person_at(share) as usize, found.min(people as usize - 1));
            }
        }
    }

    #[test]
    fn nobody_is_drawn_twice_for_one_event() {
        let town = TownPopulation { people: 12, ..TownPopulation::default() };
        let chance = Chance::new(3);
        let mut crowd = Crowd::draw(&chance, &town);
        let mut guests = Vec::new();
        for event in 0..50 {
            crowd.guests(&mut chance.draws(Purpose::Leisure, event), 8, &mut guests);
            let distinct: std::collections::BTreeSet<_> = guests.iter().collect();
            assert_eq!((guests.len(), distinct.len()), (8, 8));
        }
    }
}
