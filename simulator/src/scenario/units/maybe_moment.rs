//! A point in time that may be left out.
//!
//! For `#[serde(with = "units::maybe_moment")]` on an `Option<Timestamp>`, which
//! also needs `default` and `skip_serializing_if = "Option::is_none"`.

use super::moment;
use corona_core::time::Timestamp;
use serde::{Deserializer, Serializer};

/// Writes the time, if there is one.
///
/// # Errors
/// Those of the serializer.
#[allow(clippy::ref_option)] // serde's calling convention
pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
    match at {
        Some(at) => moment::serialize(at, serializer),
        None => serializer.serialize_none(),
    }
}

/// Reads a time that was given.
///
/// # Errors
/// As [`moment::deserialize`].
pub fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    moment::deserialize(deserializer).map(Some)
}
