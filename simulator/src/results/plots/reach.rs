//! Bars: people by the hop of their first warning.
//!
//! It stacks high risk under caution and, over several seeds, draws means with
//! whiskers from the 5th to the 95th percentile.

use super::super::encode_error::EncodeError;
use super::super::figures::grouped;
use super::super::seed_bands::Band;
use super::super::tables::Reach;
use super::axis::Axis;
use super::frame::{Chart, Painted, SIZE, chart, heading, line, note, nothing, svg};
use super::palette::{BLUE, INK, SKY};
use plotters::element::Rectangle;
use plotters::style::Color;

pub(super) const TITLE: &str = "How far did warnings travel?";

struct Bar {
    hop: u8,
    high_risk: f64,
    people: Band,
}

pub(super) fn draw(rows: &[Reach], seeds: usize) -> Result<String, EncodeError> {
    let bars = bars(rows, seeds);
    svg("reach_by_hop", SIZE, |area| {
        if bars.is_empty() {
            return nothing(area, TITLE, "no warnings in this run");
        }
        let legend = [(BLUE, "high risk".to_owned()), (SKY, "caution only".to_owned())];
        let area = heading(area, TITLE, &legend)?;
        let top = bars.iter().flat_map(|bar| [bar.people.mean, bar.people.p95]).flatten();
        let y = Axis::counts(
            if seeds > 1 { "people per seed" } else { "people first warned" },
            top.fold(0.0, f64::max) * 1.08,
        );
        let hops = bars.iter().map(|bar| bar.hop.to_string());
        let chart = chart(&area, &Axis::categories("hop: events the warning travelled", hops), &y)?;
        (0_u32..).map(f64::from).zip(&bars).try_for_each(|(x, bar)| draw_bar(&chart, x, bar))
    })
}

fn bars(rows: &[Reach], seeds: usize) -> Vec<Bar> {
    let farthest = rows.iter().map(|row| row.hop).max().unwrap_or(0);
    let bar = |hop| {
        let rows = rows.iter().filter(move |row| row.hop == hop);
        let high_risk = rows.clone().map(|row| row.high_risk).sum::<u64>();
        Bar {
            hop,
            high_risk: high_risk as f64 / seeds.max(1) as f64,
            people: Band::of(rows.map(|row| row.people() as f64)),
        }
    };
    (1..=farthest).map(bar).collect()
}

fn draw_bar(chart: &Chart<'_, '_>, x: f64, bar: &Bar) -> Painted {
    let people = bar.people.mean.unwrap_or(0.0);
    let area = chart.plotting_area();
    let block = |from, to| [(x - 0.36, from), (x + 0.36, to)];
    area.draw(&Rectangle::new(block(0.0, bar.high_risk), BLUE.filled()))?;
    area.draw(&Rectangle::new(block(bar.high_risk, people), SKY.filled()))?;
    let mut top = people;
    if let (true, Some(p5), Some(p95)) = (bar.people.seeds > 1, bar.people.p5, bar.people.p95) {
        line(chart, vec![(x, p5), (x, p95)], INK.stroke_width(4))?;
        for end in [p5, p95] {
            line(chart, vec![(x - 0.06, end), (x + 0.06, end)], INK.stroke_width(4))?;
        }
        top = people.max(p95);
    }
    let words = match bar.people.seeds {
        0 | 1 => grouped(people as u64),
        _ => format!("mean {people:.1}"),
    };
    note(chart, words, (x, top))
}
