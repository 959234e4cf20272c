//! A word that switches something off, or a table that says how it is on:
//! `churn = "none"` or `churn = { on = "36 h", off = "3 h" }`.
//!
//! For `#[serde(with = "units::word_or")]` on an `Option` of a [`Worded`] table.
//! A written word rather than a missing key, so that every default can be printed.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A table with a word for its absence.
pub trait Worded {
    /// What is written when there is no table.
    const WORD: &'static str;
    /// How a table looks, for messages.
    const EXAMPLE: &'static str;
}

/// Writes the table or the word.
///
/// # Errors
/// Those of the serializer.
#[allow(clippy::ref_option)] // serde's calling convention
pub fn serialize<T, S>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error>
where
    T: Worded + Serialize,
    S: Serializer,
{
    match value {
        Some(table) => table.serialize(serializer),
        None => serializer.serialize_str(T::WORD),
    }
}

/// Reads the table or the word.
///
/// # Errors
/// Any other word, with what may be written; any error within the table.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Worded + Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(WordOr(PhantomData))
}

struct WordOr<T>(PhantomData<T>);

impl<'de, T: Worded + Deserialize<'de>> Visitor<'de> for WordOr<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" or {}", T::WORD, T::EXAMPLE)
    }
    fn visit_str<E: Error>(self, word: &str) -> Result<Option<T>, E> {
        if word == T::WORD {
            return Ok(None);
        }
        Err(E::custom(format!("{word:?}: write \"{}\" or {}", T::WORD, T::EXAMPLE)))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}
