//! From a scenario to its population.
//!
//! Knows which builder serves which kind; decides how data files are found. What
//! is in a file is for its builder.

use super::draft::Draft;
use super::{Population, Script, attendance, contacts, faults, script, town};
use crate::scenario::{Objection, PopulationSection, Scenario, ScenarioError};
use std::path::{Path, PathBuf};

impl Population {
    /// Builds a scenario's people, gatherings and stated actions. `data` is the
    /// file given on the command line; it goes before the scenario's own.
    ///
    /// # Errors
    /// Names and times of a script that don't fit together, or a data file that is
    /// missing, damaged or not what it should be.
    pub fn build(
        scenario: &Scenario,
        data: Option<&Path>,
    ) -> Result<(Self, Script), ScenarioError> {
        let (population, mut script) = match &scenario.population {
            PopulationSection::Script(story) => {
                refuse_data(scenario, data)?;
                let (draft, script) =
                    script::build(scenario, story).map_err(|wrong| scenario.source.error(wrong))?;
                (draft.into_population(scenario), script)
            }
            PopulationSection::Town(numbers) => {
                refuse_data(scenario, data)?;
                (town::build(scenario, numbers), Script::default())
            }
            PopulationSection::Residents(keys) => {
                let table = data_path(scenario, data, "residents", keys.residents.as_deref())?;
                (town::build_of_residents(scenario, keys, &table)?, Script::default())
            }
            PopulationSection::Attendance(keys) => {
                let table = data_path(scenario, data, "attendance", keys.attendance.as_deref())?;
                let draft = attendance::build(scenario, keys, &table)?;
                (draft.into_population(scenario), Script::default())
            }
            PopulationSection::Contacts(keys) => {
                let file = data_path(scenario, data, "contacts", keys.contacts.as_deref())?;
                let draft = contacts::build(scenario, keys, &file)?;
                (draft.into_population(scenario), Script::default())
            }
        };
        faults::add(scenario, &population.people, &mut script)
            .map_err(|wrong| scenario.source.error(wrong))?;
        Ok((population, script))
    }

    /// The file that a scenario's population is read from, if it is read from one: `data`
    /// goes before what the scenario says.
    #[must_use]
    pub fn data_file(scenario: &Scenario, data: Option<&Path>) -> Option<PathBuf> {
        let written = match &scenario.population {
            PopulationSection::Script(_) | PopulationSection::Town(_) => return None,
            PopulationSection::Residents(keys) => keys.residents.as_deref(),
            PopulationSection::Attendance(keys) => keys.attendance.as_deref(),
            PopulationSection::Contacts(keys) => keys.contacts.as_deref(),
        };
        let written = written.map(|relative| scenario.source.folder().join(relative));
        data.map(Path::to_owned).or(written)
    }
}

impl Population {
    /// Files that are read beside [`Population::data_file`].
    #[must_use]
    pub fn further_data_files(scenario: &Scenario, data: &Path) -> Vec<PathBuf> {
        match &scenario.population {
            PopulationSection::Attendance(keys) => {
                vec![attendance::events_path(scenario, keys, data)]
            }
            PopulationSection::Script(_)
            | PopulationSection::Town(_)
            | PopulationSection::Residents(_)
            | PopulationSection::Contacts(_) => Vec::new(),
        }
    }
}

fn refuse_data(scenario: &Scenario, data: Option<&Path>) -> Result<(), ScenarioError> {
    let Some(path) = data else { return Ok(()) };
    let problem = "this kind of population reads no data file: leave out --data";
    let objection = Objection::new("population.kind", path.display(), problem);
    Err(scenario.source.error(objection))
}

fn data_path(
    scenario: &Scenario,
    given: Option<&Path>,
    key: &str,
    written: Option<&str>,
) -> Result<PathBuf, ScenarioError> {
    match (given, written) {
        (Some(path), _) => Ok(path.to_owned()),
        (None, Some(relative)) => Ok(scenario.source.folder().join(relative)),
        (None, None) => {
            let problem = "no data file: give it by --data FILE, or name it by this key";
            let objection = Objection::new(format!("population.{key}"), "", problem);
            Err(scenario.source.error(objection))
        }
    }
}

/// Leaves out meetings that don't begin within the run, and says how many.
///
/// # Errors
/// Nothing is left: a run without gatherings is a mistake in `start` or `duration`.
pub(super) fn keep_those_in_run(
    scenario: &Scenario,
    file: &Path,
    draft: &mut Draft,
) -> Result<(), ScenarioError> {
    let run = scenario.start..scenario.end();
    let before = draft.meetings.len();
    let first = draft.meetings.iter().map(|meeting| meeting.start).min();
    draft.meetings.retain(|meeting| run.contains(&meeting.start));
    if draft.meetings.is_empty() {
        let begin = first.map_or_else(
            || "it has no gathering that meets the scenario's filters".to_owned(),
            |first| format!("its first gathering begins on {first}"),
        );
        let problem = format!(
            "no gathering begins between {} and {} ({begin}): set start, duration or the filters",
            run.start, run.end
        );
        return Err(ScenarioError::in_data(file, None, "", problem));
    }
    let left_out = before - draft.meetings.len();
    if left_out > 0 {
        draft.notes.push(format!("{left_out} of {before} gatherings begin outside the run"));
    }
    Ok(())
}

/// Leaves out people who are at no meeting, keeping the others' order.
pub(super) fn keep_those_who_meet(draft: &mut Draft) {
    let mut meets = vec![false; draft.people.len()];
    let present = draft.meetings.iter().flat_map(|meeting| &meeting.present);
    present.for_each(|(person, _)| meets[*person as usize] = true);
    let mut kept = 0;
    let renumbered: Vec<u32> = (meets.iter())
        .map(|meets| {
            kept += u32::from(*meets);
            kept.saturating_sub(1)
        })
        .collect();
    let mut at = 0;
    draft.people.retain(|_| {
        at += 1;
        meets[at - 1]
    });
    for meeting in &mut draft.meetings {
        meeting.present.iter_mut().for_each(|(person, _)| *person = renumbered[*person as usize]);
    }
}
