//! A heat map: a figure's median for every pair of values of two swept parameters.
//!
//! It knows nothing of sweeps. Each cell says its number, so that nothing depends on telling
//! shades apart.

use super::super::encode_error::EncodeError;
use super::super::paired::Spread;
use super::axis::Axis;
use super::frame::{Painted, SIZE, chart, heading, label, nothing, svg};
use super::palette::{BLUE, INK};
use plotters::element::Rectangle;
use plotters::style::{Color, RGBColor, WHITE};

/// So many values along an axis have room for their numbers.
pub(crate) const MOST_CELLS: usize = 16;

/// What a heat map shows.
pub(crate) struct HeatMap<'a> {
    /// The figure.
    pub(crate) title: &'a str,
    /// The parameter along the bottom, and its values.
    pub(crate) across: (&'a str, Vec<String>),
    /// The parameter along the side, and its values from the bottom up.
    pub(crate) up: (&'a str, Vec<String>),
    /// By value along the side, then along the bottom.
    pub(crate) cells: Vec<Vec<Option<Spread>>>,
}

impl HeatMap<'_> {
    /// The SVG document; `spell` writes a number.
    pub(crate) fn draw(&self, spell: fn(f64) -> String) -> Result<String, EncodeError> {
        svg("heat_map", SIZE, |area| {
            let medians = || self.cells.iter().flatten().flatten().map(|spread| spread.median);
            if medians().next().is_none() {
                return nothing(area, self.title, "no such figure in these runs");
            }
            let least = medians().fold(f64::INFINITY, f64::min);
            let most = medians().fold(f64::NEG_INFINITY, f64::max);
            let legend = [(shade(0.0), spell(least)), (shade(1.0), spell(most))];
            let area = heading(area, self.title, &legend)?;
            let x = Axis::categories(self.across.0, self.across.1.iter().cloned());
            let y = Axis::categories(self.up.0, self.up.1.iter().cloned());
            let chart = chart(&area, &x, &y)?;
            for (row, cells) in (0_u32..).zip(&self.cells) {
                for (column, cell) in (0_u32..).zip(cells) {
                    let at = (f64::from(column), f64::from(row));
                    let Some(spread) = cell else {
                        label(&chart, "–", at, INK, 0)?;
                        continue;
                    };
                    let share =
                        if most > least { (spread.median - least) / (most - least) } else { 0.0 };
                    let corners = [(at.0 - 0.49, at.1 - 0.49), (at.0 + 0.49, at.1 + 0.49)];
                    let block = Rectangle::new(corners, shade(share).filled());
                    chart.plotting_area().draw(&block)?;
                    words(&chart, spread, at, ink(share), spell)?;
                }
            }
            Ok(())
        })
    }
}

fn words(
    chart: &super::frame::Chart<'_, '_>,
    spread: &Spread,
    at: (f64, f64),
    colour: RGBColor,
    spell: fn(f64) -> String,
) -> Painted {
    label(chart, &spell(spread.median), at, colour, -17)?;
    label(chart, &format!("{} – {}", spell(spread.p5), spell(spread.p95)), at, colour, 17)
}

/// From nearly white to dark blue: one hue, in order of brightness.
fn shade(share: f64) -> RGBColor {
    let mix = |light: u8, dark: u8| {
        (f64::from(light) + (f64::from(dark) - f64::from(light)) * share).round() as u8
    };
    RGBColor(mix(0xf2, BLUE.0), mix(0xf7, 0x45), mix(0xfc, 0x80))
}

fn ink(share: f64) -> RGBColor {
    if share > 0.5 { WHITE } else { INK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_says_its_number_and_one_without_runs_says_so() {
        let spread = |median: f64| Spread::of([median]);
        let map = HeatMap {
            title: "people warned",
            across: ("loss", ["1", "2"].map(str::to_owned).to_vec()),
            up: ("adoption", ["20 %", "60 %"].map(str::to_owned).to_vec()),
            cells: vec![vec![spread(3.0), None], vec![spread(11.0), spread(5.0)]],
        };
        let svg = map.draw(|value| value.to_string()).unwrap();
        for word in ["people warned", "loss", "adoption", "20 %", "60 %", "11", "11 – 11", "–"]
        {
            assert!(svg.contains(word), "{word}");
        }
        assert!(!svg.contains("NaN"));
        let empty = HeatMap { cells: Vec::new(), ..map };
        assert!(empty.draw(|value| value.to_string()).unwrap().contains("no such figure"));
    }
}
