//! Puts a town together.
//!
//! Knows the order of the parts; decides who comes to what: whoever is free, and
//! nobody is at two places at once. Plans become gatherings one by one, so that beside
//! the result only the plans need memory.

use super::calendar::Calendar;
use super::crowd::Crowd;
use super::groups::Groups;
use super::plan::{Kind, Plan};
use super::residents::{self, Residents};
use super::{circles, households, leisure, teams};
use crate::chance::{Chance, Purpose};
use crate::population::adoption::Traits;
use crate::population::assembly::Assembly;
use crate::population::{Name, Numbered, PersonIndex, Population, Tie, TieKind};
use crate::scenario::{ResidentsPopulation, Scenario, ScenarioError, TownPopulation};
use corona_core::time::{Span, Timestamp};
use std::path::Path;

/// Generates a town's people, ties and gatherings.
pub(in crate::population) fn build(scenario: &Scenario, town: &TownPopulation) -> Population {
    let chance = Chance::new(scenario.seed);
    let households = households::draw(&chance, town);
    let numbers = residents::numbers(&households, town.people as usize);
    let people = (0..town.people).map(|person| Name::Numbered(Numbered::Person, person));
    let residents = Residents {
        names: people.collect(),
        traits: Traits { ages: Vec::new(), households: numbers },
        households,
        teams: teams::draw(&chance, town),
    };
    settle(scenario, town, residents)
}

/// Gives the people of a table circles and leisure, and has everybody meet.
///
/// # Errors
/// As [`Residents::read`].
pub(in crate::population) fn build_of_residents(
    scenario: &Scenario,
    keys: &ResidentsPopulation,
    file: &Path,
) -> Result<Population, ScenarioError> {
    let residents = Residents::read(file, keys, &Chance::new(scenario.seed))?;
    residents.traits.check_ages(scenario).map_err(|wrong| scenario.source.error(wrong))?;
    let town = TownPopulation { people: residents.names.len() as u32, ..keys.town.clone() };
    Ok(settle(scenario, &town, residents))
}

fn settle(scenario: &Scenario, town: &TownPopulation, residents: Residents) -> Population {
    let Residents { names, traits, households, teams } = residents;
    let chance = Chance::new(scenario.seed);
    let circles = circles::draw(&chance, town);
    let ties = ties(&households, &circles);
    drop(households);
    let mut town = Town {
        town,
        teams,
        circles,
        crowd: Crowd::draw(&chance, town),
        free_from: vec![Timestamp(i64::MIN); town.people as usize],
        assembly: Assembly::new(scenario, names.into_iter(), &traits),
        calendar: Calendar::new(scenario.start, scenario.end()),
        chance,
    };
    drop(traits);
    let (mut invited, mut present) = (Vec::new(), Vec::new());
    for plan in town.plans() {
        town.invite(plan, &mut invited);
        town.hold(plan, &invited, &mut present);
    }
    town.assembly.finish(ties, Vec::new())
}

/// Members of a household, and of a circle if not of one household, by pair.
fn ties(households: &Groups, circles: &Groups) -> Vec<Tie> {
    let mut ties = Vec::new();
    for (groups, kind) in [(households, TieKind::Household), (circles, TieKind::Friend)] {
        for (_, group) in groups.iter() {
            for (index, one) in group.iter().enumerate() {
                let others = group[index + 1..].iter();
                ties.extend(others.map(|other| Tie {
                    a: *one.min(other),
                    b: *one.max(other),
                    kind,
                }));
            }
        }
    }
    ties.sort_unstable();
    ties.dedup_by_key(|tie| (tie.a, tie.b));
    ties.shrink_to_fit();
    ties
}

/// A town whose days are being lived.
struct Town<'a> {
    town: &'a TownPopulation,
    chance: Chance,
    calendar: Calendar,
    teams: Groups,
    circles: Groups,
    crowd: Crowd,
    /// When each person's last gathering ends.
    free_from: Vec<Timestamp>,
    assembly: Assembly,
}

impl Town<'_> {
    /// All plans in the order in which they are held.
    fn plans(&self) -> Vec<Plan> {
        let (chance, town, calendar) = (&self.chance, self.town, &self.calendar);
        let mut plans = Vec::new();
        teams::meetings(chance, town, calendar, &self.teams, &mut plans);
        circles::meetings(chance, town, calendar, &self.circles, &mut plans);
        leisure::events(chance, town, calendar, &mut plans);
        plans.sort_unstable_by_key(Plan::order);
        plans
    }

    /// Whom a plan concerns, the organizer first.
    fn invite(&mut self, plan: Plan, invited: &mut Vec<u32>) {
        let members = match plan.kind {
            Kind::Team => self.teams.get(plan.group),
            Kind::Circle => self.circles.get(plan.group),
            Kind::Leisure => {
                let (chance, calendar) = (&self.chance, &self.calendar);
                let crowd = &mut self.crowd;
                return leisure::guests(chance, self.town, calendar, crowd, plan.number, invited);
            }
        };
        let (after, from) = members.split_at(plan.first as usize);
        invited.clear();
        invited.extend_from_slice(from);
        invited.extend_from_slice(after);
    }

    /// Who of the invited comes and when; fewer than two are no gathering.
    fn hold(
        &mut self,
        plan: Plan,
        invited: &[PersonIndex],
        present: &mut Vec<(PersonIndex, Timestamp)>,
    ) {
        let (start, length) = (plan.start(self.calendar.midnight()), plan.length());
        let luck = |person: u32, question: u64| {
            // One name per meeting, person and question: the plan's number is unique.
            self.chance.uniform(Purpose::TurnOut, plan.draws(), u64::from(person) * 2 + question)
        };
        // Members may stay away; who goes to a leisure event has chosen to come.
        let turn_out = match plan.kind {
            Kind::Team | Kind::Circle => self.town.turn_out.fraction(),
            Kind::Leisure => 1.0,
        };
        let comes = |person: PersonIndex| {
            let free = self.free_from[person as usize] <= start;
            free && (turn_out >= 1.0 || luck(person, 0) < turn_out)
        };
        let latest = self.town.late.as_millis().min(length.as_millis() - 1) as f64;
        present.clear();
        for person in invited.iter().copied().filter(|person| comes(*person)) {
            let delay = if present.is_empty() { 0.0 } else { luck(person, 1) * latest };
            present.push((person, start + Span(delay as i64)));
        }
        if present.len() < 2 {
            return;
        }
        let end = start + length;
        present.iter().for_each(|(person, _)| self.free_from[*person as usize] = end);
        self.assembly.gather(plan.name(), start..end, present);
    }
}
