//! What a policy averts and what it costs, seed by seed.
//!
//! It decides that both are counted against the reference with the same seed, and that a cost
//! per infection averted exists only in seeds where any was averted: a policy that averts
//! nothing costs infinitely much, and no median of such numbers means anything.

use super::collected::{Collected, Figure};
use super::plan_table::parameters;
use crate::results::{Cells, Column, Spread, Table};
use std::collections::BTreeMap;

/// One combination other than the reference.
#[derive(Clone, Copy, Debug)]
pub(super) struct Averted {
    pub(super) arm: usize,
    /// Seeds that both have.
    pub(super) seeds: u64,
    /// Seeds in which infections were averted.
    pub(super) averting: u64,
    /// Infections fewer than in the reference.
    pub(super) infections: Option<Spread>,
    /// Days in quarantine, not less those of the reference.
    pub(super) quarantine_days: Option<Spread>,
    /// Days in quarantine more than in the reference, for each infection fewer.
    pub(super) days_per_infection: Option<Spread>,
}

/// Of every combination but the reference; nothing without epidemics.
pub(super) fn averted(collected: &Collected<'_>, reference: usize) -> Vec<Averted> {
    let figures = ["epidemic.infections", "epidemic.quarantine_days"];
    let [Some(infections), Some(days)] = figures.map(|name| collected.figure(name)) else {
        return Vec::new();
    };
    let others = (0..collected.plan.arms.len()).filter(|arm| *arm != reference);
    others.map(|arm| row(collected, (infections, days), arm, reference)).collect()
}

fn row(
    collected: &Collected<'_>,
    (infections, days): (&Figure, &Figure),
    arm: usize,
    reference: usize,
) -> Averted {
    let fewer = less(collected, infections, reference, arm);
    let more = less(collected, days, arm, reference);
    let each = fewer.iter().filter(|(_, fewer)| **fewer > 0.0);
    let each: Vec<f64> = each.filter_map(|(seed, fewer)| Some(more.get(seed)? / fewer)).collect();
    Averted {
        arm,
        seeds: fewer.len() as u64,
        averting: each.len() as u64,
        infections: Spread::of(fewer.into_values()),
        quarantine_days: collected.arm(days, arm).1,
        days_per_infection: Spread::of(each),
    }
}

/// What one combination has more of a figure than the other, by seed.
fn less(
    collected: &Collected<'_>,
    figure: &Figure,
    one: usize,
    other: usize,
) -> BTreeMap<u64, f64> {
    let others = collected.by_seed(figure, other);
    let ones = collected.by_seed(figure, one).into_iter();
    let difference = |(seed, value): (u64, Option<f64>)| {
        Some((seed, value? - others.get(&seed).copied().flatten()?))
    };
    ones.filter_map(difference).collect()
}

/// One number of a spread.
type Part = fn(&Spread) -> f64;

/// `averted`: one row per combination other than the reference.
pub(super) fn averted_table<'a>(collected: &'a Collected<'a>, rows: &[Averted]) -> Table<'a> {
    let arms: Vec<usize> = rows.iter().map(|row| row.arm).collect();
    let mut columns = parameters(collected.plan, &arms);
    let count = |name, description, cell: fn(&Averted) -> u64| Column {
        name,
        unit: "seeds",
        description,
        nullable: false,
        cells: Cells::Unsigned(rows.iter().map(|row| Some(cell(row))).collect()),
    };
    columns.push(count("n", "Seeds compared.", |row| row.seeds));
    columns.push(count("n_averting", "Seeds with fewer infections.", |row| row.averting));
    let mut add = |[median, p5, p95]: [&'static str; 3],
                   unit,
                   description,
                   of: fn(&Averted) -> Option<Spread>| {
        let parts: [(&str, Part); 3] = [
            (median, |spread| spread.median),
            (p5, |spread| spread.p5),
            (p95, |spread| spread.p95),
        ];
        columns.extend(parts.map(|(name, part)| Column {
            name,
            unit,
            description,
            nullable: true,
            cells: Cells::Real(rows.iter().map(|row| of(row).as_ref().map(part)).collect()),
        }));
    };
    add(
        ["infections_averted", "infections_averted_p5", "infections_averted_p95"],
        "people",
        "Infections fewer than in the reference with the same seed: median or end of the 90 % band.",
        |row| row.infections,
    );
    add(
        ["quarantine_days", "quarantine_days_p5", "quarantine_days_p95"],
        "d",
        "Days in quarantine, all people together: median or end of the 90 % band.",
        |row| row.quarantine_days,
    );
    add(
        ["days_per_averted", "days_per_averted_p5", "days_per_averted_p95"],
        "d",
        "Days in quarantine more than in the reference, for each infection averted, in the seeds \
         that averted any: median or end of the 90 % band.",
        |row| row.days_per_infection,
    );
    let about = "One row per combination other than the reference: infections averted, and what \
                 that cost.";
    Table { name: "averted", about, columns }
}
