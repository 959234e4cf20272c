//! What is gained against what it costs: one point for each thing compared.
//!
//! It decides which points nothing beats, that is, no other gains as much for less or more for
//! as much, by their medians; and numbers all, because names would cover each other.

use super::super::encode_error::EncodeError;
use super::super::paired::Spread;
use super::axis::Axis;
use super::frame::{SIZE, chart, heading, label, line, list, nothing, svg};
use super::palette::{BLUE, INK, SKY};
use plotters::element::Circle;
use plotters::style::Color;

/// So many points have room beside the plot for their names.
pub(crate) const MOST_POINTS: usize = 18;

/// One of the things compared.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bargain {
    /// What it is called.
    pub(crate) name: String,
    /// What it costs.
    pub(crate) cost: Spread,
    /// What it gains.
    pub(crate) gain: Spread,
}

impl Bargain {
    fn is_beaten_by(&self, other: &Self) -> bool {
        let (cost, gain) = (other.cost.median, other.gain.median);
        cost <= self.cost.median
            && gain >= self.gain.median
            && (cost < self.cost.median || gain > self.gain.median)
    }
}

/// Draws points by cost and gain, with the words of both axes.
pub(crate) fn draw_trade_off(
    title: &str,
    (cost, gain): (&str, &str),
    bargains: &[Bargain],
) -> Result<String, EncodeError> {
    svg("trade_off", SIZE, |area| {
        if bargains.is_empty() {
            return nothing(area, title, "no such figures in these runs");
        }
        let legend = [(BLUE, "nothing beats it".to_owned()), (SKY, "something does".to_owned())];
        let area = heading(area, title, &legend)?;
        let (plot, names) = area.split_horizontally(SIZE.0 - 520);
        list(&names, bargains.iter().map(|bargain| bargain.name.as_str()))?;
        let chart =
            chart(&plot, &axis(cost, bargains, |b| &b.cost), &axis(gain, bargains, |b| &b.gain))?;
        for (number, bargain) in (1..).zip(bargains) {
            let Bargain { cost, gain, .. } = bargain;
            let beaten = bargains.iter().any(|other| bargain.is_beaten_by(other));
            let colour = if beaten { SKY } else { BLUE };
            let at = (cost.median, gain.median);
            line(&chart, vec![(cost.p5, at.1), (cost.p95, at.1)], colour.mix(0.5).stroke_width(3))?;
            line(&chart, vec![(at.0, gain.p5), (at.0, gain.p95)], colour.mix(0.5).stroke_width(3))?;
            chart.plotting_area().draw(&Circle::new(at, 10, colour.filled()))?;
            label(&chart, &number.to_string(), at, INK, -30)?;
        }
        Ok(())
    })
}

fn axis(title: &str, bargains: &[Bargain], of: fn(&Bargain) -> &Spread) -> Axis {
    let spreads = || bargains.iter().map(of);
    let top = spreads().map(|spread| spread.p95.max(spread.median)).fold(0.0, f64::max);
    let bottom = spreads().map(|spread| spread.p5.min(spread.median)).fold(0.0, f64::min);
    Axis::between(title, bottom, top)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bargain(name: &str, cost: f64, gain: f64) -> Bargain {
        let only = |value| Spread::of([value]).unwrap();
        Bargain { name: name.to_owned(), cost: only(cost), gain: only(gain) }
    }

    #[test]
    fn a_point_is_beaten_by_more_for_as_much_or_as_much_for_less() {
        let here = bargain("here", 10.0, 5.0);
        assert!(here.is_beaten_by(&bargain("cheaper", 9.0, 5.0)));
        assert!(here.is_beaten_by(&bargain("better", 10.0, 6.0)));
        assert!(!here.is_beaten_by(&bargain("dearer and better", 11.0, 6.0)));
        assert!(!here.is_beaten_by(&here.clone()));
    }

    #[test]
    fn points_are_numbered_and_named_beside_the_plot() {
        let bargains = [bargain("nothing", 0.0, 0.0), bargain("cascade", 12.0, -3.0)];
        let svg = draw_trade_off("worth", ("days", "averted"), &bargains).unwrap();
        for word in ["worth", "days", "averted", "1  nothing", "2  cascade"] {
            assert!(svg.contains(word), "{word}");
        }
        let empty = draw_trade_off("worth", ("days", "averted"), &[]).unwrap();
        assert!(empty.contains("no such figures"));
    }
}
