//! From the network to the rows of the reproduction.

use super::outbreak::Outcome;
use super::policy::Policy;
use super::ties::Ties;
use crate::reproductions::{DataSetError, Reproduction, Row};
use crate::results::{quantile, sorted};
use corona_transport_sim::chance::Chance;
use rayon::prelude::*;
use std::path::Path;

const SEED: u64 = 1;

/// How many runs the authors took the median of isn't known to us. For a hundred it has a
/// standard error of 0.3 to 0.5 points of size, and 1.9 of quarantine, as measured over
/// forty hundreds of runs; theirs is rounded to whole points. So this is half a point and two
/// and a half standard errors.
const SIZE_TOLERANCE: f64 = 2.0;
const QUARANTINE_TOLERANCE: f64 = 5.0;

const SIZE: &str = "Nat Med 26:1616, results, as reported by depts.washington.edu/pandemicalliance \
                    (?p=8935): infected after 70 days, % of people";
const QUARANTINE: &str = "Nat Med 26:1616, results, as reported by \
                          depts.washington.edu/pandemicalliance (?p=8935): median quarantined at \
                          the peak, which its script takes in week 3, % of people";

/// A median of outcomes with the authors' number, in percent of people.
struct Published {
    name: &'static str,
    policy: Policy,
    outcome: fn(&Outcome) -> f64,
    median: f64,
    tolerance: f64,
    source: &'static str,
}

const PUBLISHED: [Published; 4] = [
    infected("isolation", Policy::Isolation, 66.0),
    infected("primary tracing", Policy::PrimaryTracing, 48.0),
    infected("secondary tracing", Policy::SecondaryTracing, 16.0),
    Published {
        name: "quarantined in week 3 under secondary tracing",
        policy: Policy::SecondaryTracing,
        outcome: |outcome| outcome.quarantined_in_week_3,
        median: 43.0,
        tolerance: QUARANTINE_TOLERANCE,
        source: QUARANTINE,
    },
];

const fn infected(name: &'static str, policy: Policy, median: f64) -> Published {
    let outcome: fn(&Outcome) -> f64 = |outcome| outcome.infected;
    Published { name, policy, outcome, median, tolerance: SIZE_TOLERANCE, source: SIZE }
}

/// Computes the medians anew, each over so many outbreaks.
pub(in crate::reproductions) fn reproduce(
    data: &Path,
    outbreaks: u32,
) -> Result<Reproduction, DataSetError> {
    let ties = Ties::read(data)?;
    let chance = Chance::new(SEED);
    let outcomes = |policy: Policy| -> Vec<Outcome> {
        let runs = (0..outbreaks).into_par_iter();
        runs.map(|run| Outcome::of(&chance, run, &ties, policy)).collect()
    };
    let mut rows = Vec::new();
    // Rows of one policy stand together and share its outbreaks.
    for published in PUBLISHED.chunk_by(|a, b| a.policy == b.policy) {
        let outcomes = outcomes(published[0].policy);
        for row in published {
            let ours = quantile(&sorted(outcomes.iter().map(row.outcome)), 0.5);
            let ours = 100.0 * ours.unwrap_or(f64::NAN);
            rows.push(Row::new(row.name, row.median, ours, row.tolerance, row.source));
        }
    }
    Ok(Reproduction {
        name: "firth2020",
        source: "Firth et al., Nature Medicine 26:1616 (2020), doi 10.1038/s41591-020-1036-8; \
                 github.com/biouea/covidhm at 6d7c2c48",
        quantity: "median share of 468 people, %",
        rows,
    })
}
