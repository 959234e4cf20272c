//! Everything a world is made from.

use crate::population::{Population, Script};
use crate::scenario::{
    Background, Behaviour, Churn, EpidemicSection, NetworkProfile, Partition, Probability,
    RandomReports, Scenario, Sleep,
};
use corona_core::events::{EventRules, PollRules};
use corona_core::rules::Rules;
use corona_core::time::{Span, Timestamp};
use corona_transport_sim::Profile;
use corona_transport_sim::agenda::QueueKind;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Which polls are simulated. What phones know and show is the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polls {
    /// Every one, with its traffic.
    Every,
    /// Those that may tell a guest something new.
    Telling,
}

impl fmt::Display for Polls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Every => "every",
            Self::Telling => "telling",
        })
    }
}

impl FromStr for Polls {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let named = [Self::Every, Self::Telling].into_iter().find(|one| one.to_string() == text);
        named.ok_or_else(|| "write every or telling".to_owned())
    }
}

/// What the stores of phones keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stores {
    /// What they are given, so that a phone can crash and start again.
    Kept,
    /// Nothing: what they would hold follows from the node, and no phone crashes.
    Derived,
}

/// A world before it runs. Two worlds of equal setups are equal to the byte.
#[derive(Clone)]
pub struct WorldSetup {
    /// Names all chance.
    pub seed: u64,
    /// First instant.
    pub start: Timestamp,
    /// Last instant.
    pub end: Timestamp,
    /// What phones run by.
    pub rules: Arc<Rules>,
    /// Who meets whom.
    pub population: Arc<Population>,
    /// What named people do when.
    pub script: Arc<Script>,
    /// The network between phones.
    pub network: Profile,
    /// Parts of the network cut off from the rest.
    pub partitions: Vec<Partition>,
    /// Phones going off and on.
    pub churn: Option<Churn>,
    /// Phones at night.
    pub sleep: Option<Sleep>,
    /// Share of the phones that are on in each hour of the day.
    pub on_by_hour: Option<[Probability; 24]>,
    /// Phones that suspend the app.
    pub background: Option<Background>,
    /// Random crashes per phone and day.
    pub crashes_per_day: f64,
    /// Phones' clocks are off by up to this much either way.
    pub clock_skew: Span,
    /// What people do with their phones.
    pub behaviour: Behaviour,
    /// Random self-reports.
    pub reports: RandomReports,
    /// Whether those with the app run it; false: a rival's runs instead, which needs no world.
    pub app: bool,
    /// A disease among them, if there is one.
    pub epidemic: Option<Arc<EpidemicSection>>,
    /// Which polls are simulated.
    pub polls: Polls,
    /// How pending occurrences are kept.
    pub queue: QueueKind,
    /// What the stores of phones keep.
    pub stores: Stores,
}

impl WorldSetup {
    /// From a checked scenario and the population built from it.
    #[must_use]
    pub fn new(scenario: &Scenario, population: Arc<Population>, script: Arc<Script>) -> Self {
        let network = match scenario.network.profile {
            NetworkProfile::Tor => Profile::tor(),
            NetworkProfile::PrivateTor => Profile::private_tor(),
            NetworkProfile::Instant => Profile::instant(),
        };
        Self {
            seed: scenario.seed,
            start: scenario.start,
            end: scenario.end(),
            rules: Arc::new(rules(scenario)),
            population,
            script,
            network: Profile {
                dial_failure: scenario.network.dial_failure.fraction(),
                link_break: scenario.network.link_break.fraction(),
                stall: scenario.network.stall.fraction(),
                ..network
            },
            partitions: scenario.network.partitions.clone(),
            churn: scenario.phones.churn,
            sleep: scenario.phones.sleep,
            on_by_hour: scenario.phones.on_by_hour.as_slice().try_into().ok(),
            background: scenario.phones.background,
            crashes_per_day: scenario.phones.crashes.per_day(),
            clock_skew: scenario.phones.clock_skew,
            behaviour: scenario.behaviour,
            reports: scenario.reports,
            app: scenario.runs_phones(),
            epidemic: scenario.epidemic.clone().map(Arc::new),
            polls: Polls::Every,
            queue: QueueKind::Ladder,
            stores: Stores::Kept,
        }
    }
}

fn rules(scenario: &Scenario) -> Rules {
    let life = &scenario.event;
    Rules {
        events: EventRules {
            maintain: life.maintain,
            archive: life.archive,
            auto_close: life.auto_close,
            code_expiry: life.code_expiry,
            ..EventRules::default()
        },
        polls: PollRules {
            min: scenario.polling.min,
            max: scenario.polling.max,
            push_retry: scenario.polling.push_retry,
        },
        ..Rules::with_policy(scenario.policy())
    }
}
