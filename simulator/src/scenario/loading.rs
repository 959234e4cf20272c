//! From text to [`Scenario`] and back.
//!
//! Knows how file, presets and `--set` overrides are laid over each other; decides
//! nothing about values, which is for the sections.

use super::error::{Objection, ScenarioError};
use super::keys::{self, join};
use super::overrides::{dates_as_text, dotted, override_key};
use super::schema::Scenario;
use super::sections::{
    Behaviour, EpidemicSection, EventLife, Network, Phones, PolicyPreset, PolicySection, Polling,
    PopulationKind, PopulationSection, RandomReports, ResidentsPopulation, Variant,
};
use super::source::Source;
use super::units::{self, Probability};
use corona_core::time::{Span, Timestamp};
use serde::Deserialize;
use std::path::Path;
use toml::de::DeTable;
use toml::{Table, Value};

const LONGEST_RUN: Span = Span::days(50_000);

/// The top level of a scenario file. Population and policy are read in a second
/// step, because their keys depend on `kind` and their defaults on `preset`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopLevel {
    name: String,
    #[serde(default)]
    about: String,
    #[serde(default = "one")]
    seed: i64,
    #[serde(with = "units::moment")]
    start: Timestamp,
    #[serde(with = "units::span")]
    duration: Span,
    population: Table,
    #[serde(default)]
    policy: Table,
    #[serde(default)]
    event: EventLife,
    #[serde(default)]
    polling: Polling,
    #[serde(default)]
    network: Network,
    #[serde(default)]
    phones: Phones,
    #[serde(default)]
    behaviour: Behaviour,
    #[serde(default)]
    reports: RandomReports,
    epidemic: Option<Table>,
}

const fn one() -> i64 {
    1
}

impl Scenario {
    /// Reads a scenario file.
    ///
    /// # Errors
    /// The file can't be read, or as [`Scenario::load`].
    pub fn read(path: &Path, sets: &[(String, String)]) -> Result<Self, ScenarioError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            ScenarioError::in_data(path, None, "", format!("cannot be read as a scenario: {error}"))
        })?;
        Self::load(path, &text, sets)
    }

    /// Reads a scenario from the text of its file at `path`, then overrides single
    /// keys: `("policy.loss", "2")`. An override's value is TOML, or else a bare word.
    ///
    /// # Errors
    /// The first key that is unknown, missing, misspelled, out of range or in
    /// contradiction to another.
    pub fn load(path: &Path, text: &str, sets: &[(String, String)]) -> Result<Self, ScenarioError> {
        let root = DeTable::parse(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            Source::of_path(path).syntax_error(text, offset, error.message())
        })?;
        let mut source = Source::new(path, text, root.get_ref());
        let mut table = toml::from_str::<Table>(text).map_err(|error| {
            source.syntax_error(text, error.span().map_or(0, |span| span.start), error.message())
        })?;
        for (key, value) in sets {
            source.add_set(dotted(key), format!("{key}={value}"));
            override_key(&mut table, key, value).map_err(|objection| source.error(objection))?;
        }
        table.iter_mut().for_each(|(_, value)| dates_as_text(value));
        match assemble(table) {
            Ok(scenario) => Ok(Self { source, ..scenario }),
            Err(objection) => Err(source.error(objection)),
        }
    }

    /// The scenario as TOML with every default filled in. It loads to an equal scenario.
    #[must_use]
    pub fn resolved(&self) -> String {
        // Every type of a scenario is a table, a list, a text or a number, so this
        // can fail for nothing but a seed beyond TOML's integers, which `load` refuses.
        toml::to_string(self).unwrap_or_else(|error| format!("# not writable: {error}\n"))
    }
}

fn assemble(table: Table) -> Result<Scenario, Objection> {
    let top: TopLevel = keys::read("", table)?;
    let seed = u64::try_from(top.seed)
        .map_err(|_| Objection::new("seed", top.seed, "write a whole number from 0 on"))?;
    let scenario = Scenario {
        name: top.name,
        about: top.about,
        seed,
        start: top.start,
        duration: top.duration,
        population: population(top.population)?,
        policy: policy(top.policy)?,
        event: top.event,
        polling: top.polling,
        network: top.network,
        phones: top.phones,
        behaviour: top.behaviour,
        reports: top.reports,
        epidemic: top.epidemic.map(epidemic).transpose()?,
        source: Source::default(),
    };
    check(&scenario)?;
    Ok(scenario)
}

fn population(mut table: Table) -> Result<PopulationSection, Objection> {
    #[derive(Deserialize)]
    struct KindAlone {
        kind: PopulationKind,
    }
    let KindAlone { kind } = keys::read("population", table.clone())?;
    table.remove("kind");
    Ok(match kind {
        PopulationKind::Script => PopulationSection::Script(keys::read("population", table)?),
        PopulationKind::Town => PopulationSection::Town(keys::read("population", table)?),
        PopulationKind::Residents => {
            PopulationSection::Residents(ResidentsPopulation::read(table)?)
        }
        PopulationKind::Attendance => {
            PopulationSection::Attendance(keys::read("population", table)?)
        }
        PopulationKind::Contacts => PopulationSection::Contacts(keys::read("population", table)?),
    })
}

