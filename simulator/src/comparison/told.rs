//! A comparison in words and columns, for a terminal.

use super::side_by_side::{ArmComparison, Comparison, FigureComparison, Origin};
use crate::results::Spread;
use crate::sweep::short;
use std::fmt::Write as _;

impl Comparison {
    /// As text: where both came from, keys that differ, then figures by combination.
    #[must_use]
    pub fn told(&self) -> String {
        let mut told = String::new();
        for (letter, origin) in [("A", &self.a), ("B", &self.b)] {
            // Writing to a text cannot fail.
            let _ = writeln!(told, "{letter}  {}", origin.told());
        }
        told.push_str("\nThe scenarios differ in");
        if self.keys.is_empty() {
            told.push_str(" no key.\n");
        } else {
            told.push_str(":\n");
        }
        let none = "not given".to_owned();
        for key in &self.keys {
            let [a, b] = [&key.a, &key.b].map(|value| value.as_ref().unwrap_or(&none));
            let _ = writeln!(told, "  {}  {a} | {b}", key.key);
        }
        for arm in &self.arms {
            told.push_str(&arm.told());
        }
        for (letter, only) in [("A", &self.only_a), ("B", &self.only_b)] {
            for arm in only {
                let _ = writeln!(told, "\nonly in {letter}: {arm}");
            }
        }
        told.push_str(
            "\nA, B: medians over their seeds. B − A: median and 90 % band over the seeds that \
             both have;\nsame sign: share of these seeds whose difference has the median's sign.\n",
        );
        told
    }
}

impl Origin {
    fn told(&self) -> String {
        let seeds = match self.seeds.as_slice() {
            [] => "no seed".to_owned(),
            [only] => format!("seed {only}"),
            [first, .., last] => format!("{} seeds, {first} to {last}", self.seeds.len()),
        };
        format!("{}: {}, {seeds}, corona-sim {}", self.path, self.scenario, self.program)
    }
}

impl ArmComparison {
    fn told(&self) -> String {
        let mut rows =
            vec![["", "A", "B", "B − A", "90 % band", "same sign", "seeds"].map(str::to_owned)];
        rows.extend(self.figures.iter().map(FigureComparison::row));
        let width =
            |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; 7] = std::array::from_fn(width);
        let mut told = String::from("\n");
        if !self.parameters.is_empty() {
            let _ = writeln!(told, "{}", self.parameters);
        }
        for [figure, rest @ ..] in &rows {
            let _ = write!(told, "  {figure:<0$}", widths[0]);
            for (cell, width) in rest.iter().zip(&widths[1..]) {
                let _ = write!(told, "  {cell:>width$}");
            }
            told.push('\n');
        }
        told
    }
}

impl FigureComparison {
    fn row(&self) -> [String; 7] {
        let median = |spread: Option<Spread>| {
            spread.map_or_else(|| "–".to_owned(), |spread| short(spread.median))
        };
        let difference = self.difference;
        let band = difference.spread.map_or_else(String::new, |spread| {
            format!("{} – {}", short(spread.p5), short(spread.p95))
        });
        let share = difference.same_sign.map(|share| format!("{:.0} %", share * 100.0));
        [
            self.figure.clone(),
            median(self.a),
            median(self.b),
            median(difference.spread),
            band,
            share.unwrap_or_default(),
            difference.n.to_string(),
        ]
    }
}
