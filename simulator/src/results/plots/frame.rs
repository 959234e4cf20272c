//! What all plots share: the canvas, heading, legend, axes and the words that
//! replace a plot without data.
//!
//! It knows plotters; sizes are in the canvas's pixels, twice as many as a page
//! shows, because the SVG backend rounds to whole ones.

use super::super::encode_error::EncodeError;
use super::axis::Axis;
use super::palette::{GRID, INK};
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{EmptyElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::SVGBackend;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle, WHITE};

/// Width and height of most plots.
pub(super) const SIZE: (u32, u32) = (1600, 900);

const TITLE_SIZE: u32 = 40;
const TEXT_SIZE: u32 = 30;
/// Width of an average letter of sans-serif type, as a share of its size.
const LETTER: f64 = 0.54;

pub(super) type Area<'b> = DrawingArea<SVGBackend<'b>, Shift>;
/// A chart; its points are in the coordinates of its two axes.
pub(super) type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Axis, Axis>>;
/// Drawing into a string fails only by a bug.
pub(super) type Painted<T = ()> = Result<T, DrawingAreaErrorKind<std::io::Error>>;

/// Runs `paint` on a white canvas and returns the SVG document.
pub(super) fn svg(
    name: &str,
    size: (u32, u32),
    paint: impl FnOnce(&Area<'_>) -> Painted,
) -> Result<String, EncodeError> {
    let mut text = String::new();
    let painted = {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        area.fill(&WHITE).and_then(|()| paint(&area)).and_then(|()| area.present())
    };
    painted.map_err(|error| EncodeError::new(name, "svg", &error))?;
    Ok(text)
}

/// Writes the title and, under it, a legend; returns the area below.
pub(super) fn heading<'b>(
    area: &Area<'b>,
    title: &str,
    legend: &[(RGBColor, String)],
) -> Painted<Area<'b>> {
    write(area, title, (30, 24), TITLE_SIZE, (HPos::Left, VPos::Top))?;
    key(area, legend, 102)?;
    let height = if legend.is_empty() { 84 } else { 130 };
    Ok(area.split_vertically(height).1)
}

/// Writes a legend in one row around `y`: a block of colour and what it means.
pub(super) fn key(area: &Area<'_>, legend: &[(RGBColor, String)], y: i32) -> Painted {
    let mut x = 34;
    for (colour, words) in legend {
        area.draw(&Rectangle::new([(x, y - 10), (x + 34, y + 10)], colour.filled()))?;
        write(area, words, (x + 46, y), TEXT_SIZE, (HPos::Left, VPos::Center))?;
        x += 46 + text_width(words) + 44;
    }
    Ok(())
}

/// Draws axes and grid.
pub(super) fn chart<'a, 'b>(area: &'a Area<'b>, x: &Axis, y: &Axis) -> Painted<Chart<'a, 'b>> {
    let widest = y.ticks.iter().map(|(_, label)| text_width(label)).max().unwrap_or(0);
    let mut chart = ChartBuilder::on(area)
        .margin_top(16)
        .margin_right(56)
        .margin_bottom(14)
        .margin_left(14)
        .x_label_area_size(98)
        .y_label_area_size(widest + 86)
        .build_cartesian_2d(x.clone(), y.clone())?;
    chart
        .configure_mesh()
        .axis_style(INK)
        .bold_line_style(GRID.stroke_width(2))
        .label_style(style(TEXT_SIZE))
        .axis_desc_style(style(TEXT_SIZE))
        .x_desc(x.title.as_str())
        .y_desc(y.title.as_str())
        .draw()?;
    Ok(chart)
}

/// A line through points.
pub(super) fn line(
    chart: &Chart<'_, '_>,
    points: Vec<(f64, f64)>,
    stroke: impl Into<ShapeStyle>,
) -> Painted {
    chart.plotting_area().draw(&PathElement::new(points, stroke))
}

/// A translucent band between two lines over the same places.
pub(super) fn band(
    chart: &Chart<'_, '_>,
    low: &[(f64, f64)],
    high: &[(f64, f64)],
    colour: RGBColor,
) -> Painted {
    let outline: Vec<_> = low.iter().chain(high.iter().rev()).copied().collect();
    chart.plotting_area().draw(&Polygon::new(outline, colour.mix(0.18)))
}

/// Words at a point of the chart, centred above it.
pub(super) fn note(chart: &Chart<'_, '_>, words: String, at: (f64, f64)) -> Painted {
    let style = style(TEXT_SIZE - 2).pos(Pos::new(HPos::Center, VPos::Bottom));
    let lifted = EmptyElement::at(at) + Text::new(words, (0, -4), style);
    chart.plotting_area().draw(&lifted)
}

/// Words at a point of the chart, centred, moved down by some pixels.
pub(super) fn label(
    chart: &Chart<'_, '_>,
    words: &str,
    at: (f64, f64),
    colour: RGBColor,
    down: i32,
) -> Painted {
    let centred = Pos::new(HPos::Center, VPos::Center);
    let style = ("sans-serif", TEXT_SIZE - 4).into_font().color(&colour).pos(centred);
    let moved = EmptyElement::at(at) + Text::new(words.to_owned(), (0, down), style);
    chart.plotting_area().draw(&moved)
}

/// Numbered names below each other, cut where the area ends.
pub(super) fn list<'a>(area: &Area<'_>, names: impl Iterator<Item = &'a str>) -> Painted {
    let (width, _) = area.dim_in_pixel();
    let letters = (f64::from(width) / (f64::from(TEXT_SIZE - 4) * LETTER)) as usize;
    for (place, name) in (0..).zip(names) {
        let line: String = format!("{}  {name}", place + 1).chars().take(letters).collect();
        write(area, &line, (0, 30 + place * 38), TEXT_SIZE - 4, (HPos::Left, VPos::Center))?;
    }
    Ok(())
}

/// The plot of a run that has nothing to plot: its title and why.
pub(super) fn nothing(area: &Area<'_>, title: &str, why: &str) -> Painted {
    let body = heading(area, title, &[])?;
    let (width, height) = body.dim_in_pixel();
    let middle = (width as i32 / 2, height as i32 / 2);
    write(&body, why, middle, TITLE_SIZE, (HPos::Center, VPos::Center))
}

fn write(area: &Area<'_>, words: &str, at: (i32, i32), size: u32, (h, v): (HPos, VPos)) -> Painted {
    area.draw(&Text::new(words.to_owned(), at, style(size).pos(Pos::new(h, v))))
}

fn style(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

fn text_width(words: &str) -> i32 {
    (words.chars().count() as f64 * f64::from(TEXT_SIZE) * LETTER) as i32
}
