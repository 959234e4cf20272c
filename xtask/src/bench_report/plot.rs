//! Drawings: bars on a logarithmic scale, and points with a fitted power law.
//!
//! It knows plotters and the colours that colour-blind readers and paper keep apart;
//! series differ by shape too. What a drawing means is told in words below it.

use super::figure::number;
use super::power_law::PowerLaw;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One bar.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// Who.
    pub(crate) label: String,
    /// How much.
    pub(crate) value: f64,
    /// Smallest and largest measured.
    pub(crate) range: (f64, f64),
    /// Ours.
    pub(crate) is_ours: bool,
    /// What can't be beaten.
    pub(crate) is_limit: bool,
}

/// Points that belong together.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    /// What they are.
    pub(crate) label: String,
    /// Size and cost.
    pub(crate) points: Vec<(f64, f64)>,
}

const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
const GRID: RGBColor = RGBColor(0xe2, 0xe2, 0xe2);
// Of Okabe and Ito's set.
const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
const GREY: RGBColor = RGBColor(0x88, 0x88, 0x88);
const WIDTH: u32 = 1200;
const TEXT: u32 = 22;

/// Horizontal bars, longest scale logarithmic, in the given order.
///
/// # Errors
/// A sentence if nothing can be drawn.
pub(crate) fn bars(bars: &[Bar], unit: &str) -> Result<String, String> {
    let values = || bars.iter().flat_map(|bar| [bar.value, bar.range.0, bar.range.1]);
    let (low, high) = decades(values(), unit)?;
    let height = 46 * bars.len() as u32 + 110;
    draw(height, |area| {
        let last = bars.len() as f64;
        let mut chart = ChartBuilder::on(area)
            .margin(14)
            .margin_right(90)
            .x_label_area_size(64)
            .y_label_area_size(330)
            .build_cartesian_2d((low..high).log_scale(), last..0.0)?;
        axes(&mut chart, unit, "", 0)?;
        for (bar, at) in bars.iter().zip(0_u32..) {
            let at = f64::from(at) + 0.5;
            let colour = match (bar.is_ours, bar.is_limit) {
                (true, _) => VERMILLION,
                (false, true) => GREY,
                (false, false) => BLUE,
            };
            let (top, bottom) = (at - 0.3, at + 0.3);
            let shape = Rectangle::new([(low, top), (bar.value, bottom)], colour.filled());
            chart.draw_series([shape])?;
            let range = vec![(bar.range.0, at), (bar.range.1, at)];
            chart.draw_series([PathElement::new(range, INK.stroke_width(3))])?;
            let left = text(HPos::Right, VPos::Center);
            let name = EmptyElement::at((low, at)) + Text::new(bar.label.clone(), (-12, 0), left);
            chart.draw_series([name])?;
            let right = text(HPos::Left, VPos::Center);
            let tip = bar.value.max(bar.range.1);
            let told = EmptyElement::at((tip, at)) + Text::new(number(bar.value), (10, 0), right);
            chart.draw_series([told])?;
        }
        Ok(())
    })
}

/// Points on doubly logarithmic scales, each series with its fitted line and slope.
///
/// # Errors
/// A sentence if nothing can be drawn.
pub(crate) fn log_log(series: &[Series], x: &str, y: &str) -> Result<String, String> {
    let points = || series.iter().flat_map(|series| &series.points);
    let across = decades(points().map(|point| point.0), x)?;
    let up = decades(points().map(|point| point.1), y)?;
    draw(640, |area| {
        let mut chart = ChartBuilder::on(area)
            .margin(18)
            .margin_right(60)
            .margin_top(20 + 34 * series.len() as i32)
            .x_label_area_size(70)
            .y_label_area_size(130)
            .build_cartesian_2d((across.0..across.1).log_scale(), (up.0..up.1).log_scale())?;
        axes(&mut chart, x, y, 8)?;
        for (series, n) in series.iter().zip(0_i32..) {
            let colour = [BLUE, VERMILLION, GREY][n as usize % 3];
            let law = PowerLaw::fit(&series.points);
            if let Some(law) = law {
                let ends = ends(&series.points).map(|x| (x, law.at(x).clamp(up.0, up.1)));
                chart.draw_series([PathElement::new(ends.to_vec(), colour.stroke_width(2))])?;
            }
            let marks = series.points.iter();
            let y = 22 + 34 * n;
            let words = Text::new(legend(series, law), (180, y), text(HPos::Left, VPos::Center));
            // Shapes differ too, for whoever can't tell the colours.
            if n % 2 == 0 {
                chart.draw_series(marks.map(|at| Circle::new(*at, 9, colour.filled())))?;
                area.draw(&Circle::new((160, y), 9, colour.filled()))?;
            } else {
                chart.draw_series(marks.map(|at| TriangleMarker::new(*at, 12, colour.filled())))?;
                area.draw(&TriangleMarker::new((160, y), 12, colour.filled()))?;
            }
            area.draw(&words)?;
        }
        Ok(())
    })
}

