//! Contacts as they are shown.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct ContactShown {
    /// Number.
    pub contact: u32,
    /// As they call themselves.
    pub name: String,
    /// As the owner calls them; stays on this phone.
    #[serde(default)]
    pub alias: Option<String>,
    /// If they share it.
    pub status: Option<String>,
    /// Whether they see ours.
    pub shares: bool,
    /// They have shown that they hold us too.
    pub mutual: bool,
    /// Their picture is here.
    #[serde(default)]
    pub avatar: bool,
}
