//! `--set policy.loss=2`: single keys from the command line.
//!
//! Knows how a dotted key finds its place in a file's tables; whether there is
//! such a key is found when the sections are read, as for the file itself.

use super::error::Objection;
use super::keys::join;
use toml::{Table, Value};

/// `population.event.0.end` → `population.event[0].end`, as positions are named.
pub(super) fn dotted(key: &str) -> String {
    key.split('.').map(str::trim).fold(String::new(), |prefix, part| match part.parse::<usize>() {
        Ok(index) => join(&prefix, &format!("[{index}]")),
        Err(_) => join(&prefix, part),
    })
}

pub(super) fn override_key(table: &mut Table, key: &str, text: &str) -> Result<(), Objection> {
    let refused = |problem: &str| Objection::new(dotted(key), "", problem);
    let mut parts: Vec<&str> = key.split('.').map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(refused("an empty key: write e.g. --set policy.loss=2"));
    }
    let last = parts.pop().unwrap_or_default();
    let mut at = table;
    let mut parts = parts.into_iter();
    while let Some(part) = parts.next() {
        let next = at.entry(part).or_insert_with(|| Value::Table(Table::new()));
        let below = match next {
            Value::Table(table) => Some(table),
            Value::Array(list) => parts
                .next()
                .and_then(|index| list.get_mut(index.parse::<usize>().ok()?))
                .and_then(Value::as_table_mut),
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_) => None,
        };
        at = below
            .ok_or_else(|| refused(&format!("no table at {part:?}: set a key that is one")))?;
    }
    let value = text.parse::<Value>().unwrap_or_else(|_| Value::String(text.to_owned()));
    at.insert(last.to_owned(), value);
    Ok(())
}

/// `start = 2020-03-01` means the same as `start = "2020-03-01"`.
pub(super) fn dates_as_text(value: &mut Value) {
    match value {
        Value::Datetime(at) => *value = Value::String(at.to_string()),
        Value::Table(table) => table.iter_mut().for_each(|(_, value)| dates_as_text(value)),
        Value::Array(list) => list.iter_mut().for_each(dates_as_text),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => {}
    }
}
