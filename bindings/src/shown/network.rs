//! The gateway, what is to be spared, and what happened.

use super::{NetworkCondition, moment};
use corona_phone::api;
use std::time::SystemTime;

/// The gateway: the phone's way to the network.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct GatewayShown {
    /// It is to be on. It stays so over a restart.
    pub enabled: bool,
    /// How the network stands.
    pub network: NetworkCondition,
    /// What the person should know about it.
    pub network_text: String,
    /// Bytes that came since `since`.
    pub received_bytes: u64,
    /// Bytes that left since `since`.
    pub sent_bytes: u64,
    /// When the gateway was switched on, or the phone started, if it is on.
    pub since: Option<SystemTime>,
}

/// What the phone should spare.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Record)]
pub struct ConditionsShown {
    /// Each byte costs money.
    pub metered: bool,
    /// The battery is to be spared.
    pub battery_saver: bool,
    /// The person's switch: events are not asked for news while either holds.
    pub heeded: bool,
}

/// Something happened.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct UpdateShown {
    /// Grows with every update, over restarts as well; what is acknowledged by.
    pub sequence: u64,
    /// When.
    pub at: SystemTime,
    /// What, as a stable kebab-case word such as `report-received`.
    pub what: String,
    /// The event, pairing or contact it is about.
    pub number: Option<u32>,
    /// For a person.
    pub text: String,
}

impl From<api::GatewayShown> for GatewayShown {
    fn from(shown: api::GatewayShown) -> Self {
        Self {
            enabled: shown.enabled,
            network: NetworkCondition::of(&shown.network),
            network_text: shown.network_text,
            received_bytes: shown.received_bytes,
            sent_bytes: shown.sent_bytes,
            since: shown.since.as_deref().map(moment),
        }
    }
}

impl From<api::ConditionsShown> for ConditionsShown {
    fn from(shown: api::ConditionsShown) -> Self {
        let api::ConditionsShown { metered, battery_saver, heeded } = shown;
        Self { metered, battery_saver, heeded }
    }
}

impl From<api::UpdateShown> for UpdateShown {
    fn from(shown: api::UpdateShown) -> Self {
        Self {
            sequence: shown.sequence,
            at: moment(&shown.at),
            what: shown.what,
            number: shown.number,
            text: shown.text,
        }
    }
}
