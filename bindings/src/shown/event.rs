//! Events as they are shown.

use super::{Decision, InfectionStatus, SignalShown, Stage, moment};
use corona_phone::api;
use std::time::SystemTime;

/// An event.
#[derive(Clone, PartialEq, Debug, uniffi::Record)]
pub struct EventShown {
    /// Hosted here, or else joined.
    pub hosted: bool,
    /// Its number in its list.
    pub event: u32,
    /// Its name, once known.
    pub name: String,
    /// Where it is in its life.
    pub stage: Stage,
    /// Its begin, once known.
    pub start: Option<SystemTime>,
    /// Its end, if it has one.
    pub end: Option<SystemTime>,
    /// Hosted events only: guests can reach it.
    pub reachable: bool,
    /// What guests are told of the others; for hosted events, of all.
    pub statistics: Option<StatisticsShown>,
    /// Hosted events only: whoever reported under a name.
    pub reports: Vec<ReportShown>,
    /// What we have to tell this event is not acknowledged yet.
    pub report_under_way: bool,
    /// Hosted events only: guests admitted, the organizer not counted.
    pub guests: u32,
    /// Its banner is here.
    pub banner: bool,
    /// Joined events only: whether reports of high risk may carry the name here, once said.
    pub consent: Option<bool>,
    /// Joined events only: a report of high risk waits for that word.
    pub consent_asked: bool,
}

/// Counts; where an organizer tells ranges, ranges.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct StatisticsShown {
    /// The organizer included.
    pub attendees: CountShown,
    /// Positive tests.
    pub positives: CountShown,
    /// Symptoms.
    pub suspected: CountShown,
    /// Negative tests.
    pub negatives: CountShown,
    /// The best signal there.
    pub signal: Option<SignalShown>,
}

/// How many: at least and at most; equal where the number is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, uniffi::Record)]
pub struct CountShown {
    /// At least.
    pub low: u32,
    /// At most.
    pub high: u32,
}

/// A report an organizer sees.
#[derive(Clone, PartialEq, Eq, Debug, uniffi::Record)]
pub struct ReportShown {
    /// Guest.
    pub slot: u32,
    /// What they say of themselves.
    pub status: InfectionStatus,
    /// If it was given.
    pub name: Option<String>,
    /// If it was given.
    pub note: Option<String>,
    /// What the organizer has made of it.
    pub decision: Decision,
}

impl From<api::EventShown> for EventShown {
    fn from(shown: api::EventShown) -> Self {
        Self {
            hosted: shown.hosted,
            event: shown.event,
            name: shown.name,
            stage: Stage::of(&shown.stage),
            start: shown.start.as_deref().map(moment),
            end: shown.end.as_deref().map(moment),
            reachable: shown.reachable,
            statistics: shown.statistics.map(Into::into),
            reports: shown.reports.into_iter().map(Into::into).collect(),
            report_under_way: shown.report_under_way,
            guests: shown.guests,
            banner: shown.banner,
            consent: shown.consent,
            consent_asked: shown.consent_asked,
        }
    }
}

impl From<api::StatisticsShown> for StatisticsShown {
    fn from(shown: api::StatisticsShown) -> Self {
        Self {
            attendees: CountShown::of(&shown.attendees),
            positives: CountShown::of(&shown.positives),
            suspected: CountShown::of(&shown.suspected),
            negatives: CountShown::of(&shown.negatives),
            signal: shown.signal.map(Into::into),
        }
    }
}

impl CountShown {
    /// From `3` or `2-5`.
    fn of(text: &str) -> Self {
        let count = |text: &str| text.parse().expect("the phone shows counts as numbers");
        match text.split_once('-') {
            Some((low, high)) => Self { low: count(low), high: count(high) },
            None => Self { low: count(text), high: count(text) },
        }
    }
}

impl From<api::ReportShown> for ReportShown {
    fn from(shown: api::ReportShown) -> Self {
        Self {
            slot: shown.slot,
            status: InfectionStatus::of(&shown.status),
            name: shown.name,
            note: shown.note,
            decision: Decision::of(&shown.decision),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_numbers_and_ranges() {
        assert_eq!(CountShown::of("3"), CountShown { low: 3, high: 3 });
        assert_eq!(CountShown::of("2-5"), CountShown { low: 2, high: 5 });
    }
}
