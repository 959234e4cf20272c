//! Steps on logarithmic axes: what share of self-reports warned at least so many.
//!
//! Reports that warned nobody have no place on such an axis; they count in the
//! shares, and the legend says how many they are.

use super::super::encode_error::EncodeError;
use super::super::figures::grouped;
use super::super::tables::{CascadeSize, CascadeTail, cascade_tail};
use super::axis::{Axis, log};
use super::frame::{SIZE, chart, heading, line, nothing, svg};
use super::palette::{BLUE, GRID, VERMILLION};
use plotters::element::Circle;
use plotters::style::Color;

pub(super) const TITLE: &str = "How many people does one self-report warn?";

pub(super) fn draw(sizes: &[CascadeSize]) -> Result<String, EncodeError> {
    let tail = cascade_tail(sizes.iter().map(|size| size.warned));
    let tail: Vec<_> = tail.into_iter().filter(|row| row.size > 0).collect();
    let causal = cascade_tail(sizes.iter().filter_map(|size| size.causal));
    let causal: Vec<_> = causal.into_iter().filter(|row| row.size > 0).collect();
    svg("cascade_size", SIZE, |area| {
        let (Some(first), Some(last)) = (tail.first(), tail.last()) else {
            let none = if sizes.is_empty() { "no self-reports" } else { "no warnings" };
            return nothing(area, TITLE, &format!("{none} in this run"));
        };
        let all = sizes.len() as u64;
        let mut legend = vec![
            (BLUE, format!("{} self-reports", grouped(all))),
            (GRID, format!("of which {} warned nobody", grouped(all - first.cascades))),
        ];
        if !causal.is_empty() {
            legend.push((VERMILLION, "counting those infected through the reporter".to_owned()));
        }
        let area = heading(area, TITLE, &legend)?;
        let x = Axis::decades("people warned, at least", 1.0, f64::from(last.size), |value| {
            grouped(value.round() as u64)
        });
        let least = causal.iter().map(|row| row.share).fold(last.share, f64::min);
        let y = Axis::decades("share of self-reports", least, 1.0, percent);
        let chart = chart(&area, &x, &y)?;
        for (tail, colour) in [(&causal, VERMILLION), (&tail, BLUE)] {
            line(&chart, steps(tail), colour.stroke_width(4))?;
            tail.iter().try_for_each(|row| {
                let point = (log(f64::from(row.size)), log(row.share));
                chart.plotting_area().draw(&Circle::new(point, 7, colour.filled()))
            })?;
        }
        Ok(())
    })
}

/// The share holds up to a size and falls behind it.
fn steps(tail: &[CascadeTail]) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut from = 0.0;
    for row in tail {
        let (size, share) = (log(f64::from(row.size)), log(row.share));
        points.extend([(from, share), (size, share)]);
        from = size;
    }
    points
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    let decimals = libm::ceil(-log(percent) - 1e-9).clamp(0.0, 9.0) as usize;
    format!("{percent:.decimals$} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_have_as_many_decimals_as_they_need() {
        assert_eq!([1.0, 0.1, 0.01, 0.001].map(percent), ["100 %", "10 %", "1 %", "0.1 %"]);
    }

    #[test]
    fn the_share_holds_until_the_size_it_belongs_to() {
        let points = steps(&cascade_tail([1, 10]));
        assert_eq!(points[0], (0.0, 0.0));
        assert_eq!(points[3].0, 1.0);
        assert_eq!(points[2].1, points[3].1);
    }
}