fn legend(series: &Series, law: Option<PowerLaw>) -> String {
    match law {
        Some(law) => format!("{}: slope {:.2}", series.label, law.slope),
        None => format!("{}: too few sizes for a slope", series.label),
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Painted = Result<(), DrawingAreaErrorKind<std::io::Error>>;

fn draw(height: u32, paint: impl FnOnce(&Area<'_>) -> Painted) -> Result<String, String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        area.fill(&WHITE)
            .and_then(|()| paint(&area))
            .and_then(|()| area.present())
            .map_err(|error| format!("a drawing failed: {error}"))?;
    }
    Ok(svg)
}

fn axes<'a, X, Y>(
    chart: &mut ChartContext<'a, SVGBackend<'a>, Cartesian2d<X, Y>>,
    x: &str,
    y: &str,
    y_labels: usize,
) -> Painted
where
    X: Ranged<ValueType = f64> + plotters::coord::ranged1d::ValueFormatter<f64>,
    Y: Ranged<ValueType = f64> + plotters::coord::ranged1d::ValueFormatter<f64>,
{
    let label = |value: &f64| number(*value);
    chart
        .configure_mesh()
        .axis_style(INK)
        .bold_line_style(GRID.stroke_width(2))
        .light_line_style(TRANSPARENT)
        .label_style(("sans-serif", TEXT).into_font().color(&INK))
        .axis_desc_style(("sans-serif", TEXT).into_font().color(&INK))
        .x_desc(x)
        .y_desc(y)
        .x_labels(8)
        .y_labels(y_labels)
        .x_label_formatter(&label)
        .y_label_formatter(&label)
        .draw()
}

fn text(h: HPos, v: VPos) -> TextStyle<'static> {
    ("sans-serif", TEXT).into_font().color(&INK).pos(Pos::new(h, v))
}

/// Smallest and largest.
fn ends(points: &[(f64, f64)]) -> [f64; 2] {
    let fold = |by: fn(f64, f64) -> f64, from| points.iter().map(|point| point.0).fold(from, by);
    [fold(f64::min, f64::INFINITY), fold(f64::max, 0.0)]
}

/// Powers of ten around positive values.
fn decades(values: impl Iterator<Item = f64>, what: &str) -> Result<(f64, f64), String> {
    let usable = values.filter(|value| value.is_finite() && *value > 0.0);
    let (low, high) = usable
        .fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    if high == 0.0 {
        return Err(format!("nothing to draw: no {what} above 0"));
    }
    let below = 10_f64.powf(low.log10().floor());
    let above = 10_f64.powf(high.log10().ceil());
    Ok((below, if above > below { above } else { below * 10.0 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_of_a_straight_line_are_drawn_with_its_slope() {
        let points = vec![(1e3, 0.5), (1e4, 5.0), (1e5, 50.0)];
        let series = [Series { label: "CPU seconds".to_owned(), points }];
        let svg = log_log(&series, "phones", "CPU seconds").unwrap();
        assert!(svg.contains("CPU seconds: slope 1.00"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 4);
        assert!(svg.contains("phones") && svg.contains("10,000") && !svg.contains("NaN"));
    }

    #[test]
    fn longer_bars_stand_for_more() {
        let bar = |label: &str, value| Bar {
            label: label.to_owned(),
            value,
            range: (value * 0.9, value * 1.1),
            is_ours: label == "ours",
            is_limit: false,
        };
        let svg = bars(&[bar("ours", 10.0), bar("theirs", 0.2)], "million per second").unwrap();
        let width = |colour: &str| -> u32 {
            let line = svg.lines().find(|line| line.contains("<rect") && line.contains(colour));
            line.unwrap()
                .split("width=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse()
                .unwrap()
        };
        assert!(width("#D55E00") > 3 * width("#0072B2"), "{svg}");
        assert!(svg.contains("theirs") && !svg.contains("NaN"));
    }

    #[test]
    fn nothing_can_not_be_drawn() {
        assert!(bars(&[], "holds").unwrap_err().contains("holds"));
        assert!(log_log(&[], "phones", "seconds").is_err());
    }
}
