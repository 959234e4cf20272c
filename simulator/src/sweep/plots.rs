//! Which plots a sweep has, by how many keys vary.
//!
//! One key of numbers: a line for each main figure; one of words: a row for each word. Two:
//! a line for each value of the second, and a heat map. More: none of these, for a picture of
//! a part would look like the whole. Epidemics have a plot of gain against cost besides.

use super::averted::Averted;
use super::axes::{Places, short_name, told_by};
use super::collected::{Collected, Figure};
use super::page::short;
use crate::results::EncodeError;
use crate::results::plots::{
    Bargain, HeatMap, MOST_CELLS, MOST_LINES, MOST_POINTS, MOST_RANGES, ParameterLine,
    draw_parameter_lines, draw_ranges, draw_trade_off,
};

const LINES: &str = "Each point is the median over the seeds of one combination, the band around it \
     holds the middle 90 % of them. Dots, where there are any, are the power that the sweep holds \
     the line against, met at its last point.";
const RANGES: &str =
    "Each point is the median over the seeds, the line holds the middle 90 % of them.";
const CELLS: &str = "Each cell is a combination: the median over the seeds and, below, the band that \
     holds the middle 90 % of them. Darker is more.";
const TRADE: &str = "Each point is a combination, numbered as beside the plot: infections fewer than in \
     the reference with the same seed, against days in quarantine, medians over the seeds with the \
     middle 90 %. Up and left is better; a dark point is one that no other beats in both. It \
     judges neither what an infection nor what a day at home weighs.";

/// One plot.
pub(super) struct SweepPlot {
    /// Stem of its file's name.
    pub(super) name: String,
    /// What it shows, in a few words.
    pub(super) label: String,
    /// How to read it.
    pub(super) reading: &'static str,
    /// The table with its numbers.
    pub(super) table: &'static str,
    /// The SVG document.
    pub(super) svg: String,
}

/// The plots of some figures, or why there are none.
pub(super) fn plots(
    collected: &Collected<'_>,
    figures: &[&Figure],
) -> Result<Result<Vec<SweepPlot>, &'static str>, EncodeError> {
    let plan = collected.plan;
    let mut keys: Vec<Places> =
        told_by(plan).into_iter().map(|key| Places::of(plan, key)).collect();
    // More numbers first; equal ones stay in their order.
    keys.sort_by_key(|places| std::cmp::Reverse((places.is_number, places.words.len())));
    let drawn: Vec<Result<SweepPlot, EncodeError>> = match keys.as_slice() {
        _ if plan.arms.len() < 2 => {
            return Ok(Err("Nothing varies in this sweep but the seed."));
        }
        [axis] if axis.is_number => {
            figures.iter().map(|figure| by_lines(collected, figure, axis, None)).collect()
        }
        [axis] if axis.words.len() <= MOST_RANGES => {
            figures.iter().map(|figure| by_ranges(collected, figure, axis)).collect()
        }
        [axis, other] if other.words.len() <= MOST_LINES => {
            let has_map = axis.words.len() <= MOST_CELLS;
            let both = figures.iter().flat_map(|figure| {
                let map = has_map.then(|| by_cells(collected, figure, axis, other));
                std::iter::once(by_lines(collected, figure, axis, Some(other))).chain(map)
            });
            both.collect()
        }
        [_] | [_, _] => return Ok(Err("There are too many values for a plot of this sweep.")),
        _ => return Ok(Err("A sweep over so many keys has no plot.")),
    };
    drawn.into_iter().collect::<Result<_, _>>().map(Ok)
}

/// The names of all plots that these figures can have: which of them are drawn differs from one
/// collection to the next, all else is the sweep's.
pub(super) fn plots_of_figures(collected: &Collected<'_>) -> impl Iterator<Item = String> {
    collected.figures.iter().flat_map(|figure| [figure.name.clone(), map_of(figure)])
}

fn map_of(figure: &Figure) -> String {
    format!("{}.map", figure.name)
}

