//! An epidemic in a few figures.
//!
//! It decides what each means; rates pool all seeds, and counts add them up.

use super::quantile::{mean, quantile, sorted};
use super::record::{EpidemicRecord, RunRecord};
use super::tables::offspring;
use crate::epidemic::Infection;
use corona_core::time::{Span, Timestamp};
use serde::Serialize;

/// A warning this long after an infection may be about it.
const ABOUT: Span = Span::days(14);
/// Before that few are immune.
const EARLY: Span = Span::days(28);
/// New Zealand's target: contacts in quarantine so soon after the exposure.
const TARGET: Span = Span::hours(96);

/// The figures of an epidemic; documented in `docs/results.md`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EpidemicSummary {
    /// People infected, from outside included.
    pub infections: u64,
    /// Of all people, 0 to 1.
    pub attack_rate: Option<f64>,
    /// Infections on the worst day, mean over the seeds.
    pub peak: Option<f64>,
    /// People that somebody infected, mean over all whose infection was over at the end.
    pub r_effective: Option<f64>,
    /// The same over those who were infected in the first 28 days.
    pub r_early: Option<f64>,
    /// People infected by somebody who were at high risk then, by their phone or a rival, or were
    /// in the 14 days after.
    pub warned: u64,
    /// Share of `HighRisk` and rivals' warnings to people infected in the 14 days before; a warning
    /// that was up already when its owner was infected was not about that.
    pub precision: Option<f64>,
    /// Share of those infected by somebody that `warned` counts.
    pub recall: Option<f64>,
    /// From infection to first warning, for those warned after it.
    pub latency_median_hours: Option<f64>,
    /// The same, nine in ten are faster.
    pub latency_p90_hours: Option<f64>,
    /// Share of those infected by somebody who were warned before, or within 96 h after.
    pub warned_within_96_h: Option<f64>,
    /// Share of those infected by somebody whose infector was warned (by their phone or a rival, as
    /// high risk) in the 14 days after: what searching backward is for.
    pub infectors_warned: Option<f64>,
    /// Days in isolation, all people together.
    pub isolation_days: u64,
    /// Days in quarantine, all people together.
    pub quarantine_days: u64,
    /// Of these, days of people who were neither incubating nor infectious.
    pub wrongly_quarantined_days: u64,
}

impl EpidemicSummary {
    /// The figures of all seeds, if there were epidemics.
    #[must_use]
    pub fn of(records: &[RunRecord]) -> Option<Self> {
        let epidemics: Vec<(&RunRecord, &EpidemicRecord)> =
            records.iter().filter_map(|record| Some((record, record.epidemic.as_ref()?))).collect();
        if epidemics.is_empty() {
            return None;
        }
        let people: usize = epidemics.iter().map(|(record, _)| record.people.len()).sum();
        let infections = || epidemics.iter().flat_map(|(_, epidemic)| &epidemic.infections);
        let by_somebody = || infections().filter(|infection| infection.infector.is_some());
        let caught = by_somebody().count();
        let warned = by_somebody().filter(|i| i.warned_before || i.warned.is_some()).count();
        let in_time = by_somebody().filter(|i| is_in_time(i)).count();
        let latencies = infections().filter_map(|i| Some((i.warned? - i.time).as_hours()));
        let latencies = sorted(latencies);
        let days = || epidemics.iter().flat_map(|(_, epidemic)| &epidemic.days);
        let peaks = epidemics.iter().filter_map(|(_, epidemic)| {
            epidemic.days.iter().map(|day| f64::from(day.infections)).reduce(f64::max)
        });
        Some(Self {
            infections: infections().count() as u64,
            attack_rate: share(infections().count(), people),
            peak: mean(&peaks.collect::<Vec<_>>()),
            r_effective: r_of(&epidemics, None),
            r_early: r_of(&epidemics, Some(EARLY)),
            warned: warned as u64,
            precision: precision(&epidemics),
            recall: share(warned, caught),
            latency_median_hours: quantile(&latencies, 0.5),
            latency_p90_hours: quantile(&latencies, 0.9),
            warned_within_96_h: share(in_time, caught),
            infectors_warned: infectors_warned(&epidemics),
            isolation_days: days().map(|day| u64::from(day.isolated)).sum(),
            quarantine_days: days().map(|day| u64::from(day.quarantined)).sum(),
            wrongly_quarantined_days: days().map(|day| u64::from(day.wrongly_quarantined)).sum(),
        })
    }

