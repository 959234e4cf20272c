//! Circles of friends, which have dinner together.
//!
//! Knows how circles arise: everybody stands in a row by where they live, give or
//! take a neighbourhood, some anywhere, and the row is cut into circles, once for
//! each circle a person belongs to. Friends of friends are thus often friends, and
//! the few from afar make the town a small world.

use super::calendar::{self, Calendar};
use super::groups::Groups;
use super::plan::{Kind, Plan};
use crate::chance::{Chance, Draws, Purpose};
use crate::scenario::TownPopulation;

/// All circles, of two people or more.
pub(super) fn draw(chance: &Chance, town: &TownPopulation) -> Groups {
    let mut circles = Groups::default();
    for round in 0..u64::from(town.circles) {
        let row = row(chance, town, round);
        let mut sizes = chance.draws(Purpose::Circle, u64::MAX - round);
        let mut rest = row.as_slice();
        while rest.len() >= 2 {
            let (circle, after) = rest.split_at(size(&mut sizes, town).min(rest.len()));
            circles.push(circle.iter().copied());
            rest = after;
        }
    }
    circles
}

/// Everybody by a place near their home, or anywhere.
fn row(chance: &Chance, town: &TownPopulation, round: u64) -> Vec<u32> {
    let everywhere = f64::from(town.people);
    let doors = f64::from(town.neighbourhood);
    let mut places: Vec<(f64, u32)> = (0..town.people)
        .map(|person| {
            let mut draws = chance.draws(Purpose::Circle, (round << 32) + u64::from(person));
            let far = draws.happens(town.circle_far.fraction());
            let somewhere = draws.uniform();
            let near = f64::from(person) + (somewhere - 0.5) * doors;
            (if far { somewhere * everywhere } else { near }, person)
        })
        .collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    places.into_iter().map(|(_, person)| person).collect()
}

/// Two, and geometrically many more.
fn size(draws: &mut Draws<'_>, town: &TownPopulation) -> usize {
    let more = town.circle_mean - 2.0;
    // A geometric number of mean m is the whole part of an exponential one with
    // this scale.
    let scale = if more > 0.0 { 1.0 / libm::log1p(1.0 / more) } else { 0.0 };
    2 + draws.exponential(scale) as usize
}

/// All meetings of all circles, at exponentially distributed intervals.
pub(super) fn meetings(
    chance: &Chance,
    town: &TownPopulation,
    calendar: &Calendar,
    circles: &Groups,
    plans: &mut Vec<Plan>,
) {
    let per_day = town.circle_meetings.per_day();
    if per_day <= 0.0 {
        return;
    }
    let mut number = 0;
    for (group, circle) in circles.iter() {
        let mut draws = chance.draws(Purpose::CircleMeetings, group.into());
        let mut passed = draws.exponential(1.0 / per_day);
        while passed < calendar.day_count() as f64 {
            let day = calendar.day(passed as u64);
            let start = calendar::quarter(&mut draws, day, calendar::leisure_hours(day));
            let length_minutes = calendar::length_minutes(&mut draws, town.circle_length);
            let first = draws.below(circle.len() as u64) as u32;
            if calendar.contains(start) {
                let minute = calendar.minute(start);
                plans.push(Plan {
                    minute,
                    length_minutes,
                    kind: Kind::Circle,
                    number,
                    group,
                    first,
                });
                number += 1;
            }
            passed += draws.exponential(1.0 / per_day);
        }
    }
}
