//! Three small panels: what the service costs one phone per day.
//!
//! It draws means over the seeds with a band from the 5th to the 95th
//! percentile; a last day of less than an hour is left out, since scaling it to
//! 24 h would show noise.

use super::super::encode_error::EncodeError;
use super::super::tables::TrafficDay;
use super::axis::Axis;
use super::day_lines::{Days, by_day, panel, top};
use super::frame::{heading, nothing, svg};
use super::palette::{BLUE, VERMILLION};

pub(super) const TITLE: &str = "What does it cost a phone?";

const SIZE: (u32, u32) = (1600, 760);
const SHORTEST_DAY_HOURS: f64 = 1.0;
/// Labels along each day axis.
const LABELS: u32 = 6;

type Count = fn(&TrafficDay<'_>) -> u64;

pub(super) fn draw(rows: &[TrafficDay<'_>]) -> Result<String, EncodeError> {
    let bytes = days(rows, 1.0, |day| day.counts.bytes);
    let dials = days(rows, 1.0, |day| day.counts.dials);
    let failed = days(rows, 1.0, |day| day.counts.failed_dials);
    let wake_ups = days(rows, 1.0, |day| day.counts.wake_ups);
    svg("traffic", SIZE, |area| {
        if bytes.is_empty() {
            return nothing(area, TITLE, "no phones in this run");
        }
        let legend = [(BLUE, "all".to_owned()), (VERMILLION, "failed dials".to_owned())];
        let area = heading(area, TITLE, &legend)?;
        let panels = area.split_evenly((1, 3));
        let (unit, divisor) = byte_unit(&bytes);
        let bytes = days(rows, divisor, |day| day.counts.bytes);
        let panel_of = |place: usize, title: &str, lines: &[_]| {
            panel(&panels[place], lines, Axis::linear, (title, LABELS))
        };
        panel_of(0, &format!("{unit} per phone and day"), &[(BLUE, &bytes)])?;
        panel_of(1, "dials per phone and day", &[(BLUE, &dials), (VERMILLION, &failed)])?;
        panel_of(2, "wake-ups per phone and day", &[(BLUE, &wake_ups)])
    })
}

fn days(rows: &[TrafficDay<'_>], divisor: f64, count: Count) -> Days {
    let long_enough = rows.iter().filter(|row| row.hours >= SHORTEST_DAY_HOURS);
    by_day(
        long_enough
            .filter_map(|row| Some((row.counts.day, row.per_phone_day(count(row))? / divisor))),
    )
}

/// The unit in which the largest value has one to four digits, and its bytes.
fn byte_unit(days: &Days) -> (&'static str, f64) {
    match top(days) {
        top if top >= 2e6 => ("MB", 1e6),
        top if top >= 2e3 => ("kB", 1e3),
        _ => ("bytes", 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_in_the_unit_that_reads_best() {
        let unit = |bytes| byte_unit(&by_day([(0, bytes)])).0;
        assert_eq!([0.0, 1_999.0, 2_000.0, 3e6].map(unit), ["bytes", "bytes", "kB", "MB"]);
    }
}
