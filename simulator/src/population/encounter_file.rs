//! Files of timed encounters, as SocioPatterns publishes them (under the name of contacts).
//!
//! Knows the format `t i j`: the two faced each other from `t - resolution` to `t`
//! seconds after some moment, often midnight of the first day. What encounters amount
//! to is for whoever reads them.

use super::data_file;
use crate::scenario::ScenarioError;
use corona_core::time::Span;
use std::path::Path;

/// Two people facing each other. Sorted by begin, then people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Encounter {
    /// Since the file's zero.
    pub begin: Span,
    /// The smaller number.
    pub a: u64,
    /// The larger number.
    pub b: u64,
}

/// All encounters of a file, sorted by begin, then people; a line repeated is two of them.
///
/// # Errors
/// The file is missing, empty, damaged or no text, or a line is not `t i j`.
pub fn read_encounters(file: &Path, resolution: Span) -> Result<Vec<Encounter>, ScenarioError> {
    let mut encounters = parse(file, &data_file::read(file)?, resolution)?;
    encounters.sort_unstable();
    Ok(encounters)
}

fn parse(file: &Path, text: &str, resolution: Span) -> Result<Vec<Encounter>, ScenarioError> {
    let mut encounters = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let mut columns =
            line.split([' ', '\t', ',']).map(str::trim).filter(|column| !column.is_empty());
        let Some(time) = columns.next() else { continue };
        let refused = |value: &str, problem: &str| {
            ScenarioError::in_data(file, Some(number), format!("{value:?}"), problem)
        };
        let seconds = time
            .parse::<i64>()
            .ok()
            .filter(|seconds| seconds.abs() <= 1_000_000_000_000)
            .ok_or_else(|| refused(time, "expected whole seconds, as in \"32520 1467 1591\""))?;
        let mut person = || {
            let column = columns.next().unwrap_or_default();
            column.parse::<u64>().map_err(|_| {
                refused(column, "expected a person's whole number, as in \"32520 1467 1591\"")
            })
        };
        let (first, second) = (person()?, person()?);
        if first == second {
            return Err(refused(line, "a contact of one person with themselves: remove the line"));
        }
        let begin = Span::seconds(seconds) - resolution;
        encounters.push(Encounter { begin, a: first.min(second), b: first.max(second) });
    }
    Ok(encounters)
}