/// What each combination averts and costs, where there were epidemics.
pub(super) fn trade_off(
    collected: &Collected<'_>,
    averted: &[Averted],
    reference: usize,
) -> Result<Option<SweepPlot>, EncodeError> {
    if averted.is_empty() || averted.len() > MOST_POINTS {
        return Ok(None);
    }
    let bargains: Vec<Bargain> = averted
        .iter()
        .filter_map(|row| {
            let name = short_name(collected.plan, row.arm);
            Some(Bargain { name, cost: row.quarantine_days?, gain: row.infections? })
        })
        .collect();
    let title = format!("what is averted, compared with {}", short_name(collected.plan, reference));
    let words = ("days in quarantine, all people together", "infections averted");
    Ok(Some(SweepPlot {
        name: "trade_off".to_owned(),
        label: title.clone(),
        reading: TRADE,
        table: "averted",
        svg: draw_trade_off(&title, words, &bargains)?,
    }))
}

fn by_lines(
    collected: &Collected<'_>,
    figure: &Figure,
    axis: &Places,
    other: Option<&Places>,
) -> Result<SweepPlot, EncodeError> {
    let key = &collected.plan.keys[axis.key];
    let title = format!("{} by {key}", figure.name);
    let lines = lines(collected, figure, axis, other);
    Ok(SweepPlot {
        name: figure.name.clone(),
        label: title.clone(),
        reading: LINES,
        table: "arms",
        svg: draw_parameter_lines(&title, key, &axis.words, &lines)?,
    })
}

fn by_ranges(
    collected: &Collected<'_>,
    figure: &Figure,
    axis: &Places,
) -> Result<SweepPlot, EncodeError> {
    let plan = collected.plan;
    let row = |(place, word): &(f64, String)| {
        let arm = (0..plan.arms.len()).find(|arm| axis.place(plan, *arm) == Some(*place));
        (word.clone(), arm.and_then(|arm| collected.arm(figure, arm).1))
    };
    let rows: Vec<_> = axis.words.iter().map(row).collect();
    Ok(SweepPlot {
        name: figure.name.clone(),
        label: figure.name.clone(),
        reading: RANGES,
        table: "arms",
        svg: draw_ranges(&figure.name, &plan.keys[axis.key], &rows)?,
    })
}

fn by_cells(
    collected: &Collected<'_>,
    figure: &Figure,
    axis: &Places,
    other: &Places,
) -> Result<SweepPlot, EncodeError> {
    let plan = collected.plan;
    let words = |places: &Places| places.words.iter().map(|(_, word)| word.clone()).collect();
    let at = |across: f64, up: f64| {
        let mut arms = 0..plan.arms.len();
        let arm = arms.find(|arm| {
            axis.place(plan, *arm) == Some(across) && other.place(plan, *arm) == Some(up)
        })?;
        collected.arm(figure, arm).1
    };
    let row = |up: f64| axis.words.iter().map(|(across, _)| at(*across, up)).collect();
    let map = HeatMap {
        title: &figure.name,
        across: (&plan.keys[axis.key], words(axis)),
        up: (&plan.keys[other.key], words(other)),
        cells: other.words.iter().map(|(up, _)| row(*up)).collect(),
    };
    Ok(SweepPlot {
        name: map_of(figure),
        label: format!("{} as a map", figure.name),
        reading: CELLS,
        table: "arms",
        svg: map.draw(short)?,
    })
}

fn lines(
    collected: &Collected<'_>,
    figure: &Figure,
    axis: &Places,
    other: Option<&Places>,
) -> Vec<ParameterLine> {
    let plan = collected.plan;
    let line = |label: String, holds: &dyn Fn(usize) -> bool| {
        let arms = (0..plan.arms.len()).filter(|arm| holds(*arm));
        let mut points: Vec<_> = arms
            .filter_map(|arm| Some((axis.place(plan, arm)?, collected.arm(figure, arm).1?)))
            .collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        let curve =
            (0..plan.arms.len()).filter(|arm| holds(*arm)).find_map(|arm| plan.arms[arm].curve);
        ParameterLine { label, points, curve: curve.filter(|_| axis.is_number) }
    };
    match other {
        None => vec![line(String::new(), &|_| true)],
        Some(other) => (other.words.iter().enumerate())
            .map(|(n, (place, word))| {
                // The legend is one row: it has room for the key once.
                let label = match n {
                    0 => format!("{} = {word}", plan.keys[other.key]),
                    _ => word.clone(),
                };
                line(label, &|arm| other.place(plan, arm) == Some(*place))
            })
            .collect(),
    }
}
