//! Teams and classes, which meet at fixed hours of fixed workdays.
//!
//! Knows sizes and rates; members come from the whole town, and the first of a team
//! organizes its meetings.

use super::calendar::{self, Calendar};
use super::groups::Groups;
use super::plan::{Kind, Plan};
use crate::chance::{Chance, Draws, Purpose};
use crate::scenario::TownPopulation;
use corona_core::time::{Span, Timestamp};

/// All meetings of all teams.
pub(super) fn meetings(
    chance: &Chance,
    town: &TownPopulation,
    calendar: &Calendar,
    teams: &Groups,
    plans: &mut Vec<Plan>,
) {
    let mut number = 0;
    for (group, _) in teams.iter() {
        let mut draws = chance.draws(Purpose::TeamMeetings, group.into());
        let timetable = Timetable::draw(&mut draws, town);
        for day in calendar.days() {
            let meets = timetable.meets(chance, group.into(), day);
            let start = Timestamp(0) + Span::days(day) + timetable.time;
            if meets && calendar.contains(start) {
                plans.push(Plan {
                    minute: calendar.minute(start),
                    length_minutes: timetable.length_minutes,
                    kind: Kind::Team,
                    number,
                    group,
                    first: 0,
                });
                number += 1;
            }
        }
    }
}

/// People with an occupation, shuffled and cut into teams.
pub(super) fn draw(chance: &Chance, town: &TownPopulation) -> Groups {
    let occupied = town.occupied.fraction();
    let people: Vec<u32> = (0..town.people)
        .filter(|person| chance.happens(Purpose::Team, u64::from(*person), 0, occupied))
        .collect();
    let mut teams = Groups::default();
    cut(&mut chance.draws(Purpose::Team, u64::MAX), town, people, &mut teams);
    teams
}

/// Shuffles colleagues and cuts them into teams.
pub(super) fn cut(
    draws: &mut Draws<'_>,
    town: &TownPopulation,
    mut people: Vec<u32>,
    teams: &mut Groups,
) {
    for index in (1..people.len()).rev() {
        people.swap(index, draws.below(index as u64 + 1) as usize);
    }
    let mut rest = people.as_slice();
    while rest.len() >= 2 {
        let size = libm::round(draws.lognormal(town.team_median, town.team_sigma));
        let size = (size as usize).clamp(2, town.team_max as usize).min(rest.len());
        let (team, after) = rest.split_at(size);
        teams.push(team.iter().copied());
        rest = after;
    }
}

/// When one team meets.
struct Timetable {
    time: Span,
    length_minutes: u32,
    first_weekday: u32,
    per_week: f64,
}

impl Timetable {
    fn draw(draws: &mut Draws<'_>, town: &TownPopulation) -> Self {
        Self {
            time: Span::minutes(8 * 60 + 30 * draws.below(16) as i64),
            length_minutes: calendar::length_minutes(draws, town.team_length),
            first_weekday: draws.below(5) as u32,
            per_week: town.team_meetings.per_week(),
        }
    }

    /// Every week on as many workdays as the whole part of the rate says, and on
    /// one more with the probability of its fraction.
    fn meets(&self, chance: &Chance, team: u64, day: i64) -> bool {
        let weekday = calendar::weekday(day);
        if weekday >= 5 {
            return false;
        }
        // Two days apart, so that several meetings spread over the week.
        let order = (0..5).find(|n| (self.first_weekday + 2 * n) % 5 == weekday).unwrap_or(0);
        let this_week = (calendar::week(day) as u64).wrapping_add(1 << 32);
        let extra = chance.uniform(Purpose::TeamMeetings, team, this_week);
        f64::from(order) + extra < self.per_week
    }
}
