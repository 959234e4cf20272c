//! Lines over days: the mean of the seeds with a band from the 5th to the 95th
//! percentile, and points where days are few enough to be told apart.

use super::super::seed_bands::Band;
use super::axis::Axis;
use super::frame::{Area, Chart, Painted, band, chart, line};
use plotters::element::Circle;
use plotters::style::{Color, RGBColor};
use std::collections::BTreeMap;

/// Up to so many days, points mark them.
const MARKED_DAYS: usize = 31;

/// A figure's band over the seeds, by day.
pub(super) type Days = BTreeMap<u32, Band>;

/// Gathers (day, value) pairs of any seeds.
pub(super) fn by_day(values: impl IntoIterator<Item = (u32, f64)>) -> Days {
    let mut days: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for (day, value) in values {
        days.entry(day).or_default().push(value);
    }
    days.into_iter().map(|(day, values)| (day, Band::of(values))).collect()
}

/// The largest value that its chart must show.
pub(super) fn top(days: &Days) -> f64 {
    days.values().flat_map(|band| [band.mean, band.p95]).flatten().fold(0.0, f64::max)
}

/// A chart of some lines over a vertical axis that `y` makes of title and maximum; the day axis has at most
/// about as many labels as asked for.
pub(super) fn panel(
    area: &Area<'_>,
    lines: &[(RGBColor, &Days)],
    y: fn(&str, f64) -> Axis,
    (title, labels): (&str, u32),
) -> Painted {
    let last = lines.iter().filter_map(|(_, days)| days.keys().last()).max();
    let x = Axis::whole("day", last.copied().unwrap_or(0), labels);
    let highest = lines.iter().map(|(_, days)| top(days)).fold(0.0, f64::max);
    let chart = chart(area, &x, &y(title, highest))?;
    lines.iter().try_for_each(|(colour, days)| day_line(&chart, days, *colour))
}

fn day_line(chart: &Chart<'_, '_>, days: &Days, colour: RGBColor) -> Painted {
    let points = |figure: fn(&Band) -> Option<f64>| -> Vec<(f64, f64)> {
        let points = days.iter().map(|(day, band)| (f64::from(*day), figure(band)));
        points.filter_map(|(day, value)| Some((day, value?))).collect()
    };
    if days.values().any(|band| band.seeds > 1) {
        band(chart, &points(|band| band.p5), &points(|band| band.p95), colour)?;
    }
    let means = points(|band| band.mean);
    if days.len() <= MARKED_DAYS {
        for point in &means {
            chart.plotting_area().draw(&Circle::new(*point, 7, colour.filled()))?;
        }
    }
    line(chart, means, colour.stroke_width(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_gather_the_values_of_all_seeds() {
        let days = by_day([(0, 1.0), (1, 5.0), (0, 3.0)]);
        assert_eq!(days[&0].mean, Some(2.0));
        assert_eq!((days[&0].seeds, days[&1].seeds), (2, 1));
        assert_eq!(top(&days), 5.0);
    }
}
