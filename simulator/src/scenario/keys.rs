//! From serde's complaints to objections.
//!
//! Knows the sentences serde and `toml` write; decides what a person should do
//! about each, above all which known key a misspelled one comes closest to.

use super::error::Objection;
use serde::de::DeserializeOwned;
use serde_path_to_error::Segment;
use toml::Table;

/// Reads a section from its table. `prefix` is the section's dotted key.
pub(super) fn read<T: DeserializeOwned>(prefix: &str, table: Table) -> Result<T, Objection> {
    serde_path_to_error::deserialize(table.clone()).map_err(|error| {
        let path: Vec<String> = error.path().iter().filter_map(segment).collect();
        let value = lookup(&table, &path);
        let field = path.iter().fold(prefix.to_owned(), |dotted, part| join(&dotted, part));
        explain(&field, value.as_ref(), error.inner().message())
    })
}

/// Appends a key or `[index]`.
pub(super) fn join(prefix: &str, part: &str) -> String {
    if prefix.is_empty() || part.starts_with('[') {
        format!("{prefix}{part}")
    } else {
        format!("{prefix}.{part}")
    }
}

fn segment(segment: &Segment) -> Option<String> {
    match segment {
        Segment::Seq { index } => Some(format!("[{index}]")),
        Segment::Map { key } => Some(key.clone()),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

fn lookup(table: &Table, path: &[String]) -> Option<toml::Value> {
    let mut value = toml::Value::Table(table.clone());
    for part in path {
        let index = part.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let next = match index {
            Some(index) => value.get(index.parse::<usize>().ok()?),
            None => value.get(part),
        };
        value = next?.clone();
    }
    Some(value)
}

fn explain(field: &str, value: Option<&toml::Value>, message: &str) -> Objection {
    let message = message.trim_end();
    let names = quoted(message);
    if let (Some(missing), true) = (names.first(), message.starts_with("missing field")) {
        return Objection::new(join(field, missing), "", "missing: add this key");
    }
    if let (Some((unknown, known)), true) =
        (names.split_first(), message.starts_with("unknown field"))
    {
        let unknown_is_last = field == *unknown || field.ends_with(&format!(".{unknown}"));
        let field = if unknown_is_last { field.to_owned() } else { join(field, unknown) };
        return Objection::new(field, "", unknown_key(unknown, known));
    }
    let value = value.map(toml::Value::to_string).unwrap_or_default();
    if let (Some((unknown, known)), true) =
        (names.split_first(), message.starts_with("unknown variant"))
    {
        let words: Vec<String> = known.iter().map(|word| format!("{word:?}")).collect();
        let nearest = nearest(unknown, known.iter().copied());
        let hint = nearest.map_or(String::new(), |word| format!(" (did you mean {word:?}?)"));
        return Objection::new(field, value, format!("write {}{hint}", words.join(" or ")));
    }
    if let Some((_, expected)) = message.split_once(", expected ") {
        return Objection::new(field, value, format!("write {}", in_words(expected)));
    }
    Objection::new(field, value, message)
}

fn unknown_key(unknown: &str, known: &[&str]) -> String {
    match nearest(unknown, known.iter().copied()) {
        Some(near) => format!("unknown key: did you mean {near:?}?"),
        None if known.is_empty() => "unknown key: no key is known here".to_owned(),
        None => format!("unknown key: known here are {}", known.join(", ")),
    }
}

/// The known name that a mistyped one most resembles, if any does.
pub(crate) fn nearest<'a>(unknown: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &str| strsim::jaro_winkler(&unknown.to_lowercase(), &name.to_lowercase());
    known
        .map(|name| (likeness(name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

/// Names between backticks.
fn quoted(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

/// Rust's type names mean nothing to who writes a scenario.
fn in_words(expected: &str) -> &str {
    match expected {
        "u8" => "a whole number from 0 to 255, without quotes",
        "u32" => "a whole number from 0 to 4294967295, without quotes",
        "f64" => "a number without quotes",
        "a string" => "a text in quotes",
        "a sequence" => "a list in square brackets",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelled_name_finds_its_neighbour_and_a_strange_one_none() {
        let known = ["loss", "emit", "latent", "infectious"];
        assert_eq!(nearest("lss", known.into_iter()), Some("loss"));
        assert_eq!(nearest("Latency", known.into_iter()), Some("latent"));
        assert_eq!(nearest("zzz", known.into_iter()), None);
    }
}
