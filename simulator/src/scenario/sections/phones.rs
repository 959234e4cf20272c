//! `[phones]`: who carries one, and how phones fail to be there.
//!
//! Knows shares, means, hours and nights; which phone is off when is drawn by the world
//! from streams of its own, so one setting leaves the others' luck alone.

use super::fault::{Crash, Outage};
use crate::scenario::error::Objection;
use crate::scenario::units::word_or::Worded;
use crate::scenario::units::{self, Probability, Rate, TimeOfDay};
use corona_core::time::Span;
use serde::{Deserialize, Serialize};

/// The phones of the population.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Phones {
    /// Probability with which each person has the app.
    pub adoption: Probability,
    /// Probability that a person's household decides for them: its members have the app all
    /// together or not at all, as far as their shares agree.
    pub adoption_together: Probability,
    /// Ages from which `adoption_by_age` holds, rising; whoever is younger adopts as `adoption`
    /// says.
    pub adoption_ages: Vec<u8>,
    /// Adoption from each of these ages on.
    pub adoption_by_age: Vec<Probability>,
    /// Being switched off now and then, if at all.
    #[serde(with = "units::word_or")]
    pub churn: Option<Churn>,
    /// Sleeping at night, if at all.
    #[serde(with = "units::word_or")]
    pub sleep: Option<Sleep>,
    /// Share of the phones that are on, by hour of the day (UTC) from midnight on: none, or 24.
    pub on_by_hour: Vec<Probability>,
    /// What the operating system lets an app do that nobody looks at, if it limits it.
    #[serde(with = "units::word_or")]
    pub background: Option<Background>,
    /// How often a phone crashes and restarts, while it is on.
    pub crashes: Rate,
    /// Each phone's clock is off by a constant, uniform between minus and plus this.
    #[serde(with = "units::span")]
    pub clock_skew: Span,
    /// Outages at stated times.
    #[serde(rename = "outage", skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<Outage>,
    /// Crashes at stated times.
    #[serde(rename = "crash", skip_serializing_if = "Vec::is_empty")]
    pub stated_crashes: Vec<Crash>,
}

/// A phone is on and off in turn, each for an exponentially distributed time.
/// The share of time off is `off / (on + off)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Churn {
    /// Mean time on, longer than nothing.
    #[serde(with = "units::span")]
    pub on: Span,
    /// Mean time off, longer than nothing.
    #[serde(with = "units::span")]
    pub off: Span,
}

/// Every night the operating system lets the app run only now and then. Unlike a
/// phone that is off, a sleeping phone is woken by an incoming link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sleep {
    /// Begin of the night.
    pub from: TimeOfDay,
    /// End of the night; before `from` means the next morning.
    pub until: TimeOfDay,
    /// How often timers run at night, longer than nothing.
    #[serde(with = "units::span")]
    pub wake_every: Span,
}

/// Some operating systems suspend an app that nobody looks at: it keeps no link, answers nobody
/// and no timer of its own rings, but for short windows now and then.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Background {
    /// Probability that a person's phone is of that kind.
    pub share: Probability,
    /// From one window to the next, longer than a window.
    #[serde(with = "units::span")]
    pub every: Span,
    /// How long a window lasts, longer than nothing.
    #[serde(with = "units::span")]
    pub window: Span,
    /// How long the app stays open after its person used it, longer than nothing.
    #[serde(with = "units::span")]
    pub open: Span,
}

impl Worded for Churn {
    const WORD: &'static str = "none";
    const EXAMPLE: &'static str = "{ on = \"36 h\", off = \"3 h\" }";
}
impl Worded for Sleep {
    const WORD: &'static str = "none";
    const EXAMPLE: &'static str =
        "{ from = \"23:00\", until = \"07:00\", wake_every = \"60 min\" }";
}

impl Worded for Background {
    const WORD: &'static str = "free";
    const EXAMPLE: &'static str =
        "{ share = \"30 %\", every = \"4 h\", window = \"30 s\", open = \"5 min\" }";
}

impl Default for Phones {
    fn default() -> Self {
        Self {
            adoption: Probability::ALWAYS,
            adoption_together: Probability::NEVER,
            adoption_ages: Vec::new(),
            adoption_by_age: Vec::new(),
            churn: None,
            sleep: None,
            on_by_hour: Vec::new(),
            background: None,
            crashes: Rate::NEVER,
            clock_skew: Span::ZERO,
            outages: Vec::new(),
            stated_crashes: Vec::new(),
        }
    }
}

impl Phones {
    pub(crate) fn check(&self) -> Result<(), Objection> {
        let ages = &self.adoption_ages;
        if !ages.is_sorted_by(|one, next| one < next) {
            let problem = "write rising ages, such as [0, 12, 65]";
            return Err(Objection::new("phones.adoption_ages", format!("{ages:?}"), problem));
        }
        if ages.len() != self.adoption_by_age.len() {
            let value = format!("{} probabilities", self.adoption_by_age.len());
            let problem = format!("write one for each of the {} ages", ages.len());
            return Err(Objection::new("phones.adoption_by_age", value, problem));
        }
        if let Some(churn) = self.churn {
            Objection::unless_positive("phones.churn.on", churn.on)?;
            Objection::unless_positive("phones.churn.off", churn.off)?;
        }
        if let Some(sleep) = self.sleep {
            Objection::unless_positive("phones.sleep.wake_every", sleep.wake_every)?;
            if sleep.from == sleep.until {
                let remedy = "equal to phones.sleep.from: write another time, or sleep = \"none\"";
                return Err(Objection::new("phones.sleep.until", sleep.until, remedy));
            }
        }
        if ![0, 24].contains(&self.on_by_hour.len()) {
            let value = format!("{} probabilities", self.on_by_hour.len());
            let problem = "write one for each of the 24 hours from midnight on, or none";
            return Err(Objection::new("phones.on_by_hour", value, problem));
        }
        if let (Some(sleep), Some(_)) = (self.sleep, self.background) {
            let problem = "with phones.background as well: both say when an app runs that nobody \
                           looks at, so leave one of them out";
            return Err(Objection::new("phones.sleep.from", sleep.from, problem));
        }
        if let Some(background) = self.background {
            let Background { share: _, every, window, open } = background;
            Objection::unless_positive("phones.background.window", window)?;
            Objection::unless_positive("phones.background.open", open)?;
            if every <= window {
                let remedy = "not longer than phones.background.window: write a longer time";
                return Err(Objection::new("phones.background.every", every, remedy));
            }
        }
        Objection::if_negative("phones.clock_skew", self.clock_skew)?;
        for (index, outage) in self.outages.iter().enumerate() {
            outage.check(&format!("phones.outage[{index}]"))?;
        }
        for (index, crash) in self.stated_crashes.iter().enumerate() {
            crash.check(&format!("phones.crash[{index}]"))?;
        }
        Ok(())
    }
}
