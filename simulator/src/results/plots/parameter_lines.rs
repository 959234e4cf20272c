//! Lines: a figure's median over the values of a swept parameter, one line for each value of
//! another, with bands from the 5th to the 95th percentile.
//!
//! It knows nothing of sweeps; places and words along the axis are given.

use super::super::encode_error::EncodeError;
use super::super::paired::Spread;
use super::axis::Axis;
use super::frame::{Chart, Painted, SIZE, band, chart, heading, line, nothing, svg};
use super::palette::{BLUE, HOPS};
use plotters::element::Circle;
use plotters::style::{Color, RGBColor};

/// So many lines have colours that stay apart.
pub(crate) const MOST_LINES: usize = HOPS.len();

/// Labels nearer than this share of the axis would run into each other.
const NEAREST_LABELS: f64 = 0.05;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ParameterLine {
    /// What it stands for; nothing if it is the only one.
    pub(crate) label: String,
    /// Place along the axis and spread of the figure there, in ascending order of places.
    pub(crate) points: Vec<(f64, Spread)>,
    /// Drawn beside it: a power of the place that meets the line at its last point.
    pub(crate) curve: Option<u8>,
}

/// Draws lines over an axis with words at some places, in ascending order.
pub(crate) fn draw_parameter_lines(
    title: &str,
    parameter: &str,
    words: &[(f64, String)],
    lines: &[ParameterLine],
) -> Result<String, EncodeError> {
    svg("parameter_lines", SIZE, |area| {
        let spreads = || lines.iter().flat_map(|line| line.points.iter().map(|(_, spread)| spread));
        if spreads().next().is_none() {
            return nothing(area, title, "no such figure in these runs");
        }
        let coloured: Vec<(RGBColor, &ParameterLine)> = match lines {
            [only] => vec![(BLUE, only)],
            lines => HOPS.into_iter().zip(lines).collect(),
        };
        let legend: Vec<_> = coloured
            .iter()
            .filter(|(_, line)| !line.label.is_empty())
            .map(|(colour, line)| (*colour, line.label.clone()))
            .collect();
        let area = heading(area, title, &legend)?;
        let top = spreads().flat_map(|spread| [spread.median, spread.p95]).fold(0.0, f64::max);
        let bottom = spreads().flat_map(|spread| [spread.median, spread.p5]).fold(0.0, f64::min);
        let y = Axis::between("median and 90 % band over the seeds", bottom, top);
        let chart = chart(&area, &parameter_axis(parameter, words), &y)?;
        coloured.iter().try_for_each(|(colour, line)| draw_line(&chart, line, *colour))
    })
}

fn parameter_axis(title: &str, words: &[(f64, String)]) -> Axis {
    let (first, last) = match words {
        [] => (0.0, 1.0),
        [first, ..] => (first.0, words[words.len() - 1].0),
    };
    let margin = if last > first { (last - first) * 0.06 } else { 0.5 };
    let range = (first - margin, last + margin);
    let mut ticks: Vec<(f64, String)> = Vec::new();
    for (at, word) in words {
        let near = ticks
            .last()
            .is_some_and(|(before, _)| at - before < (range.1 - range.0) * NEAREST_LABELS);
        if !near {
            ticks.push((*at, word.clone()));
        }
    }
    Axis { title: title.to_owned(), range, ticks }
}

fn draw_line(chart: &Chart<'_, '_>, drawn: &ParameterLine, colour: RGBColor) -> Painted {
    let points = |figure: fn(&Spread) -> f64| -> Vec<(f64, f64)> {
        drawn.points.iter().map(|(at, spread)| (*at, figure(spread))).collect()
    };
    band(chart, &points(|spread| spread.p5), &points(|spread| spread.p95), colour)?;
    let medians = points(|spread| spread.median);
    for point in &medians {
        chart.plotting_area().draw(&Circle::new(*point, 8, colour.filled()))?;
    }
    if let (Some(power), [(first, _), .., last]) = (drawn.curve, medians.as_slice())
        && *first >= 0.0
    {
        draw_curve(chart, f64::from(power), (*first, *last), colour)?;
    }
    line(chart, medians, colour.stroke_width(5))
}

/// Dots of `top × (place / last)^power` from the first place to the last.
fn draw_curve(
    chart: &Chart<'_, '_>,
    power: f64,
    (first, (last, top)): (f64, (f64, f64)),
    colour: RGBColor,
) -> Painted {
    const DOTS: u32 = 60;
    (0..=DOTS).map(|n| f64::from(n) / f64::from(DOTS)).try_for_each(|share| {
        let place = first + (last - first) * share;
        let at = (place, top * libm::pow(place / last, power));
        chart.plotting_area().draw(&Circle::new(at, 3, colour.filled()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_words_and_points_and_nothing_to_draw_says_so() {
        let spread = |median: f64| Spread::of([median - 1.0, median, median + 1.0]).unwrap();
        let line = |label: &str| ParameterLine {
            label: label.to_owned(),
            points: vec![(1.0, spread(3.0)), (2.0, spread(5.0))],
            curve: None,
        };
        let words = [(1.0, "one".to_owned()), (2.0, "two".to_owned())];
        let draw =
            |lines: &[ParameterLine]| draw_parameter_lines("t", "key", &words, lines).unwrap();
        let two = draw(&[line("slow"), line("fast")]);
        for word in ["one", "two", "slow", "fast", "key"] {
            assert!(two.contains(word), "{word}");
        }
        assert_eq!(two.matches("<circle").count(), 4);
        let square = ParameterLine { curve: Some(2), ..line("square") };
        assert_eq!(draw(&[square]).matches("<circle").count(), 2 + 61);
        assert!(!two.contains("NaN"));
        assert!(draw(&[]).contains("no such figure"));
    }

    #[test]
    fn labels_that_would_run_into_each_other_are_left_out() {
        let words = [0.0, 1.0, 100.0].map(|at| (at, at.to_string()));
        assert_eq!(parameter_axis("key", &words).ticks.len(), 2);
    }
}
