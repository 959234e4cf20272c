//! What is done against transmission, and what the authors found it to be worth.
//!
//! Knows the scenarios of the paper's tables and of the repository's adoption curve;
//! decides with which probability a contact is traced.

/// Tested people with symptoms keep away from others.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Isolation {
    /// Nobody does.
    Nobody,
    /// They stay at home, where they infect as many as ever.
    AtHome,
    /// They leave home as well.
    AwayFromHome,
}

/// Which contacts people remember and are asked for, each kind including those before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tracing {
    /// Nobody's.
    Nobody,
    /// The household.
    Household,
    /// Everybody at work or school.
    WorkAndSchool,
    /// Whom they had met before, anywhere.
    Acquaintances,
    /// Everybody.
    Everybody,
}

/// What is done at the same time.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Measures {
    pub(super) isolation: Isolation,
    pub(super) tracing: Tracing,
    /// Share (0–1) of people with an app that remembers contacts, if there is one.
    pub(super) app: Option<f64>,
    /// At most so many contacts a day outside home, work and school.
    pub(super) other_limit: Option<u32>,
}

/// Probability (0–1) that a contact of each kind is traced.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Traced {
    pub(super) home: f64,
    pub(super) work: f64,
    pub(super) other: f64,
    /// That it was the app that found a contact, and therefore at once.
    pub(super) at_once: f64,
}

/// A contact to be traced outside the household is found with this probability.
const FOUND: f64 = 0.95;
/// Shares met before. The paper says 0.79 at work and 0.9 at school, but the program assigns
/// the school's to the variable of work at its first minor and never takes it back, so
/// that all but the first few adults have 0.9 as well.
const MET_BEFORE_WORK: f64 = 0.9;
const MET_BEFORE_OTHER: f64 = 0.52;
/// Share of people with the app in the paper's scenarios.
pub(super) const ADOPTION: f64 = 0.53;

impl Measures {
    /// How contacts of an index case with or without the app are traced.
    pub(super) fn traced(&self, index_has_app: bool) -> Traced {
        let (home, work, other) = match self.tracing {
            Tracing::Nobody => (0.0, 0.0, 0.0),
            Tracing::Household => (1.0, 0.0, 0.0),
            Tracing::WorkAndSchool => (1.0, FOUND, 0.0),
            Tracing::Acquaintances => (1.0, FOUND * MET_BEFORE_WORK, FOUND * MET_BEFORE_OTHER),
            Tracing::Everybody => (1.0, FOUND, FOUND),
        };
        match self.app {
            Some(adoption) if index_has_app => {
                let either = |traced: f64| 1.0 - (1.0 - traced) * (1.0 - adoption);
                let work = either(work);
                // The program joins the app to what work has already become, instead of to
                // what other contacts were: the app counts twice there.
                let other = either(work);
                Traced { home, work, other, at_once: self.at_once(adoption) }
            }
            Some(_) => Traced { home, work, other, at_once: self.at_once(0.0) },
            None => Traced { home, work, other, at_once: 0.0 },
        }
    }

    /// Beside the app, asking the household is taken to be as fast; asking others isn't.
    fn at_once(&self, found_by_app: f64) -> f64 {
        match self.tracing {
            Tracing::Nobody | Tracing::Household => 1.0,
            Tracing::WorkAndSchool | Tracing::Acquaintances | Tracing::Everybody => found_by_app,
        }
    }

    /// Share (0–1) of contacts outside home, work and school that the limit leaves.
    pub(super) fn other_kept(&self, others_per_day: u32) -> f64 {
        match self.other_limit {
            Some(limit) if others_per_day > limit => f64::from(limit) / f64::from(others_per_day),
            Some(_) | None => 1.0,
        }
    }
}

/// A scenario with its published reduction of the reproduction number, in percent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Published {
    pub(super) name: &'static str,
    pub(super) measures: Measures,
    pub(super) reduction: f64,
    pub(super) source: &'static str,
}

