//! An infection that happened.

use super::course::Course;
use super::curve::Curve;
use super::setting::Setting;
use crate::population::PersonIndex;
use corona_core::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Who infected whom where, and what it does in the body.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Infection {
    /// Who.
    pub person: PersonIndex,
    /// By whom, unless it came from outside.
    pub infector: Option<PersonIndex>,
    /// Where.
    pub setting: Setting,
    /// At which gathering, if at one.
    pub gathering: Option<u32>,
    /// When.
    pub time: Timestamp,
    /// When symptoms come, if they do.
    pub onset: Option<Timestamp>,
    /// When the person begins to infect.
    pub begins: Timestamp,
    /// When that is over, and the person immune.
    pub ends: Timestamp,
    /// Whether the person was at high risk at that time, by their phone or a rival.
    pub warned_before: bool,
    /// When they first were in the two weeks after, if they were.
    pub warned: Option<Timestamp>,
    anchor: Timestamp,
    infectivity: f64,
}

/// How somebody was infected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// By whom, unless it came from outside.
    pub infector: Option<PersonIndex>,
    /// Where.
    pub setting: Setting,
    /// At which gathering, if at one.
    pub gathering: Option<u32>,
}

impl Source {
    /// Nobody of this world.
    pub const OUTSIDE: Self = Self { infector: None, setting: Setting::Outside, gathering: None };
}

impl Infection {
    /// At a time, with the course that was drawn for the person.
    #[must_use]
    pub fn new(
        person: PersonIndex,
        source: Source,
        time: Timestamp,
        course: &Course,
        warned_before: bool,
    ) -> Self {
        let Source { infector, setting, gathering } = source;
        let begins = time + course.begins;
        Self {
            person,
            infector,
            setting,
            gathering,
            time,
            onset: course.onset.map(|onset| time + onset),
            begins,
            ends: begins.max(time + course.ends),
            warned_before,
            warned: None,
            anchor: time + course.anchor,
            infectivity: course.infectivity,
        }
    }

    /// How much the person sheds between two times: the share of a mean infection with
    /// symptoms.
    #[must_use]
    pub fn shed(&self, curve: &Curve, from: Timestamp, until: Timestamp) -> f64 {
        let (from, until) = (from.max(self.begins), until.min(self.ends));
        if until <= from {
            return 0.0;
        }
        let past = |at: Timestamp| curve.past(at - self.anchor);
        self.infectivity * (past(until) - past(from))
    }
}
