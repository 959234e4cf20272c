//! The tables of a sweep: what each run gave, each combination, and each beside the reference.
//!
//! It decides which columns they have; nothing in them depends on clocks or machines, so the
//! same plan gives the same bytes.

use super::collected::{Collected, Figure};
use super::plan_table::{parameters, run_ids, seeds};
use crate::results::{Cells, Column, Pairs, Spread, Table};

const FIGURE: &str = "Name of the figure, as in a run's summary.json; parts of lists are named \
                      by hop or name.";

/// Values of one row of [`arms_table`] or [`differences_table`].
struct Row<'a> {
    arm: usize,
    figure: &'a Figure,
    n: u64,
    spread: Option<Spread>,
    same_sign: Option<f64>,
}

/// `runs`: one row per run, every figure a column.
pub(super) fn runs_table<'a>(collected: &'a Collected<'a>) -> Table<'a> {
    let plan = collected.plan;
    let arms: Vec<usize> = plan.runs.iter().map(|run| run.arm).collect();
    let mut columns = vec![run_ids(plan)];
    columns.extend(parameters(plan, &arms));
    columns.push(seeds(plan));
    columns.extend(collected.figures.iter().map(|figure| Column {
        name: &figure.name,
        unit: figure.unit,
        description: "As in the run's summary.json; missing where the run has no such figure.",
        nullable: true,
        cells: if figure.is_count {
            Cells::Unsigned(figure.values.iter().map(|value| value.map(|v| v as u64)).collect())
        } else {
            Cells::Real(figure.values.clone())
        },
    }));
    Table { name: "runs", about: "One row per run: parameters, seed, figures.", columns }
}

/// `arms`: one row per combination and figure.
pub(super) fn arms_table<'a>(collected: &'a Collected<'a>) -> Table<'a> {
    let rows: Vec<Row<'a>> = (0..collected.plan.arms.len())
        .flat_map(|arm| {
            collected.figures.iter().map(move |figure| {
                let (n, spread) = collected.arm(figure, arm);
                Row { arm, figure, n, spread, same_sign: None }
            })
        })
        .collect();
    let mut columns = keys(collected, &rows);
    columns.extend([
        count("n", "runs", "Runs of the combination that have the figure.", &rows),
        real("mean", "Arithmetic mean over the seeds.", &rows, |row| Some(row.spread?.mean)),
        real("median", "Median over the seeds.", &rows, |row| Some(row.spread?.median)),
        real("p5", "Lower end of the 90 % band.", &rows, |row| Some(row.spread?.p5)),
        real("p95", "Upper end of the 90 % band.", &rows, |row| Some(row.spread?.p95)),
    ]);
    let about = "One row per combination of parameters and figure: its spread over the seeds.";
    Table { name: "arms", about, columns }
}

/// `differences`: one row per combination other than the reference, and figure.
pub(super) fn differences_table<'a>(collected: &'a Collected<'a>, reference: usize) -> Table<'a> {
    let others = (0..collected.plan.arms.len()).filter(|arm| *arm != reference);
    let rows: Vec<Row<'a>> = others
        .flat_map(|arm| {
            collected.figures.iter().map(move |figure| {
                let Pairs { n, spread, same_sign } = collected.difference(figure, arm, reference);
                Row { arm, figure, n, spread, same_sign }
            })
        })
        .collect();
    let mut columns = keys(collected, &rows);
    columns.extend([
        count("n", "seeds", "Seeds in which both have the figure.", &rows),
        real("mean", "Mean difference to the reference with the same seed.", &rows, |row| {
            Some(row.spread?.mean)
        }),
        real("median", "Median difference.", &rows, |row| Some(row.spread?.median)),
        real("p5", "Lower end of the differences' 90 % band.", &rows, |row| Some(row.spread?.p5)),
        real("p95", "Upper end of the differences' 90 % band.", &rows, |row| Some(row.spread?.p95)),
        real(
            "same_sign",
            "Share of the seeds whose difference has the median's sign, 0 to 1.",
            &rows,
            |row| row.same_sign,
        ),
    ]);
    let about = "One row per combination other than the reference, and figure: what it has more \
                 than the reference, seed by seed.";
    Table { name: "differences", about, columns }
}

fn keys<'a>(collected: &'a Collected<'a>, rows: &[Row<'a>]) -> Vec<Column<'a>> {
    let arms: Vec<usize> = rows.iter().map(|row| row.arm).collect();
    let mut columns = parameters(collected.plan, &arms);
    let text = |name, description, cell: fn(&'a Figure) -> &'a str| Column {
        name,
        unit: "",
        description,
        nullable: false,
        cells: Cells::Text(rows.iter().map(|row| Some(cell(row.figure))).collect()),
    };
    columns.push(text("figure", FIGURE, |figure| &figure.name));
    columns.push(text("unit", "Unit of the figure; empty for counts and shares.", |figure| {
        figure.unit
    }));
    columns
}

fn count<'a>(name: &'a str, unit: &'a str, description: &'a str, rows: &[Row<'a>]) -> Column<'a> {
    let cells = Cells::Unsigned(rows.iter().map(|row| Some(row.n)).collect());
    Column { name, unit, description, nullable: false, cells }
}

fn real<'a>(
    name: &'a str,
    description: &'a str,
    rows: &[Row<'a>],
    cell: impl Fn(&Row<'a>) -> Option<f64>,
) -> Column<'a> {
    let cells = Cells::Real(rows.iter().map(cell).collect());
    Column { name, unit: "", description, nullable: true, cells }
}
