//! What the network carried, day by day.
//!
//! It relates each day's counts to phones and, for the last day, to the part of
//! it that the world lasted; a short day would look like a quiet one otherwise.

use super::super::record::{DayRecord, RunRecord};
use super::super::table::Table;
use corona_core::time::{Span, Timestamp};

/// One day of one seed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrafficDay<'a> {
    /// The run's seed.
    pub seed: u64,
    /// When the day began.
    pub begins: Timestamp,
    /// How many hours of it the world lasted, at most 24.
    pub hours: f64,
    /// Phones with the app.
    pub phones: u64,
    /// The day's counts.
    pub counts: &'a DayRecord,
}

impl TrafficDay<'_> {
    /// A count of this day per phone and 24 h; `None` without phones or time.
    #[must_use]
    pub fn per_phone_day(&self, count: u64) -> Option<f64> {
        let phone_days = self.phones as f64 * self.hours / 24.0;
        (phone_days > 0.0).then(|| count as f64 / phone_days)
    }
}

/// One row per seed and day; none of seeds in which polls were left out, for then most of
/// the traffic was.
#[must_use]
pub fn traffic_days(records: &[RunRecord]) -> Vec<TrafficDay<'_>> {
    records.iter().filter(|record| record.elided_polls == 0).flat_map(days_of_seed).collect()
}

fn days_of_seed(record: &RunRecord) -> impl Iterator<Item = TrafficDay<'_>> {
    let phones = phones(record);
    record.days.iter().map(move |counts| {
        let begins = record.start + Span::days(i64::from(counts.day));
        let lasted = (record.end - begins).clamp(Span::ZERO, Span::DAY);
        TrafficDay { seed: record.seed, begins, hours: lasted.as_hours(), phones, counts }
    })
}

/// Phones times days of one seed, the denominator of figures per phone and day.
#[must_use]
pub fn phone_days(record: &RunRecord) -> f64 {
    phones(record) as f64 * (record.end - record.start).as_hours().max(0.0) / 24.0
}

fn phones(record: &RunRecord) -> u64 {
    record.people.iter().filter(|person| person.has_phone).count() as u64
}

pub(super) fn table<'a>(rows: &'a [TrafficDay<'_>]) -> Table<'a> {
    Table::of("traffic", "One row per seed and day of the world, all phones together.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("day", "d", "0 for the first day.", |row| row.counts.day)
        .column("begins", "", "When the day begins.", |row| row.begins)
        .column(
            "hours",
            "h",
            "How much of the day lies within the run; only the last can be short of 24.",
            |row| row.hours,
        )
        .column("phones", "phones", "People with the app.", |row| row.phones)
        .column("dials", "dials", "Dials begun.", |row| row.counts.dials)
        .column("failed_dials", "dials", "Of these, dials that never opened.", |row| {
            row.counts.failed_dials
        })
        .column("bytes", "B", "Frame bytes delivered, padding included.", |row| row.counts.bytes)
        .column(
            "wake_ups",
            "wake-ups",
            "Times a phone's node ran because a timer of its own was due, or a window let a suspended app run.",
            |row| row.counts.wake_ups,
        )
        .column(
            "dials_per_phone_day",
            "dials",
            "Dials per phone and 24 h; missing without phones.",
            |row| row.per_phone_day(row.counts.dials),
        )
        .column("failed_dials_per_phone_day", "dials", "Failed dials per phone and 24 h.", |row| {
            row.per_phone_day(row.counts.failed_dials)
        })
        .column("bytes_per_phone_day", "B", "Bytes per phone and 24 h.", |row| {
            row.per_phone_day(row.counts.bytes)
        })
        .column("wake_ups_per_phone_day", "wake-ups", "Wake-ups per phone and 24 h.", |row| {
            row.per_phone_day(row.counts.wake_ups)
        })
        .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    #[test]
    fn a_short_last_day_is_scaled_to_24_hours() {
        let records = [sample::barbecue()];
        let rows = traffic_days(&records);
        let csv = String::from_utf8(csv_bytes(&table(&rows)).unwrap()).unwrap();
        assert_eq!(
            csv,
            "seed,day,begins,hours,phones,dials,failed_dials,bytes,wake_ups,dials_per_phone_day,\
             failed_dials_per_phone_day,bytes_per_phone_day,wake_ups_per_phone_day\n\
             7,0,2020-04-12T00:00:00.000Z,24,4,8,2,4096,40,2,0.5,1024,10\n\
             7,1,2020-04-13T00:00:00.000Z,12,4,4,0,1024,20,2,0,512,10\n"
        );
        assert_eq!(phone_days(&records[0]), 6.0);
    }

    #[test]
    fn without_phones_there_is_no_figure_per_phone() {
        let mut record = sample::barbecue();
        record.people.iter_mut().for_each(|person| person.has_phone = false);
        assert_eq!(traffic_days(&[record])[0].per_phone_day(5), None);
    }
}
