//! Step lines: how soon after a self-report people were warned, by hop.
//!
//! Time is logarithmic, because the first hop is a matter of hours and the last
//! one of days; hops beyond the sixth share a line.

use super::super::encode_error::EncodeError;
use super::super::quantile::sorted;
use super::super::tables::Latency;
use super::axis::{Axis, log};
use super::frame::{SIZE, chart, heading, line, nothing, svg};
use super::palette::HOPS;
use plotters::style::{Color, RGBColor};

pub(super) const TITLE: &str = "How soon were people warned?";

/// More points than this differ by less than a pixel.
const POINTS: usize = 500;

pub(super) fn draw(latencies: &[Latency<'_>]) -> Result<String, EncodeError> {
    let lines = lines(latencies);
    svg("latency_by_hop", SIZE, |area| {
        if lines.is_empty() {
            let none = "no warnings with a known self-report in this run";
            return nothing(area, TITLE, none);
        }
        let legend: Vec<_> =
            lines.iter().map(|(words, colour, _)| (*colour, words.clone())).collect();
        let area = heading(area, TITLE, &legend)?;
        let all = lines.iter().flat_map(|(_, _, hours)| hours.iter().copied());
        let (min, max) = all.fold((f64::MAX, 0.0), |(min, max): (f64, f64), hours| {
            (min.min(hours), max.max(hours))
        });
        let x = Axis::hours("time since the self-report", min * 0.9, max * 1.1);
        let mut y = Axis::linear("share warned by then (%)", 98.0);
        y.range.1 = 101.0;
        let chart = chart(&area, &x, &y)?;
        for (_, colour, hours) in lines.iter().rev() {
            line(&chart, steps(hours, &x), colour.stroke_width(5))?;
        }
        Ok(())
    })
}

/// Legend, colour and ascending hours of each line.
fn lines(latencies: &[Latency<'_>]) -> Vec<(String, RGBColor, Vec<f64>)> {
    let line_of = |hop: u8| usize::from(hop.max(1) - 1).min(HOPS.len() - 1);
    let mut lines = Vec::new();
    for (index, colour) in HOPS.into_iter().enumerate() {
        let firsts = latencies.iter().filter(|l| l.first && line_of(l.hop) == index);
        let hours = sorted(firsts.map(|latency| latency.hours));
        let beyond = if index + 1 == HOPS.len() { "+" } else { "" };
        if !hours.is_empty() {
            lines.push((format!("hop {}{beyond}", index + 1), colour, hours));
        }
    }
    lines
}

fn steps(ascending: &[f64], x: &Axis) -> Vec<(f64, f64)> {
    let place = |hours: f64| x.clamp(log(hours.max(1e-6)));
    let stride = ascending.len().div_ceil(POINTS).max(1);
    let mut points = vec![(x.range.0, 0.0)];
    let mut share = 0.0;
    for (index, hours) in ascending.iter().enumerate() {
        let last = index + 1 == ascending.len();
        if index % stride == 0 || last {
            let after = 100.0 * (index + 1) as f64 / ascending.len() as f64;
            points.extend([(place(*hours), share), (place(*hours), after)]);
            share = after;
        }
    }
    points.push((x.range.1, share));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_climb_from_none_to_all() {
        let x = Axis::hours("t", 1.0, 24.0);
        let points = steps(&[1.0, 24.0], &x);
        let shares: Vec<_> = points.iter().map(|point| point.1).collect();
        assert_eq!(shares, [0.0, 0.0, 50.0, 50.0, 100.0, 100.0]);
        let many: Vec<f64> = (0..100_000).map(f64::from).collect();
        assert!(steps(&many, &x).len() < 3 * POINTS);
    }
}
