//! Lines: phones by status at the end of each day.
//!
//! `Unknown` is most phones on most days, so it gets a panel of its own with its
//! own scale, and the other four share the large one.

use super::super::encode_error::EncodeError;
use super::super::record::RunRecord;
use super::axis::Axis;
use super::day_lines::{Days, by_day, panel};
use super::frame::{heading, key, nothing, svg};
use super::palette::STATUSES;
use corona_core::status::InfectionStatus;

pub(super) const TITLE: &str = "Statuses over time";

const SIZE: (u32, u32) = (1600, 1160);

/// Labels along the day axis.
const LABELS: u32 = 14;

pub(super) fn draw(records: &[RunRecord]) -> Result<String, EncodeError> {
    let days = [0, 1, 2, 3, 4].map(|status| days(records, status));
    svg("statuses_over_time", SIZE, |area| {
        if days[0].is_empty() {
            return nothing(area, TITLE, "no days in this run");
        }
        let legend =
            |status: usize| (STATUSES[status], InfectionStatus::ALL[status].word().to_owned());
        let area = heading(area, TITLE, &[1, 2, 3, 4].map(legend))?;
        let (upper, lower) = area.split_vertically(610);
        let lines = [1, 2, 3, 4].map(|status| (STATUSES[status], &days[status]));
        panel(&upper, &lines, Axis::counts, ("phones", LABELS))?;
        let (words, lower) = lower.split_vertically(60);
        key(&words, &[legend(0)], 30)?;
        panel(&lower, &[(STATUSES[0], &days[0])], Axis::counts, ("phones", LABELS))
    })
}

fn days(records: &[RunRecord], status: usize) -> Days {
    let days = records.iter().flat_map(|record| &record.days);
    by_day(days.map(|day| (day.day, f64::from(day.statuses[status]))))
}
