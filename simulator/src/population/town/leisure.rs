//! Leisure events: choir, match, concert, service. Most small, a few large.
//!
//! Knows the distribution of their sizes; guests are drawn from the whole town in
//! proportion to how outgoing they are, until people go out as often as stated.

use super::calendar::{self, Calendar};
use super::plan::Plan;
use crate::chance::{Chance, Draws, Purpose};
use crate::scenario::TownPopulation;

/// Plan numbers of leisure events begin here.
const NUMBERS: u64 = 3 << 60;

/// All leisure events of a run.
pub(super) fn events(chance: &Chance, town: &TownPopulation, calendar: &Calendar) -> Vec<Plan> {
    let crowd = Crowd::draw(chance, town);
    let mut visits = f64::from(town.people) * town.leisure.per_week() * calendar.weeks_long();
    let mut plans = Vec::new();
    for number in 0.. {
        if visits < f64::from(town.leisure_min) {
            break;
        }
        let mut draws = chance.draws(Purpose::Leisure, number);
        let size = size(&mut draws, town);
        visits -= size as f64;
        let day = day(&mut draws, calendar);
        let start = calendar::quarter(&mut draws, day, calendar::leisure_hours(day));
        let length = calendar::length(&mut draws, town.leisure_length);
        let people = crowd.guests(&mut draws, size);
        if calendar.contains(start) {
            plans.push(Plan {
                number: NUMBERS + number,
                name: format!("leisure {number}"),
                start,
                length,
                people,
                by_invitation: false,
            });
        }
    }
    plans
}

fn size(draws: &mut Draws<'_>, town: &TownPopulation) -> usize {
    let (low, high) = (f64::from(town.leisure_min), f64::from(town.leisure_max));
    let size = draws.power_law(low, high + 1.0, town.leisure_exponent) as usize;
    size.min(town.leisure_max as usize).min(town.people as usize)
}

/// Weekends are three times as likely as Mondays to Thursdays, Fridays twice.
fn day(draws: &mut Draws<'_>, calendar: &Calendar) -> i64 {
    loop {
        let day = calendar.day(draws.below(calendar.day_count()));
        let weight = match calendar::weekday(day) {
            5 | 6 => 3.0,
            4 => 2.0,
            _ => 1.0,
        };
        if draws.happens(weight / 3.0) {
            return day;
        }
    }
}

/// Everybody, weighed by how outgoing they are.
struct Crowd {
    /// Sums of the weights of all people up to each.
    cumulative: Vec<f64>,
}

impl Crowd {
    fn draw(chance: &Chance, town: &TownPopulation) -> Self {
        let mut sum = 0.0;
        let cumulative = (0..town.people)
            .map(|person| {
                let mut draws = chance.draws(Purpose::Sociability, u64::from(person));
                sum += draws.lognormal(1.0, town.sociability_sigma);
                sum
            })
            .collect();
        Self { cumulative }
    }

    /// Distinct people; fewer than asked for if they are nearly the whole town.
    fn guests(&self, draws: &mut Draws<'_>, size: usize) -> Vec<u32> {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let mut guests: Vec<u32> = Vec::with_capacity(size);
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..10 * size {
            if guests.len() == size {
                break;
            }
            let drawn = draws.uniform() * total;
            let person = self.cumulative.partition_point(|sum| *sum <= drawn);
            let person = person.min(self.cumulative.len() - 1) as u32;
            if seen.insert(person) {
                guests.push(person);
            }
        }
        guests
    }
}
