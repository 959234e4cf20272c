//! Whether the phone is on the network, and what it may spend there.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The gateway: the phone's way to the network.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct GatewayShown {
    /// It is to be on. It stays so over a restart.
    pub enabled: bool,
    /// `off`, `starting`, `online`, `offline`, `clock-off` or `obsolete`.
    pub network: String,
    /// What the person should know about it.
    pub network_text: String,
    /// Bytes that came over links since `since`: frames with their headers, before TLS and Tor
    /// add theirs. What Tor itself takes to stay connected is not in it.
    pub received_bytes: u64,
    /// Bytes that left over links since `since`, counted likewise.
    pub sent_bytes: u64,
    /// When the gateway was switched on, or the program started: RFC 3339; `null` while it is
    /// off.
    pub since: Option<String>,
}

/// What the phone should spare.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionsShown {
    /// Each byte costs money.
    pub metered: bool,
    /// The battery is to be spared.
    pub battery_saver: bool,
    /// The person's switch: events are not asked for news while either holds.
    pub heeded: bool,
}

/// What the phone should spare from now on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionsAsked {
    /// Each byte costs money.
    #[serde(default)]
    pub metered: bool,
    /// The battery is to be spared.
    #[serde(default)]
    pub battery_saver: bool,
    /// The person's switch; left as it is if this is left out.
    #[serde(default)]
    pub heeded: Option<bool>,
}