fn policy(table: Table) -> Result<PolicySection, Objection> {
    #[derive(Deserialize)]
    struct PresetAlone {
        #[serde(default)]
        preset: PolicyPreset,
    }
    let PresetAlone { preset } = keys::read("policy", table.clone())?;
    let mut keys = Table::try_from(PolicySection::of(preset))
        .map_err(|error| Objection::new("policy.preset", "", error.to_string()))?;
    overlay(&mut keys, table);
    keys::read("policy", keys)
}

fn epidemic(table: Table) -> Result<EpidemicSection, Objection> {
    #[derive(Deserialize)]
    struct VariantAlone {
        #[serde(default)]
        variant: Variant,
    }
    let VariantAlone { variant } = keys::read("epidemic", table.clone())?;
    let mut keys = Table::try_from(EpidemicSection::of(variant))
        .map_err(|error| Objection::new("epidemic.variant", variant, error.to_string()))?;
    overlay(&mut keys, table);
    keys::read("epidemic", keys)
}

/// Tables are merged, everything else is replaced.
fn overlay(below: &mut Table, above: Table) {
    for (key, value) in above {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(old)), Value::Table(new)) => overlay(old, new),
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
}

fn check(scenario: &Scenario) -> Result<(), Objection> {
    Objection::outside_span("duration", scenario.duration, Span::SECOND, LONGEST_RUN)?;
    if scenario.name.trim().is_empty() {
        return Err(Objection::new("name", "\"\"", "write a short name"));
    }
    match &scenario.population {
        PopulationSection::Script(_) => {}
        PopulationSection::Town(town) => town.check()?,
        PopulationSection::Residents(residents) => residents.check()?,
        PopulationSection::Attendance(attendance) => attendance.check()?,
        PopulationSection::Contacts(contacts) => contacts.check()?,
    }
    scenario.policy().check().map_err(|sentence| {
        let field = sentence.split(' ').next().unwrap_or_default();
        Objection::new(join("policy", field), "", sentence.clone())
    })?;
    scenario.event.check()?;
    scenario.polling.check()?;
    scenario.network.check()?;
    scenario.phones.check()?;
    check_adoption(scenario)?;
    scenario.behaviour.check()?;
    scenario.reports.check()?;
    scenario.epidemic.as_ref().map_or(Ok(()), |epidemic| {
        epidemic.check()?;
        check_beside_epidemic(scenario)
    })
}

/// Adoption depends on what the population knows of its people.
fn check_adoption(scenario: &Scenario) -> Result<(), Objection> {
    let (has_households, has_ages) = match &scenario.population {
        PopulationSection::Town(_) => (true, false),
        PopulationSection::Residents(_) => (true, true),
        PopulationSection::Script(_)
        | PopulationSection::Attendance(_)
        | PopulationSection::Contacts(_) => (false, false),
    };
    let together = scenario.phones.adoption_together;
    if together > Probability::NEVER && !has_households {
        let remedy = "this kind of population has no households: leave the key out";
        return Err(Objection::new("phones.adoption_together", together, remedy));
    }
    let ages = &scenario.phones.adoption_ages;
    if !ages.is_empty() && !has_ages {
        let remedy = "only kind = \"residents\" knows ages: leave the key out";
        return Err(Objection::new("phones.adoption_ages", format!("{ages:?}"), remedy));
    }
    Ok(())
}

/// With an epidemic people report what they have, and stay away for that alone.
fn check_beside_epidemic(scenario: &Scenario) -> Result<(), Objection> {
    for (field, rate) in [
        ("reports.suspected", scenario.reports.suspected),
        ("reports.positive", scenario.reports.positive),
    ] {
        if rate.per_day() > 0.0 {
            let remedy = "beside [epidemic] nobody reports at random: leave this key out, or set \
                          epidemic.diagnosis.other_illness or epidemic.reporting.liars";
            return Err(Objection::new(field, rate, remedy));
        }
    }
    let stays_home = scenario.behaviour.stays_home;
    if stays_home > Probability::NEVER {
        let remedy = "beside [epidemic] the ill stay away as epidemic.precaution says: leave this \
                      key out, and set epidemic.precaution.isolate_ill and isolate_positive";
        return Err(Objection::new("behaviour.stays_home", stays_home, remedy));
    }
    if let (PopulationSection::Script(script), false) =
        (&scenario.population, scenario.runs_phones())
        && let Some((field, count)) = script.done_by_phone().into_iter().find(|(_, n)| *n > 0)
    {
        let remedy = "no phone of this network runs to do it: leave it out, or set epidemic.app = \
                      true and epidemic.rival.kind = \"none\"";
        let field = join("population", field);
        return Err(Objection::new(field, format!("{count} entries"), remedy));
    }
    Ok(())
}
