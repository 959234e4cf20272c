//! Lines: new infections per day, and people at home.

use super::super::encode_error::EncodeError;
use super::super::record::RunRecord;
use super::axis::Axis;
use super::day_lines::{Days, by_day, panel};
use super::frame::{heading, key, nothing, svg};
use super::palette::{BLUE, STATUSES, VERMILLION};
use crate::epidemic::EpidemicDay;

pub(super) const TITLE: &str = "The epidemic, and who stays at home";

const SIZE: (u32, u32) = (1600, 1160);

/// Labels along the day axis.
const LABELS: u32 = 14;

pub(super) fn draw(records: &[RunRecord]) -> Result<String, EncodeError> {
    let infections = days(records, |day| day.infections);
    let isolated = days(records, |day| day.isolated);
    let quarantined = days(records, |day| day.quarantined);
    let wrongly = days(records, |day| day.wrongly_quarantined);
    svg("epidemic_curve", SIZE, |area| {
        if infections.is_empty() {
            return nothing(area, TITLE, "no days in this run");
        }
        let [_, orange, ..] = STATUSES;
        let area = heading(area, TITLE, &[(VERMILLION, "infected that day".to_owned())])?;
        let (upper, lower) = area.split_vertically(500);
        panel(&upper, &[(VERMILLION, &infections)], Axis::counts, ("people", LABELS))?;
        let (words, lower) = lower.split_vertically(60);
        let legend = [
            (BLUE, "isolated".to_owned()),
            (orange, "quarantined".to_owned()),
            (STATUSES[0], "of these wrongly".to_owned()),
        ];
        key(&words, &legend, 30)?;
        let lines = [(BLUE, &isolated), (orange, &quarantined), (STATUSES[0], &wrongly)];
        panel(&lower, &lines, Axis::counts, ("people", LABELS))
    })
}

fn days(records: &[RunRecord], count: fn(&EpidemicDay) -> u32) -> Days {
    let epidemics = records.iter().filter_map(|record| record.epidemic.as_ref());
    let days = epidemics.flat_map(|epidemic| &epidemic.days);
    by_day(days.map(|day| (day.day, f64::from(count(day)))))
}
