//! What happens, as it is shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct UpdateShown {
    /// Grows with every update, over restarts as well.
    #[serde(default)]
    pub sequence: u64,
    /// When: RFC 3339.
    pub at: String,
    /// What, as a stable kebab-case word.
    pub what: String,
    /// The event, pairing or contact it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// For a person.
    pub text: String,
}
