//! From the stored table to the rows of the reproduction.

use super::renewal::{Success, growth_percent};
use crate::reproductions::data_set::DataFile;
use crate::reproductions::{DataSetError, Reproduction, Row};
use rayon::prelude::*;
use std::path::Path;

const FILE: DataFile = DataFile {
    path: "cencetti-oracle/critical_values_R0_1.50_sympt_0.80_testing_0_delay_2.csv",
    published: "RESULTS_Model/critical_values_asympt_20_R0_1.50_sympt_0.80_testing_0.00_delay_ 2\
                _ni_10_nt_10.csv in github.com/DigitalContactTracing/covid_code",
};
/// Success of isolation by line and of tracing by column, from 0 to 1 in ninths.
const CELLS: usize = 10;
/// Nothing is drawn; only the last digits of exponentials may differ.
const TOLERANCE: f64 = 1e-9;

/// Computes all cells anew.
pub(in crate::reproductions) fn reproduce(data: &Path) -> Result<Reproduction, DataSetError> {
    let stored = FILE.matrix::<CELLS>(data)?;
    let cells: Vec<(usize, usize)> =
        (0..CELLS).flat_map(|line| (0..CELLS).map(move |column| (line, column))).collect();
    let ninths = |number: usize| number as f64 / (CELLS - 1) as f64;
    let rows = cells.into_par_iter().map(|(line, column)| {
        let success = Success { isolation: ninths(line), tracing: ninths(column) };
        let name = format!("isolation {line}/9, tracing {column}/9");
        let source = "RESULTS_Model in the repository: growth of new infections, % per half day";
        Row::new(name, stored[line][column], growth_percent(success), TOLERANCE, source)
    });
    Ok(Reproduction {
        name: "cencetti2021",
        source: "Cencetti et al., Nature Communications 12:1655 (2021), \
                 doi 10.1038/s41467-021-21809-w; \
                 github.com/DigitalContactTracing/covid_code at 128fbdf9",
        quantity: "growth of new infections, % per half day",
        rows: rows.collect(),
    })
}
