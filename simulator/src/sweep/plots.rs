//! Which plots a sweep has: one per main figure, over one swept key, with a line for each value
//! of the other.
//!
//! It decides which key is the axis: the one with more values that are numbers. Sweeps over
//! three keys or more have no plots, for a picture of a part would look like the whole.

use super::collected::{Collected, Figure};
use super::plan::Plan;
use super::plan_table::number_and_unit;
use crate::results::EncodeError;
use crate::results::plots::{MOST_LINES, ParameterLine, draw_parameter_lines};

/// Places and words of one key's values.
struct Places {
    key: usize,
    is_number: bool,
    /// In ascending order: place, word.
    words: Vec<(f64, String)>,
}

/// One plot.
pub(super) struct SweepPlot {
    /// The figure's name.
    pub(super) figure: String,
    /// The SVG document.
    pub(super) svg: String,
}

/// The plots of some figures, or why there are none.
pub(super) fn plots(
    collected: &Collected<'_>,
    figures: &[&Figure],
) -> Result<Result<Vec<SweepPlot>, &'static str>, EncodeError> {
    let mut keys: Vec<Places> = (0..collected.plan.keys.len())
        .map(|key| places(collected.plan, key))
        .filter(|places| places.words.len() > 1 || collected.plan.keys.len() == 1)
        .collect();
    // More numbers first; equal ones stay in their order.
    keys.sort_by_key(|places| std::cmp::Reverse((places.is_number, places.words.len())));
    let (axis, other) = match keys.as_slice() {
        [] => return Ok(Err("Nothing varies in this sweep but the seed.")),
        [axis] => (axis, None),
        [axis, other] if other.words.len() <= MOST_LINES => (axis, Some(other)),
        [_, _] => return Ok(Err("There are too many values for a plot of this sweep.")),
        _ => return Ok(Err("A sweep over so many keys has no plot.")),
    };
    let draw = |figure: &&Figure| {
        let title = format!("{} by {}", figure.name, collected.plan.keys[axis.key]);
        let lines = lines(collected, figure, axis, other);
        let key = &collected.plan.keys[axis.key];
        let svg = draw_parameter_lines(&title, key, &axis.words, &lines)?;
        Ok(SweepPlot { figure: figure.name.clone(), svg })
    };
    figures.iter().map(draw).collect::<Result<_, EncodeError>>().map(Ok)
}

fn places(plan: &Plan, key: usize) -> Places {
    let mut distinct: Vec<&str> = Vec::new();
    for text in plan.texts[key].iter().map(|text| text.as_deref().unwrap_or("–")) {
        if !distinct.contains(&text) {
            distinct.push(text);
        }
    }
    let numbers: Option<Vec<(f64, String)>> =
        plan.arms.iter().map(|arm| number_and_unit(arm.values[key].as_ref()?)).collect();
    let numbers = numbers.filter(|all| all.iter().all(|(_, unit)| *unit == all[0].1));
    let is_number = numbers.is_some();
    let mut words: Vec<(f64, String)> = match numbers {
        Some(numbers) => {
            let texts = plan.texts[key].iter().map(|text| text.clone().unwrap_or_default());
            numbers.into_iter().map(|(number, _)| number).zip(texts).collect()
        }
        None => (0_u32..).map(f64::from).zip(distinct.into_iter().map(str::to_owned)).collect(),
    };
    words.sort_by(|one, other| one.0.total_cmp(&other.0));
    words.dedup_by(|one, other| one.0 == other.0);
    Places { key, is_number, words }
}

impl Places {
    fn place(&self, plan: &Plan, arm: usize) -> Option<f64> {
        let value = plan.arms[arm].values[self.key].as_ref();
        if self.is_number {
            return number_and_unit(value?).map(|(number, _)| number);
        }
        let text = plan.texts[self.key][arm].as_deref().unwrap_or("–");
        self.words.iter().find(|(_, word)| word == text).map(|(place, _)| *place)
    }
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
        ParameterLine { label, points }
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
