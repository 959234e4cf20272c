//! What an organizer's unreachable phone costs: the longer it was away, the
//! later the guests learn what was reported.
//!
//! It pairs, for every event that got a report, the hours its organizer's phone
//! was offline with the hours until the first guest was warned, and bins them.

use super::super::quantile::{quantile, sorted};
use super::super::record::RunRecord;
use super::super::table::Table;

/// Limits of the bins of hours offline (of 24): a bin holds what is above its
/// lower and at most its upper limit; the first holds exactly 0.
const OFFLINE_BINS_HOURS: [f64; 6] = [0.0, 1.0, 3.0, 6.0, 12.0, 24.0];

/// One event with a report.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfflineEvent<'a> {
    /// The run's seed.
    pub seed: u64,
    /// Index of the event.
    pub event: u64,
    /// Its name.
    pub name: &'a str,
    /// Checked-in participants.
    pub participants: u32,
    /// Hours (of 24) for which the organizer's phone was unreachable.
    pub hours_offline: f64,
    /// From first report to first warning; `None` if nobody was warned.
    pub hours_until_warned: Option<f64>,
}

/// Events whose organizers were offline about equally long.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OfflineBin {
    /// Above so many hours offline (at least, in the first bin).
    pub from_hours: f64,
    /// At most so many.
    pub to_hours: f64,
    /// Events with a report.
    pub events: u64,
    /// Of these, events that warned somebody.
    pub warned: u64,
    /// Hours until the first warning: tenth percentile, lower quartile, median,
    /// upper quartile and ninetieth percentile, if any event warned.
    pub hours: Option<[f64; 5]>,
}

/// One row per event with a first report, seed by seed.
#[must_use]
pub fn offline_events(records: &[RunRecord]) -> Vec<OfflineEvent<'_>> {
    records.iter().flat_map(events_of_seed).collect()
}

fn events_of_seed(record: &RunRecord) -> impl Iterator<Item = OfflineEvent<'_>> {
    record.events.iter().zip(0..).filter_map(|(event, index)| {
        let reported = event.first_report?;
        Some(OfflineEvent {
            seed: record.seed,
            event: index,
            name: &event.name,
            participants: event.participants,
            hours_offline: event.organizer_offline.as_hours(),
            hours_until_warned: event.first_warned.map(|warned| (warned - reported).as_hours()),
        })
    })
}

/// Index of the bin of hours offline that holds so many hours.
#[must_use]
pub fn offline_bin(hours: f64) -> usize {
    let above = OFFLINE_BINS_HOURS.iter().position(|limit| hours <= *limit);
    above.unwrap_or(OFFLINE_BINS_HOURS.len() - 1)
}

/// All bins, in ascending order, empty ones included.
#[must_use]
pub fn offline_bins(events: &[OfflineEvent<'_>]) -> Vec<OfflineBin> {
    let limits = OFFLINE_BINS_HOURS.iter().enumerate();
    limits
        .map(|(bin, to_hours)| {
            let in_bin = events.iter().filter(|event| offline_bin(event.hours_offline) == bin);
            let warned = sorted(in_bin.clone().filter_map(|event| event.hours_until_warned));
            let hours = [0.1, 0.25, 0.5, 0.75, 0.9].map(|share| quantile(&warned, share));
            OfflineBin {
                from_hours: OFFLINE_BINS_HOURS[bin.saturating_sub(1)],
                to_hours: *to_hours,
                events: in_bin.count() as u64,
                warned: warned.len() as u64,
                hours: hours[0].map(|_| hours.map(Option::unwrap_or_default)),
            }
        })
        .collect()
}

pub(super) fn bins_by_seed(
    records: &[RunRecord],
    events: &[OfflineEvent<'_>],
) -> Vec<(u64, OfflineBin)> {
    let mut rows = Vec::new();
    for record in records {
        let of_seed: Vec<_> = events.iter().filter(|e| e.seed == record.seed).copied().collect();
        let bins = offline_bins(&of_seed).into_iter().filter(|bin| bin.events > 0);
        rows.extend(bins.map(|bin| (record.seed, bin)));
    }
    rows
}

pub(super) fn table<'a>(rows: &'a [OfflineEvent<'_>]) -> Table<'a> {
    Table::of("organizer_offline", "One row per event to which somebody reported.", rows)
        .column("seed", "", "Seed of the run.", |row| row.seed)
        .column("event", "", "Index of the event in the seed.", |row| row.event)
        .column("event_name", "", "Its name.", |row| row.name)
        .column("participants", "people", "Checked-in participants, organizer included.", |row| row.participants)
        .column("hours_offline", "h", "How long the organizer's phone was unreachable in the 24 h before the first guest was warned, or after the first report if none was.", |row| row.hours_offline)
        .column("hours_until_warned", "h", "From the first report stored to the first guest warned; missing if none was.", |row| row.hours_until_warned)
        .table()
}

pub(super) fn effect_table(rows: &[(u64, OfflineBin)]) -> Table<'_> {
    Table::of(
        "organizer_offline_effect",
        "One row per seed and bin of hours offline that holds events with a report.",
        rows,
    )
    .column("seed", "", "Seed of the run.", |row| row.0)
    .column(
        "offline_from_hours",
        "h",
        "The bin's lower limit, itself in the bin below; the first bin is exactly 0.",
        |row| row.1.from_hours,
    )
    .column("offline_to_hours", "h", "The bin's upper limit, itself in the bin.", |row| {
        row.1.to_hours
    })
    .column("events", "events", "Events with a report.", |row| row.1.events)
    .column("warned", "events", "Of these, events that warned a guest.", |row| row.1.warned)
    .column("p25_hours", "h", "Hours until the first guest was warned: lower quartile.", |row| {
        row.1.hours.map(|hours| hours[1])
    })
    .column("median_hours", "h", "Median.", |row| row.1.hours.map(|hours| hours[2]))
    .column("p75_hours", "h", "Upper quartile.", |row| row.1.hours.map(|hours| hours[3]))
    .table()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::csv_file::csv_bytes;
    use crate::results::sample;

    fn text(table: &Table<'_>) -> String {
        String::from_utf8(csv_bytes(table).unwrap()).unwrap()
    }

    #[test]
    fn only_events_with_a_report_have_rows() {
        assert_eq!(
            text(&table(&offline_events(&[sample::barbecue()]))),
            "seed,event,event_name,participants,hours_offline,hours_until_warned\n\
             7,0,Barbecue,3,0,1.5\n7,1,Theater,2,4,3\n7,2,\"Tea, late\",2,20,\n"
        );
    }

    #[test]
    fn events_fall_into_bins_by_hours_offline() {
        let records = [sample::barbecue()];
        let rows = bins_by_seed(&records, &offline_events(&records));
        assert_eq!(
            text(&effect_table(&rows)),
            "seed,offline_from_hours,offline_to_hours,events,warned,p25_hours,median_hours,p75_hours\n\
             7,0,0,1,1,1.5,1.5,1.5\n7,3,6,1,1,3,3,3\n7,12,24,1,0,,,\n"
        );
    }

    #[test]
    fn limits_belong_to_the_bin_below_and_excess_to_the_last() {
        let bins = [0.0, 0.01, 1.0, 1.01, 24.0, 25.0].map(offline_bin);
        assert_eq!(bins, [0, 1, 1, 2, 5, 5]);
    }
}