const PAPER: &str = "Lancet Infect Dis 20:1151, V2 main table (V2_code/outputs): reduction of R, %";
const CURVE: &str = "repository, V2_code/outputs/runs, cell_phone: reduction of R, %";

/// The paper's twelve scenarios, then the adoption curve of the app alone.
pub(super) const PUBLISHED: [Published; 17] = [
    without_tracing("none", Isolation::Nobody, 0.0),
    without_tracing("isolation at home", Isolation::AtHome, 29.0),
    without_tracing("isolation outside home", Isolation::AwayFromHome, 35.0),
    traced("household quarantine", Tracing::Household, None, None, 37.0),
    traced("household, work and school", Tracing::WorkAndSchool, None, None, 53.0),
    traced("acquaintances", Tracing::Acquaintances, None, None, 57.0),
    traced("everybody", Tracing::Everybody, None, None, 64.0),
    traced("app", Tracing::Household, Some(ADOPTION), None, 47.0),
    traced("acquaintances and app", Tracing::Acquaintances, Some(ADOPTION), None, 61.0),
    traced("acquaintances, limit 4", Tracing::Acquaintances, None, Some(4), 64.0),
    traced("app, limit 4", Tracing::Household, Some(ADOPTION), Some(4), 54.0),
    traced("acquaintances and app, limit 4", Tracing::Acquaintances, Some(ADOPTION), Some(4), 66.0),
    adopted("app, adoption 0 %", 0.0, 37.8),
    adopted("app, adoption 20 %", 0.2, 39.5),
    adopted("app, adoption 50 %", 0.5, 45.7),
    adopted("app, adoption 80 %", 0.8, 56.7),
    adopted("app, adoption 100 %", 1.0, 65.6),
];

const fn without_tracing(name: &'static str, isolation: Isolation, reduction: f64) -> Published {
    let measures = Measures { isolation, tracing: Tracing::Nobody, app: None, other_limit: None };
    Published { name, measures, reduction, source: PAPER }
}

const fn traced(
    name: &'static str,
    tracing: Tracing,
    app: Option<f64>,
    other_limit: Option<u32>,
    reduction: f64,
) -> Published {
    let measures = Measures { isolation: Isolation::AtHome, tracing, app, other_limit };
    Published { name, measures, reduction, source: PAPER }
}

const fn adopted(name: &'static str, adoption: f64, reduction: f64) -> Published {
    let published = traced(name, Tracing::Household, Some(adoption), None, reduction);
    Published { source: CURVE, ..published }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measures(name: &str) -> Measures {
        PUBLISHED.iter().find(|published| published.name == name).unwrap().measures
    }

    #[test]
    fn the_app_counts_twice_for_contacts_outside_home_and_work() {
        let app = measures("app").traced(true);
        assert!((app.work - 0.53).abs() < 1e-12, "{app:?}");
        assert!((app.other - (1.0 - 0.47 * 0.47)).abs() < 1e-12, "{app:?}");
        let without = measures("app").traced(false);
        assert_eq!((without.work, without.other), (0.0, 0.0));
    }

    #[test]
    fn only_what_an_app_finds_is_found_at_once() {
        assert_eq!(measures("app").traced(false).at_once, 1.0);
        assert_eq!(measures("acquaintances and app").traced(true).at_once, ADOPTION);
        assert_eq!(measures("acquaintances and app").traced(false).at_once, 0.0);
        assert_eq!(measures("acquaintances").traced(true).at_once, 0.0);
        assert_eq!(measures("household quarantine").traced(true).at_once, 0.0);
    }

    #[test]
    fn a_limit_keeps_as_many_contacts_as_it_says() {
        let limited = measures("app, limit 4");
        assert_eq!(limited.other_kept(0), 1.0);
        assert_eq!(limited.other_kept(4), 1.0);
        assert_eq!(limited.other_kept(16), 0.25);
        assert_eq!(measures("app").other_kept(200), 1.0);
    }
}
