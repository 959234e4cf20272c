//! People of a table, with their households, schools and workplaces.
//!
//! Knows the columns that synthpops writes (Mistry et al., PLoS Comput Biol 17(2), 2021); decides
//! how schools become classes and workplaces teams. Circles and leisure are the town's.

use super::groups::Groups;
use super::teams;
use crate::chance::{Chance, Purpose};
use crate::population::adoption::Traits;
use crate::population::csv_table::CsvTable;
use crate::population::{Name, Numbered, data_file};
use crate::scenario::{ResidentsPopulation, ScenarioError};
use std::collections::BTreeMap;
use std::path::Path;

/// Names draws about workplaces and homes, beyond those about people.
const WORKPLACES: u64 = 1 << 40;
const HOMES: u64 = 1 << 41;

/// As many people as a world may have.
const MOST: usize = 1_000_000;

/// Everybody of a table.
pub(in crate::population) struct Residents {
    pub(super) names: Vec<Name>,
    pub(super) traits: Traits,
    pub(super) households: Groups,
    pub(super) teams: Groups,
}

/// Where one line says somebody belongs.
#[derive(Default)]
struct Places {
    households: BTreeMap<String, Vec<u32>>,
    /// Teachers and pupils.
    schools: BTreeMap<String, [Vec<u32>; 2]>,
    workplaces: BTreeMap<String, Vec<u32>>,
    /// Residents and staff of care homes.
    homes: BTreeMap<String, Vec<u32>>,
}

impl Residents {
    /// Reads a table.
    ///
    /// # Errors
    /// The file can't be read, lacks a column, or a line is not as it should be; the message
    /// names the line.
    pub(in crate::population) fn read(
        file: &Path,
        keys: &ResidentsPopulation,
        chance: &Chance,
    ) -> Result<Self, ScenarioError> {
        let text = data_file::read(file)?;
        let mut table = CsvTable::open(file, &text)?;
        let [id, age, household] =
            [table.column("person_id")?, table.column("age")?, table.column("household_id")?];
        let [school, role, workplace, home] =
            ["school_id", "school_role", "workplace_id", "ltcf_id"]
                .map(|name| table.column(name).ok());
        let (mut names, mut ages) = (Vec::new(), Vec::new());
        let mut places = Places::default();
        let mut lines: BTreeMap<String, u64> = BTreeMap::new();
        while let Some(line) = table.next()? {
            let person = names.len() as u32;
            let refused = |value: &str, problem: &str| {
                Err(ScenarioError::in_data(file, Some(line), format!("{value:?}"), problem))
            };
            let name = table.value(id);
            if name.is_empty() {
                return refused(name, "the line has no person_id: complete or remove it");
            }
            if let Some(earlier) = lines.insert(name.to_owned(), line) {
                return refused(name, &format!("line {earlier} has this person_id: remove one"));
            }
            let Some(years) = table.value(age).parse().ok().filter(|age| *age <= 120_u8) else {
                return refused(table.value(age), "no age: write whole years from 0 to 120");
            };
            if names.len() == MOST {
                return refused(name, "more than 1,000,000 people: remove some lines");
            }
            let optional = |column: Option<usize>| column.map_or("", |column| table.value(column));
            let teaches = optional(role) == "teacher";
            places.enter(person, table.value(household), (optional(school), teaches));
            places.employ(person, optional(workplace), optional(home));
            names.push(named(name, person));
            ages.push(years);
        }
        if names.len() < 2 {
            return Err(ScenarioError::in_data(file, None, "", "fewer than two people"));
        }
        let households = households(&places, names.len());
        let teams = places.teams(keys, &ages, chance);
        let traits = Traits { ages, households: numbers(&households, names.len()) };
        Ok(Self { names, traits, households, teams })
    }
}

/// A million names that are only their line's number are not worth writing down.
fn named(name: &str, person: u32) -> Name {
    if name == person.to_string() { Name::Numbered(Numbered::Person, person) } else { name.into() }
}

/// People by household; whoever has none lives alone.
fn households(places: &Places, people: usize) -> Groups {
    let mut households = Groups::default();
    let mut alone = vec![true; people];
    for members in places.households.values() {
        members.iter().for_each(|person| alone[*person as usize] = false);
        households.push(members.iter().copied());
    }
    (0..people as u32).filter(|person| alone[*person as usize]).for_each(|person| {
        households.push([person]);
    });
    households
}

/// The number of everybody's household.
pub(super) fn numbers(households: &Groups, people: usize) -> Vec<u32> {
    let mut numbers = vec![0; people];
    for (number, members) in households.iter() {
        members.iter().for_each(|person| numbers[*person as usize] = number);
    }
    numbers
}

impl Places {
    fn enter(&mut self, person: u32, household: &str, (school, teaches): (&str, bool)) {
        if !household.is_empty() {
            self.households.entry(household.to_owned()).or_default().push(person);
        }
        if !school.is_empty() {
            self.schools.entry(school.to_owned()).or_default()[usize::from(!teaches)].push(person);
        }
    }

    fn employ(&mut self, person: u32, workplace: &str, home: &str) {
        if !workplace.is_empty() {
            self.workplaces.entry(workplace.to_owned()).or_default().push(person);
        }
        if !home.is_empty() {
            self.homes.entry(home.to_owned()).or_default().push(person);
        }
    }

    /// Classes of pupils of about an age with a teacher, who organizes; teams of colleagues; and
    /// groups of people in care and their carers.
    fn teams(&self, keys: &ResidentsPopulation, ages: &[u8], chance: &Chance) -> Groups {
        let mut teams = Groups::default();
        for [teachers, pupils] in self.schools.values() {
            let mut pupils = pupils.clone();
            pupils.sort_by_key(|person| ages[*person as usize]);
            let classes = pupils.len().div_ceil(keys.class_size as usize).max(1);
            for class in 0..classes {
                let teachers = teachers.iter().skip(class).step_by(classes);
                // Even classes, where cutting would leave a small last one.
                let seats = pupils.len() * class / classes..pupils.len() * (class + 1) / classes;
                let members: Vec<u32> = teachers.chain(&pupils[seats]).copied().collect();
                if members.len() >= 2 {
                    teams.push(members);
                }
            }
        }
        let groups = [(WORKPLACES, &self.workplaces), (HOMES, &self.homes)];
        for (names, places) in groups {
            for (number, members) in (names..).zip(places.values()) {
                let mut draws = chance.draws(Purpose::Team, number);
                teams::cut(&mut draws, &keys.town, members.clone(), &mut teams);
            }
        }
        teams
    }
}
