//! Other TOML files than scenarios, read with the same care.
//!
//! Knows how positions are kept beside values; what the keys mean is for who asks.

use super::error::ScenarioError;
use super::keys;
use super::source::Source;
use serde::de::DeserializeOwned;
use std::path::Path;
use toml::de::DeTable;

/// Reads the text of the TOML file at `path` as a `T`, and remembers where its keys stand.
///
/// # Errors
/// The first key that is unknown, missing, misspelled or of the wrong type.
pub(crate) fn read_toml<T: DeserializeOwned>(
    path: &Path,
    text: &str,
) -> Result<(T, Source), ScenarioError> {
    let refused =
        |offset: usize, problem: &str| Source::of_path(path).syntax_error(text, offset, problem);
    let root = DeTable::parse(text)
        .map_err(|error| refused(error.span().map_or(0, |span| span.start), error.message()))?;
    let source = Source::new(path, text, root.get_ref());
    let table: toml::Table = toml::from_str(text)
        .map_err(|error| refused(error.span().map_or(0, |span| span.start), error.message()))?;
    let read = keys::read("", table).map_err(|objection| source.error(objection))?;
    Ok((read, source))
}
