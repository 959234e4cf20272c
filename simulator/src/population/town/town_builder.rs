//! Puts a town together.
//!
//! Knows the order of the parts; decides who comes to what: whoever is free, and
//! nobody is at two places at once.

use super::calendar::Calendar;
use super::plan::Plan;
use super::{circles, households, leisure, teams};
use crate::chance::{Chance, Purpose};
use crate::population::draft::{Draft, Meeting};
use crate::population::{Tie, TieKind};
use crate::scenario::{Scenario, TownPopulation};
use corona_core::time::{Span, Timestamp};
use std::collections::BTreeMap;

/// Generates a town's people, ties and gatherings.
pub(in crate::population) fn build(scenario: &Scenario, town: &TownPopulation) -> Draft {
    let chance = Chance::new(scenario.seed);
    let calendar = Calendar::new(scenario.start, scenario.end());
    let households = households::draw(&chance, town);
    let circles = circles::draw(&chance, town);
    let mut plans = teams::meetings(&chance, town, &calendar);
    plans.extend(circles::meetings(&chance, town, &calendar, &circles));
    plans.extend(leisure::events(&chance, town, &calendar));
    plans.sort_by_key(|plan| plan.start);
    Draft {
        people: (0..town.people).map(|person| format!("p{person}")).collect(),
        ties: ties(&households, &circles),
        meetings: attended(&chance, town, plans),
        notes: Vec::new(),
    }
}

/// Members of a household, and of a circle if not of one household, by pair.
fn ties(households: &[Vec<u32>], circles: &[Vec<u32>]) -> Vec<Tie> {
    let mut kinds: BTreeMap<(u32, u32), TieKind> = BTreeMap::new();
    for (groups, kind) in [(households, TieKind::Household), (circles, TieKind::Friend)] {
        for group in groups {
            for (index, one) in group.iter().enumerate() {
                for other in &group[index + 1..] {
                    let pair = (*one.min(other), *one.max(other));
                    kinds.entry(pair).or_insert(kind);
                }
            }
        }
    }
    kinds.into_iter().map(|((a, b), kind)| Tie { a, b, kind }).collect()
}

/// Who of the invited comes and when. `plans` are sorted by start.
fn attended(chance: &Chance, town: &TownPopulation, plans: Vec<Plan>) -> Vec<Meeting> {
    let mut free_from = vec![Timestamp(i64::MIN); town.people as usize];
    let mut meetings = Vec::new();
    for plan in plans {
        let luck = |person: u32, question: u64| {
            // One name per meeting, person and question: the plan's number is unique.
            chance.uniform(Purpose::TurnOut, plan.number, u64::from(person) * 2 + question)
        };
        let turn_out = if plan.by_invitation { town.turn_out.fraction() } else { 1.0 };
        let comes =
            |person: &u32| free_from[*person as usize] <= plan.start && luck(*person, 0) < turn_out;
        let coming: Vec<u32> = plan.people.iter().copied().filter(comes).collect();
        if coming.len() < 2 {
            continue;
        }
        let end = plan.start + plan.length;
        let latest = town.late.as_millis().min(plan.length.as_millis() - 1) as f64;
        let present = (coming.iter().enumerate())
            .map(|(index, person)| {
                free_from[*person as usize] = end;
                let delay = if index == 0 { 0.0 } else { luck(*person, 1) * latest };
                (*person, plan.start + Span(delay as i64))
            })
            .collect();
        meetings.push(Meeting { name: plan.name, start: plan.start, end, present });
    }
    meetings
}
