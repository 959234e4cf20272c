//! `[population] kind = "residents"`: a town whose people are a table's.
//!
//! Knows which of a town's numbers the table replaces; all others are the town's.

use super::town::TownPopulation;
use crate::scenario::error::Objection;
use crate::scenario::keys::{self, join};
use serde::{Deserialize, Serialize, Serializer, ser};
use toml::Table;

/// A town's keys that mean nothing here.
const REPLACED: [&str; 3] = ["people", "household_sizes", "occupied"];

/// People with ages, households, schools, workplaces and care homes from a table such as
/// synthpops writes, who belong to circles and go out as a town's people do.
#[derive(Clone, PartialEq, Debug)]
pub struct ResidentsPopulation {
    /// CSV (plain or gzip) with the columns `person_id`, `age`, `household_id`, and if there
    /// are any `school_id`, `school_role`, `workplace_id`, `ltcf_id`; relative to the scenario
    /// file. Left out: `--data` names it.
    pub residents: Option<String>,
    /// Most pupils of a class, 2 to 1000.
    pub class_size: u32,
    /// All else; `people`, `household_sizes` and `occupied` are the table's to say.
    pub town: TownPopulation,
}

/// The keys of its own, and their values.
const OWN: [&str; 2] = ["residents", "class_size"];
#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Own {
    #[serde(skip_serializing_if = "Option::is_none")]
    residents: Option<String>,
    class_size: u32,
}

impl Default for Own {
    fn default() -> Self {
        Self { residents: None, class_size: 20 }
    }
}

impl ResidentsPopulation {
    /// Parts the keys of its own from the town's.
    pub(crate) fn read(mut table: Table) -> Result<Self, Objection> {
        for key in REPLACED {
            if let Some(value) = table.get(key) {
                let remedy = "the table of residents says this: leave the key out";
                return Err(Objection::new(join("population", key), value, remedy));
            }
        }
        let own: Table =
            OWN.into_iter().filter_map(|key| Some((key.to_owned(), table.remove(key)?))).collect();
        let Own { residents, class_size } = keys::read("population", own)?;
        let town = keys::read("population", table).map_err(listing_these)?;
        Ok(Self { residents, class_size, town })
    }

    pub(crate) fn check(&self) -> Result<(), Objection> {
        Objection::outside("population.class_size", self.class_size.into(), 2, 1_000)?;
        self.town.check()
    }
}

/// A town that refuses a key lists the keys that a town knows.
fn listing_these(objection: Objection) -> Objection {
    const KNOWN: &str = "known here are ";
    let Some((before, list)) = objection.problem.split_once(KNOWN) else {
        return objection;
    };
    let keys = list.split(", ").filter(|key| !REPLACED.contains(key)).chain(OWN);
    let problem = format!("{before}{KNOWN}{}", keys.collect::<Vec<_>>().join(", "));
    Objection { problem, ..objection }
}

impl Serialize for ResidentsPopulation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { residents, class_size, town } = self;
        let own = Own { residents: residents.clone(), class_size: *class_size };
        let mut table = Table::try_from(own).map_err(ser::Error::custom)?;
        table.extend(Table::try_from(town).map_err(ser::Error::custom)?);
        REPLACED.into_iter().for_each(|key| {
            table.remove(key);
        });
        table.serialize(serializer)
    }
}
