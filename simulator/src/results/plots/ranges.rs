//! A row for each thing compared: its median as a point and its 90 % band as a line.
//!
//! It knows nothing of sweeps; rows come in the order in which they are read.

use super::super::encode_error::EncodeError;
use super::super::paired::Spread;
use super::axis::Axis;
use super::frame::{chart, heading, line, nothing, svg};
use super::palette::{BLUE, SKY};
use plotters::element::Circle;
use plotters::style::Color;

/// So many rows fit on a page.
pub(crate) const MOST_RANGES: usize = 40;

const WIDTH: u32 = 1600;
const ROW_HEIGHT: u32 = 56;
const AROUND: u32 = 280;

/// Draws named ranges, the first on top.
pub(crate) fn draw_ranges(
    title: &str,
    kind: &str,
    rows: &[(String, Option<Spread>)],
) -> Result<String, EncodeError> {
    let size = (WIDTH, AROUND + ROW_HEIGHT * rows.len() as u32);
    svg("ranges", size, |area| {
        let spreads = || rows.iter().filter_map(|(_, spread)| spread.as_ref());
        if spreads().next().is_none() {
            return nothing(area, title, "no such figure in these runs");
        }
        let legend = [(BLUE, "median".to_owned()), (SKY, "90 % of the seeds".to_owned())];
        let area = heading(area, title, &legend)?;
        let top = spreads().map(|spread| spread.p95.max(spread.median)).fold(0.0, f64::max);
        let bottom = spreads().map(|spread| spread.p5.min(spread.median)).fold(0.0, f64::min);
        let x = Axis::between("", bottom, top);
        let y = Axis::categories(kind, rows.iter().rev().map(|(name, _)| name.clone()));
        let chart = chart(&area, &x, &y)?;
        for (place, (_, spread)) in (0_u32..).map(f64::from).zip(rows.iter().rev()) {
            let Some(spread) = spread else { continue };
            line(&chart, vec![(spread.p5, place), (spread.p95, place)], SKY.stroke_width(12))?;
            let point = Circle::new((spread.median, place), 10, BLUE.filled());
            chart.plotting_area().draw(&point)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_and_those_without_the_figure_stay_empty() {
        let rows = [
            ("nothing".to_owned(), None),
            ("isolation".to_owned(), Spread::of([3.0, 4.0])),
            ("cascade".to_owned(), Spread::of([-1.0, 2.0])),
        ];
        let svg = draw_ranges("averted", "policy", &rows).unwrap();
        for word in ["averted", "policy", "nothing", "isolation", "cascade"] {
            assert!(svg.contains(word), "{word}");
        }
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(draw_ranges("averted", "policy", &[]).unwrap().contains("no such figure"));
    }
}
