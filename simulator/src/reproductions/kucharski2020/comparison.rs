//! From diaries to the rows of the reproduction.

use super::diaries::Diaries;
use super::measures::{Measures, PUBLISHED};
use super::tally::Tally;
use crate::reproductions::{DataSetError, Reproduction, Row};
use corona_transport_sim::chance::Chance;
use std::path::Path;

/// The authors' 25,000 draws leave a standard error of 0.4 points and their table is
/// rounded to whole points: half a point and two and a half standard errors.
pub(super) const TOLERANCE: f64 = 1.5;

const SEED: u64 = 1;

/// Computes the reductions anew over so many index cases.
pub(in crate::reproductions) fn reproduce(
    data: &Path,
    index_cases: u32,
) -> Result<Reproduction, DataSetError> {
    let diaries = Diaries::read(data)?;
    let measures: Vec<Measures> = PUBLISHED.iter().map(|published| published.measures).collect();
    let tally = Tally::count(&Chance::new(SEED), index_cases, &diaries, &measures);
    let rows = PUBLISHED.iter().zip(tally.reductions()).map(|(published, ours)| {
        Row::new(published.name, published.reduction, ours, TOLERANCE, published.source)
    });
    Ok(Reproduction {
        name: "kucharski2020",
        source: "Kucharski et al., Lancet Infectious Diseases 20:1151 (2020), \
                 doi 10.1016/S1473-3099(20)30457-6; \
                 github.com/adamkucharski/2020-cov-tracing at e7563c84",
        quantity: "reduction of the reproduction number, %",
        rows: rows.collect(),
    })
}
