//! `[epidemic.rival]`: another way to warn people, instead of the network of phones.

use crate::scenario::error::Objection;
use crate::scenario::units::{self, Period, Probability, Rate};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// Who warns.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RivalKind {
    /// Nobody but the phones of this network.
    #[default]
    None,
    /// People who ask the positive whom they met, and call these.
    Manual,
    /// Phones that have seen each other by Bluetooth, one hop.
    Bluetooth,
    /// A server to which guests of events check in, one hop.
    Event,
}

impl RivalKind {
    /// Whether it takes an app.
    #[must_use]
    pub const fn has_app(self) -> bool {
        match self {
            Self::None | Self::Manual => false,
            Self::Bluetooth | Self::Event => true,
        }
    }
}

/// A rival and how well it works. With one, no phone of this network runs; who has the
/// rival's app is who would have ours.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RivalSection {
    /// Which.
    pub kind: RivalKind,
    /// How long before a positive sample meetings count.
    #[serde(with = "units::span")]
    pub window: Span,
    /// From a result to the calls of manual tracing.
    #[serde(with = "units::span")]
    pub manual_delay: Span,
    /// From a result to the warnings of a rival's app.
    #[serde(with = "units::span")]
    pub app_delay: Span,
    /// Probability that manual tracing reaches a member of the household.
    pub recall_household: Probability,
    /// The same for somebody met in a team or class.
    pub recall_team: Probability,
    /// The same for a friend, and at gatherings of scripts and data files.
    pub recall_circle: Probability,
    /// The same for somebody met at a leisure event.
    pub recall_leisure: Probability,
    /// Time together from which Bluetooth counts a contact.
    #[serde(with = "units::span")]
    pub bluetooth_shortest: Span,
    /// Probability that Bluetooth sees such a contact near enough.
    pub bluetooth_sensitivity: Probability,
    /// Contacts that Bluetooth sees and aren't: people behind walls.
    pub bluetooth_false: Rate,
}

impl Default for RivalSection {
    fn default() -> Self {
        Self {
            kind: RivalKind::None,
            window: Span::days(7),
            manual_delay: Span::days(2),
            app_delay: Span::hours(3),
            recall_household: Probability::ALWAYS,
            recall_team: Probability::percent(75.0),
            recall_circle: Probability::percent(95.0),
            recall_leisure: Probability::percent(49.0),
            bluetooth_shortest: Span::minutes(15),
            bluetooth_sensitivity: Probability::percent(80.0),
            bluetooth_false: Rate::times(0.1, Period::Day),
        }
    }
}

impl RivalSection {
    pub(super) fn check(&self) -> Result<(), Objection> {
        for (field, span) in [
            ("epidemic.rival.window", self.window),
            ("epidemic.rival.bluetooth_shortest", self.bluetooth_shortest),
        ] {
            Objection::outside_span(field, span, Span::MINUTE, Span::days(60))?;
        }
        Objection::if_negative("epidemic.rival.manual_delay", self.manual_delay)?;
        Objection::if_negative("epidemic.rival.app_delay", self.app_delay)?;
        // Beyond, a Poisson number can't be drawn from one uniform number any more.
        let most = 500.0 / (self.window.0 as f64 / Span::DAY.0 as f64);
        Objection::too_often(
            "epidemic.rival.bluetooth_false",
            self.bluetooth_false,
            most.min(100.0),
        )
    }
}