    /// The figures that differ from seed to seed, by field.
    pub(super) fn figures(&self) -> [(&'static str, Option<f64>); 15] {
        let count = |count: u64| Some(count as f64);
        [
            ("epidemic.infections", count(self.infections)),
            ("epidemic.attack_rate", self.attack_rate),
            ("epidemic.peak", self.peak),
            ("epidemic.r_effective", self.r_effective),
            ("epidemic.r_early", self.r_early),
            ("epidemic.warned", count(self.warned)),
            ("epidemic.precision", self.precision),
            ("epidemic.recall", self.recall),
            ("epidemic.latency_median_hours", self.latency_median_hours),
            ("epidemic.latency_p90_hours", self.latency_p90_hours),
            ("epidemic.warned_within_96_h", self.warned_within_96_h),
            ("epidemic.infectors_warned", self.infectors_warned),
            ("epidemic.isolation_days", count(self.isolation_days)),
            ("epidemic.quarantine_days", count(self.quarantine_days)),
            ("epidemic.wrongly_quarantined_days", count(self.wrongly_quarantined_days)),
        ]
    }
}

fn share(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

fn is_in_time(infection: &Infection) -> bool {
    infection.warned_before
        || infection.warned.is_some_and(|warned| warned - infection.time <= TARGET)
}

/// How many somebody infected, mean over those who were infected within a time from the start, and
/// whose infection is over. Over a whole epidemic each but the first has one infector, so that it
/// is just below 1 whatever happened.
fn r_of(epidemics: &[(&RunRecord, &EpidemicRecord)], within: Option<Span>) -> Option<f64> {
    let of_seed = |(record, epidemic): &(&RunRecord, &EpidemicRecord)| {
        let infected = offspring(record.people.len(), &epidemic.infections);
        let counts = |one: &&Infection| {
            one.ends <= record.end && within.is_none_or(|within| one.time <= record.start + within)
        };
        let over = epidemic.infections.iter().filter(counts);
        let counts = over.filter_map(|infection| infected.get(infection.person as usize));
        counts.copied().map(f64::from).collect::<Vec<_>>()
    };
    mean(&epidemics.iter().flat_map(of_seed).collect::<Vec<_>>())
}

fn infectors_warned(epidemics: &[(&RunRecord, &EpidemicRecord)]) -> Option<f64> {
    let (mut warned, mut all) = (0, 0);
    for (record, epidemic) in epidemics {
        let mut times: Vec<Vec<Timestamp>> = vec![Vec::new(); record.people.len()];
        let ours = record.warnings.iter().filter(|warning| warning.high_risk);
        let ours = ours.map(|warning| (warning.person, warning.time));
        let rivals = epidemic.rival_warnings.iter().map(|warning| (warning.person, warning.time));
        for (person, time) in ours.chain(rivals) {
            times[person as usize].push(time);
        }
        for infection in &epidemic.infections {
            let Some(infector) = infection.infector else { continue };
            let about = infection.time..=infection.time + ABOUT;
            all += 1;
            warned += usize::from(times[infector as usize].iter().any(|at| about.contains(at)));
        }
    }
    share(warned, all)
}

fn precision(epidemics: &[(&RunRecord, &EpidemicRecord)]) -> Option<f64> {
    let (mut right, mut all) = (0, 0);
    for (record, epidemic) in epidemics {
        let mut infected = vec![None; record.people.len()];
        for infection in &epidemic.infections {
            infected[infection.person as usize] = Some(infection.time);
        }
        let ours = record.warnings.iter().filter(|warning| warning.high_risk);
        let ours = ours.map(|warning| (warning.person, warning.time));
        let rivals = epidemic.rival_warnings.iter().filter(|warning| !warning.renewed);
        let rivals = rivals.map(|warning| (warning.person, warning.time));
        for (person, warned) in ours.chain(rivals) {
            all += 1;
            let since = infected[person as usize].map(|time| warned - time);
            right += usize::from(since.is_some_and(|since| (Span::ZERO..=ABOUT).contains(&since)));
        }
    }
    share(right, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::record::WarningRecord;
    use crate::results::sample;

    #[test]
    fn the_figures_of_a_small_outbreak_are_what_a_hand_counts() {
        let summary = EpidemicSummary::of(&[sample::outbreak()]).unwrap();
        assert_eq!((summary.infections, summary.warned), (3, 2));
        assert_eq!(summary.attack_rate, Some(0.6));
        assert_eq!(summary.peak, Some(3.0));
        // Nobody's infection is over after 36 hours.
        assert_eq!(summary.r_effective, None);
        // Of three high-risk warnings Bob's alone comes after an infection; the rival's does.
        assert_eq!(summary.precision, Some(2.0 / 4.0));
        assert_eq!(summary.recall, Some(1.0));
        assert_eq!(summary.latency_median_hours, Some(2.5));
        assert_eq!(summary.warned_within_96_h, Some(1.0));
        assert_eq!(summary.infectors_warned, Some(0.0));
        assert_eq!((summary.quarantine_days, summary.wrongly_quarantined_days), (2, 1));
    }

    #[test]
    fn the_reproduction_number_counts_the_early_alone() {
        let mut record = sample::outbreak();
        record.end = record.start + Span::days(60);
        let epidemic = record.epidemic.as_mut().unwrap();
        // Bob infects Olivier long after; who Olivier infects would be no sign of the beginning.
        let mut late = epidemic.infections[1];
        (late.person, late.infector) = (4, Some(1));
        late.time = record.start + Span::days(30);
        late.ends = late.time + Span::days(9);
        epidemic.infections.push(late);
        // Alice infected two, Bob one, Frank nobody.
        let summary = EpidemicSummary::of(&[record]).unwrap();
        assert_eq!((summary.r_effective, summary.r_early), (Some(3.0 / 4.0), Some(1.0)));
    }

    #[test]
    fn an_infector_warned_before_is_not_found_by_searching_backward() {
        let mut record = sample::outbreak();
        // Alice infects Bob after half an hour and Frank after 34.
        let about_bob = record.start + Span::hours(2);
        record.warnings.push(WarningRecord { time: about_bob, person: 0, ..record.warnings[0] });
        assert_eq!(EpidemicSummary::of(&[record]).unwrap().infectors_warned, Some(0.5));
    }

    #[test]
    fn without_an_epidemic_there_are_no_figures() {
        assert_eq!(EpidemicSummary::of(&[sample::barbecue()]), None);
    }
}
