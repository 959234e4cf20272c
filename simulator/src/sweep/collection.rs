//! From finished runs to tables, plots and a page.
//!
//! It decides the order: nothing is written unless all runs are there, and the page comes
//! last. All of it is made from the plan and the runs' files alone.

use super::averted::{averted, averted_table};
use super::collected::{Collected, Figure};
use super::error::SweepError;
use super::folder::SweepFolder;
use super::page::{Page, TableEntry};
use super::plots::{plots, plots_of_figures, trade_off};
use super::tables::{arms_table, differences_table, runs_table};
use crate::checkpoint::hex;
use crate::results::{Table, csv_bytes, parquet_bytes};
use crate::scenario::nearest;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What the page shows if nothing else is asked for, as far as the runs have it.
const MAIN_FIGURES: [&str; 16] = [
    "epidemic.infections",
    "epidemic.r_early",
    "epidemic.peak",
    "epidemic.precision",
    "epidemic.recall",
    "epidemic.latency_median_hours",
    "epidemic.latency_p90_hours",
    "epidemic.warned_within_96_h",
    "epidemic.infectors_warned",
    "epidemic.wrongly_quarantined_days",
    "people_warned",
    "latency_median_hours",
    "cascade_size_mean",
    "dials_per_phone_day",
    "bytes_per_phone_day",
    "wake_ups_per_phone_day",
];

/// What is to be collected.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Keys and values of the combination with which others are compared; the first that has
    /// them, and without any the first of all.
    pub reference: Vec<(String, String)>,
    /// Figures that the page shows; without any, the main ones.
    pub figures: Vec<String>,
}

/// What was collected.
#[derive(Clone, Debug)]
pub struct Tables<'a> {
    /// All figures of all runs.
    pub collected: Collected<'a>,
    /// The combination with which others are compared.
    pub reference: usize,
    /// Names of the figures on the page.
    pub shown: Vec<String>,
    /// Hash over all tables, in the form of `sha256sum`'s output: equal wherever plan and
    /// results are.
    pub digest: String,
}

impl Collection {
    /// Writes tables, plots and page of a sweep whose runs are all there.
    ///
    /// # Errors
    /// Runs are missing, no combination or figure is so named, or the file system refuses.
    pub fn collect<'a>(&self, folder: &'a SweepFolder) -> Result<Tables<'a>, SweepError> {
        let plan = folder.plan();
        let reference = plan.reference(&self.reference)?;
        let collected = Collected::read(folder)?;
        let shown = self.shown(&collected)?;
        let averted = averted(&collected, reference);
        let mut tables = vec![arms_table(&collected), differences_table(&collected, reference)];
        if !averted.is_empty() {
            tables.push(averted_table(&collected, &averted));
        }
        tables.push(runs_table(&collected));
        let digest = put_tables(folder, &tables)?;
        let trade_off = trade_off(&collected, &averted, reference)?;
        let plots = plots(&collected, &shown)?;
        let mut drawn = BTreeSet::new();
        for plot in trade_off.iter().chain(plots.iter().flatten()) {
            folder.put(&format!("plots/{}.svg", plot.name), plot.svg.as_bytes())?;
            drawn.insert(plot.name.clone());
        }
        let entries = tables.iter().map(|table| TableEntry {
            name: table.name,
            about: table.about,
            rows: table.rows(),
        });
        let page = Page {
            manifest: folder.manifest(),
            texts: folder.texts()?,
            collected: &collected,
            reference,
            shown: &shown,
            averted: &averted,
            trade_off: trade_off.as_ref(),
            plots: &plots,
            tables: &entries.collect::<Vec<_>>(),
            digest: &digest,
        };
        folder.put("index.html", page.html().as_bytes())?;
        // The page refers to none of these any more.
        let old = plots_of_figures(&collected).filter(|name| !drawn.contains(name));
        folder.remove(old.map(|name| format!("plots/{name}.svg")));
        let shown = shown.iter().map(|figure| figure.name.clone()).collect();
        drop(tables);
        Ok(Tables { shown, collected, reference, digest })
    }

    fn shown<'a>(&self, collected: &'a Collected<'_>) -> Result<Vec<&'a Figure>, SweepError> {
        if self.figures.is_empty() {
            return Ok(MAIN_FIGURES.iter().filter_map(|name| collected.figure(name)).collect());
        }
        let known = || collected.figures.iter().map(|figure| figure.name.as_str());
        let find = |name: &String| {
            collected.figure(name).ok_or_else(|| {
                let hint = nearest(name, known());
                let hint = hint.map_or(String::new(), |near| format!(" (did you mean {near:?}?)"));
                SweepError::UnknownFigure { figure: name.clone(), hint }
            })
        };
        self.figures.iter().map(find).collect()
    }
}

fn put_tables(folder: &SweepFolder, tables: &[Table<'_>]) -> Result<String, SweepError> {
    let mut lines = String::new();
    for table in tables {
        for (ending, bytes) in [("csv", csv_bytes(table)?), ("parquet", parquet_bytes(table)?)] {
            let name = format!("tables/{}.{ending}", table.name);
            folder.put(&name, &bytes)?;
            // Writing to a text cannot fail.
            let _ = writeln!(lines, "{}  {name}", hex(&Sha256::digest(&bytes)));
        }
    }
    Ok(hex(&Sha256::digest(lines)))
}
