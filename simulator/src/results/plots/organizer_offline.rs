//! Boxes: how long guests wait for a warning, by how long the organizer's phone
//! was unreachable.
//!
//! It draws quantiles over all seeds and, while they are few, every event.

use super::super::encode_error::EncodeError;
use super::super::figures::grouped;
use super::super::tables::{OfflineBin, OfflineEvent, offline_bin, offline_bins};
use super::axis::{Axis, log};
use super::frame::{Chart, Painted, SIZE, chart, heading, line, note, nothing, svg};
use super::palette::{BLUE, INK, SKY, VERMILLION};
use plotters::element::{Circle, Rectangle};
use plotters::style::Color;

pub(super) const TITLE: &str = "What does it cost when organizers are offline?";

/// Beyond so many events points would hide each other (and fill the file).
const POINTS: usize = 600;

/// A warning sooner than this stands at the axis's end.
const SOONEST_HOURS: f64 = 1.0 / 60.0;

pub(super) fn draw(events: &[OfflineEvent<'_>]) -> Result<String, EncodeError> {
    let bins = offline_bins(events);
    svg("organizer_offline", SIZE, |area| {
        if events.is_empty() {
            return nothing(area, TITLE, "no event got a report in this run");
        }
        let waits = events.iter().filter_map(|event| event.hours_until_warned);
        let (min, max) = waits.fold((f64::MAX, 0.0), |(min, max): (f64, f64), hours| {
            (min.min(hours), max.max(hours))
        });
        if min > max {
            return nothing(area, TITLE, "no event warned a guest in this run");
        }
        let legend = [(SKY, "quartiles".to_owned()), (VERMILLION, "median".to_owned())];
        let area = heading(area, TITLE, &legend)?;
        let x = Axis::categories(
            "hours (of 24) for which the organizer's phone was offline",
            bins.iter().map(words),
        );
        let mut y = Axis::hours("first report to first warning", min * 0.9, max * 1.1);
        y.range.1 += (y.range.1 - y.range.0) * 0.15;
        let chart = chart(&area, &x, &y)?;
        for (place, bin) in (0_u32..).map(f64::from).zip(&bins) {
            draw_box(&chart, place, bin, &y)?;
            draw_counts(&chart, place, bin, &y)?;
        }
        draw_points(&chart, events, &y)
    })
}

fn words(bin: &OfflineBin) -> String {
    match (bin.from_hours, bin.to_hours) {
        (_, 0.0) => "0 h".to_owned(),
        (from, to) => format!("{from}–{to} h"),
    }
}

/// Above each box: how many events it stands for, and how many it leaves out.
fn draw_counts(chart: &Chart<'_, '_>, x: f64, bin: &OfflineBin, y: &Axis) -> Painted {
    let (_, top) = y.range;
    let line_height = (top - y.range.0) * 0.055;
    note(chart, format!("n = {}", grouped(bin.events)), (x, top - line_height))?;
    let never = (bin.events - bin.warned) as f64 * 100.0 / bin.events.max(1) as f64;
    let words = if bin.events == 0 { String::new() } else { format!("never {never:.0} %") };
    note(chart, words, (x, top - 2.0 * line_height))
}

fn draw_box(chart: &Chart<'_, '_>, x: f64, bin: &OfflineBin, y: &Axis) -> Painted {
    let Some(hours) = bin.hours else { return Ok(()) };
    let [p10, p25, p50, p75, p90] = hours.map(|hours| place(y, hours));
    let area = chart.plotting_area();
    line(chart, vec![(x, p10), (x, p90)], INK.stroke_width(3))?;
    for end in [p10, p90] {
        line(chart, vec![(x - 0.1, end), (x + 0.1, end)], INK.stroke_width(3))?;
    }
    area.draw(&Rectangle::new([(x - 0.28, p25), (x + 0.28, p75)], SKY.filled()))?;
    line(chart, vec![(x - 0.28, p50), (x + 0.28, p50)], VERMILLION.stroke_width(7))
}

fn draw_points(chart: &Chart<'_, '_>, events: &[OfflineEvent<'_>], y: &Axis) -> Painted {
    if events.len() > POINTS {
        return Ok(());
    }
    for (index, event) in events.iter().enumerate() {
        let Some(hours) = event.hours_until_warned else { continue };
        // Steps of the golden ratio spread any number of points evenly.
        let aside = (index as f64 * 0.618_034).fract() - 0.5;
        let x = offline_bin(event.hours_offline) as f64 + aside * 0.44;
        chart.plotting_area().draw(&Circle::new(
            (x, place(y, hours)),
            5,
            BLUE.mix(0.55).filled(),
        ))?;
    }
    Ok(())
}

fn place(y: &Axis, hours: f64) -> f64 {
    y.clamp(log(hours.max(SOONEST_HOURS)))
}
