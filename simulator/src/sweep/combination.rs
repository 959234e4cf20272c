//! One choice of values for the swept keys.
//!
//! It knows where in the sweep's file each value stands and how it is spelled, in tables and
//! as an override of the scenario.

use crate::scenario::ScenarioError;
use std::collections::BTreeMap;
use toml::Value;

/// An entry of the list: its keys, and the power its line is held against.
pub(super) type Listed = (BTreeMap<String, Value>, Option<u8>);

/// A value for each of some keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combination {
    /// By key: the value and its place in the sweep's file, as a dotted key.
    values: BTreeMap<String, (Value, String)>,
    /// The power of the swept number that its line is to be held against.
    curve: Option<u8>,
}

impl Combination {
    /// One entry of the list.
    pub(super) fn listed(index: usize, (row, curve): &Listed) -> Self {
        let placed = |(key, value): (&String, &Value)| {
            (key.clone(), (value.clone(), format!("list[{index}].{key}")))
        };
        Self { values: row.iter().map(placed).collect(), curve: *curve }
    }

    pub(super) fn curve(&self) -> Option<u8> {
        self.curve
    }

    /// The same with one more key, from the grid.
    pub(super) fn with(&self, key: &str, value: &Value) -> Self {
        let mut more = self.clone();
        more.values.insert(key.to_owned(), (value.clone(), format!("grid.{key}")));
        more
    }

    /// The value of a key, if it has one here.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.values.get(key).map(|(value, _)| value)
    }

    /// The keys and values as `--set` writes them.
    #[must_use]
    pub fn sets(&self) -> Vec<(String, String)> {
        self.values.iter().map(|(key, (value, _))| (key.clone(), value.to_string())).collect()
    }

    /// Where in the sweep's file the override stands that an error is about, if it is one.
    pub(super) fn place_of(&self, error: &ScenarioError) -> Option<&str> {
        let text = error.place.set_text()?;
        let mut values = self.values.iter();
        let found = values.find(|(key, (value, _))| text == format!("{key}={value}"));
        found.map(|(_, (_, place))| place.as_str())
    }
}

/// A value as a person writes it: a text without its quotes.
#[must_use]
pub fn spelled(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
