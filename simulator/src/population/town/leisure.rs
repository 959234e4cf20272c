//! Leisure events: choir, match, concert, service. Most small, a few large.
//!
//! Knows the distribution of their sizes; guests are drawn from the whole town in
//! proportion to how outgoing they are, until people go out as often as stated.

use super::calendar::{self, Calendar};
use super::crowd::Crowd;
use super::plan::{Kind, Plan};
use crate::chance::{Chance, Draws, Purpose};
use crate::scenario::TownPopulation;

/// All leisure events of a run.
pub(super) fn events(
    chance: &Chance,
    town: &TownPopulation,
    calendar: &Calendar,
    plans: &mut Vec<Plan>,
) {
    let mut visits = f64::from(town.people) * town.leisure.per_week() * calendar.weeks_long();
    for number in 0.. {
        if visits < f64::from(town.leisure_min) {
            break;
        }
        let Announced { size, plan } =
            announced(&mut draws(chance, number), town, calendar, number);
        visits -= size as f64;
        plans.extend(plan);
    }
}

/// Who chose to go to a planned event, the organizer first. Drawn again from its name
/// when the time has come, because all guests of all events take more memory than plans.
pub(super) fn guests(
    chance: &Chance,
    town: &TownPopulation,
    calendar: &Calendar,
    crowd: &mut Crowd,
    number: u32,
    guests: &mut Vec<u32>,
) {
    let mut draws = draws(chance, number);
    let size = announced(&mut draws, town, calendar, number).size;
    crowd.guests(&mut draws, size, guests);
}

fn draws(chance: &Chance, number: u32) -> Draws<'_> {
    chance.draws(Purpose::Leisure, number.into())
}

/// What is known of an event before its guests are.
struct Announced {
    size: usize,
    /// Unless it lies outside the run.
    plan: Option<Plan>,
}

fn announced(
    draws: &mut Draws<'_>,
    town: &TownPopulation,
    calendar: &Calendar,
    number: u32,
) -> Announced {
    let size = size(draws, town);
    let day = day(draws, calendar);
    let start = calendar::quarter(draws, day, calendar::leisure_hours(day));
    let length_minutes = calendar::length_minutes(draws, town.leisure_length);
    let plan = calendar.contains(start).then(|| {
        let minute = calendar.minute(start);
        Plan { minute, length_minutes, kind: Kind::Leisure, number, group: number, first: 0 }
    });
    Announced { size, plan }
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
