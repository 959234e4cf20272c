//! Stated faults, by person.
//!
//! Knows the names of a population; decides only whether a fault's person exists
//! and its time lies in the run.

use super::action::{CrashAction, OutageAction};
use super::{Person, PersonIndex, Script};
use crate::scenario::{Objection, Scenario, nearest};
use corona_core::time::Timestamp;
use std::collections::BTreeMap;

/// Adds the scenario's outages and crashes to the script.
pub(super) fn add(
    scenario: &Scenario,
    people: &[Person],
    script: &mut Script,
) -> Result<(), Objection> {
    let phones = &scenario.phones;
    if phones.outages.is_empty() && phones.stated_crashes.is_empty() {
        return Ok(());
    }
    let directory = Directory::new(people.iter().map(|person| person.name.to_string()));
    for (index, outage) in phones.outages.iter().enumerate() {
        let field = format!("phones.outage[{index}]");
        let person = directory.find(&format!("{field}.person"), &outage.person)?;
        in_run(scenario, &format!("{field}.from"), outage.from)?;
        script.outages.push(OutageAction { from: outage.from, until: outage.until, person });
    }
    for (index, crash) in phones.stated_crashes.iter().enumerate() {
        let field = format!("phones.crash[{index}]");
        let person = directory.find(&format!("{field}.person"), &crash.person)?;
        in_run(scenario, &format!("{field}.at"), crash.at)?;
        let restart_after = crash.restart_after;
        script.crashes.push(CrashAction { at: crash.at, person, restart_after });
    }
    script.outages.sort_by_key(|outage| outage.from);
    script.crashes.sort_by_key(|crash| crash.at);
    Ok(())
}

/// Refuses a time at which the world doesn't exist.
pub(super) fn in_run(scenario: &Scenario, field: &str, at: Timestamp) -> Result<(), Objection> {
    if (scenario.start..scenario.end()).contains(&at) {
        return Ok(());
    }
    let problem = format!(
        "outside the run, from {} to {}: change it, or start or duration",
        scenario.start,
        scenario.end()
    );
    Err(Objection::new(field, at, problem))
}

/// People by name.
pub(super) struct Directory {
    by_name: BTreeMap<String, PersonIndex>,
}

impl Directory {
    /// Names must be distinct; of equal ones the last is found.
    pub(super) fn new(people: impl Iterator<Item = String>) -> Self {
        Self { by_name: people.zip(0..).collect() }
    }

    pub(super) fn find(&self, field: &str, name: &str) -> Result<PersonIndex, Objection> {
        self.by_name.get(name).copied().ok_or_else(|| {
            let near = nearest(name, self.by_name.keys().map(String::as_str));
            let hint = near.map_or_else(
                || "add them to the people".to_owned(),
                |near| format!("did you mean {near:?}?"),
            );
            Objection::new(field, format!("{name:?}"), format!("nobody has this name: {hint}"))
        })
    }
}
