//! Where a scenario's values were written.
//!
//! Knows the file's path, the position of each of its keys and the overrides;
//! decides which of them an objection is about.

use super::error::{Objection, Place, ScenarioError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Origin of a scenario. Where something was written is no part of what it says,
/// so all sources are equal.
#[derive(Clone, Debug, Default)]
pub struct Source {
    path: PathBuf,
    /// Dotted key → line and column, from 1.
    positions: BTreeMap<String, (usize, usize)>,
    /// Dotted key and `key=value`, in the order given.
    sets: Vec<(String, String)>,
}

impl PartialEq for Source {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Source {
    pub(super) fn new(path: &Path, text: &str, root: &DeTable<'_>) -> Self {
        let mut positions = BTreeMap::new();
        let line_starts = line_starts(text);
        walk_table("", root, &mut |key, offset| {
            positions.insert(key, line_column(text, &line_starts, offset));
        });
        Self { path: path.to_owned(), positions, sets: Vec::new() }
    }

    pub(crate) fn of_path(path: &Path) -> Self {
        Self { path: path.to_owned(), ..Self::default() }
    }

    pub(super) fn add_set(&mut self, dotted: String, text: String) {
        self.sets.push((dotted, text));
    }

    /// The folder that relative paths of the scenario start from.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// The scenario file, as given.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Says where an objection's value stands.
    pub(crate) fn error(&self, objection: Objection) -> ScenarioError {
        let Objection { field, value, problem } = objection;
        ScenarioError { place: self.place(&field), field, value, problem }
    }

    /// An error at a byte of the file.
    pub(super) fn syntax_error(&self, text: &str, offset: usize, problem: &str) -> ScenarioError {
        let at = line_column(text, &line_starts(text), offset.min(text.len()));
        ScenarioError {
            place: Place::Scenario { path: self.path.clone(), line_column: Some(at) },
            field: String::new(),
            value: String::new(),
            problem: problem.to_owned(),
        }
    }

    /// Where a key is written, or the table that it is missing from.
    pub(crate) fn place(&self, field: &str) -> Place {
        let by_set = self.sets.iter().rev().find(|(key, _)| is_within(field, key));
        if let Some((_, text)) = by_set {
            return Place::Set { text: text.clone() };
        }
        // A key that is missing is reported at the table it is missing from, and a
        // table that only an override mentions, at the override.
        let mut prefix = field;
        loop {
            if let Some(at) = self.positions.get(prefix) {
                return Place::Scenario { path: self.path.clone(), line_column: Some(*at) };
            }
            if let Some((_, text)) = self.sets.iter().rev().find(|(key, _)| is_within(key, prefix))
            {
                return Place::Set { text: text.clone() };
            }
            match prefix.rfind(['.', '[']) {
                Some(end) => prefix = &prefix[..end],
                None => return Place::Scenario { path: self.path.clone(), line_column: None },
            }
        }
    }
}

/// Whether `field` is `key` or lies below it.
fn is_within(field: &str, key: &str) -> bool {
    field
        .strip_prefix(key)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

fn walk_table(prefix: &str, table: &DeTable<'_>, found: &mut impl FnMut(String, usize)) {
    for (key, value) in table {
        let name: &str = key.get_ref();
        let dotted = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        found(dotted.clone(), key.span().start);
        walk_value(&dotted, value, found);
    }
}

fn walk_value(prefix: &str, value: &Spanned<DeValue<'_>>, found: &mut impl FnMut(String, usize)) {
    if let Some(table) = value.get_ref().as_table() {
        walk_table(prefix, table, found);
    }
    for (index, element) in value.get_ref().as_array().into_iter().flatten().enumerate() {
        let dotted = format!("{prefix}[{index}]");
        found(dotted.clone(), element.span().start);
        walk_value(&dotted, element, found);
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

fn line_column(text: &str, line_starts: &[usize], offset: usize) -> (usize, usize) {
    let line = line_starts.partition_point(|start| *start <= offset);
    let start = line_starts[line - 1];
    let before = text.get(start..offset).map_or(0, |before| before.chars().count());
    (line, before + 1)
}
