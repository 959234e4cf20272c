//! What warnings, results and lies do to the people of an epidemic.

use crate::given::{START, alone, people, plain, town, with};
use corona_core::time::{Span, Timestamp};
use corona_simulator::epidemic::{Intent, Outbreak, OutbreakPlan};
use corona_simulator::population::PersonIndex;
use corona_simulator::scenario::{EpidemicSection, Probability, Rate, Scenario};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An epidemic of nobody among people who do as they are told.
fn obedient(count: u32, change: impl FnOnce(&mut EpidemicSection)) -> Outbreak {
    let mut section = plain();
    section.initial = 0;
    section.diagnosis.other_illness = Rate::NEVER;
    section.precaution.quarantine_warned = Probability::ALWAYS;
    section.precaution.distance_cautioned = Probability::ALWAYS;
    section.precaution.dropout = Rate::NEVER;
    change(&mut section);
    let plan = OutbreakPlan::new(section, people(count, 1), START, START + Span::days(60));
    Outbreak::new(Arc::new(plan), 1)
}

/// Lives through all of a scenario; what its people meant to tell, and when.
fn intents(scenario: &Scenario) -> (Outbreak, Vec<(Timestamp, Intent)>) {
    let mut outbreak = alone(scenario);
    let mut told = Vec::new();
    while let Some(at) = outbreak.next_due() {
        told.extend(outbreak.advance().map(|intent| (at, intent)));
    }
    (outbreak, told)
}

#[test]
fn only_warnings_that_were_heeded_tire() {
    let count = 4_000;
    let mut outbreak = obedient(count, |section| {
        section.precaution.fatigue = Probability::percent(50.0);
    });
    let mut heeding = |hour: i64| -> Vec<bool> {
        let (from, until) = (Span::hours(hour), Span::hours(hour + 2));
        let (from, until) = (START + from, START + until);
        outbreak.run_until(from);
        (0..count).for_each(|person| outbreak.warn(person, Some(true), from));
        let home = |person| outbreak.precaution_of(person).is_home(from + Span::HOUR);
        let home = (0..count).map(home).collect();
        outbreak.run_until(until);
        (0..count).for_each(|person| outbreak.warn(person, None, until));
        home
    };
    let [first, second, third] = [24, 28, 32].map(&mut heeding);
    assert!(first.iter().all(|heeds| *heeds));
    let share = |heeded: bool| {
        let asked = second.iter().zip(&third).filter(|(second, _)| **second == heeded);
        let (all, heed): (Vec<_>, Vec<_>) =
            asked.map(|(_, third)| (1.0, f64::from(*third))).unzip();
        heed.iter().sum::<f64>() / all.iter().sum::<f64>()
    };
    // Four standard errors of two thousand are 0.045 and 0.039.
    assert!((share(false) - 0.5).abs() < 0.045, "{}", share(false));
    assert!((share(true) - 0.25).abs() < 0.039, "{}", share(true));
}

#[test]
fn high_risk_that_falls_to_caution_asks_for_a_distance() {
    let mut outbreak = obedient(1, |_| {});
    let at = |day| START + Span::days(day);
    outbreak.warn(0, Some(true), at(1));
    assert!(outbreak.precaution_of(0).quarantine.covers(at(2)));
    assert!(!outbreak.precaution_of(0).distance.covers(at(2)));
    outbreak.warn(0, Some(false), at(3));
    assert!(!outbreak.precaution_of(0).is_home(at(4)));
    assert!(outbreak.precaution_of(0).distance.covers(at(4)));
    outbreak.warn(0, None, at(5));
    assert!(!outbreak.precaution_of(0).distance.covers(at(6)));
}

const CERTAIN: [(&str, &str); 4] = [
    ("epidemic.diagnosis.sensitivity", "[\"100 %\", \"100 %\"]"),
    ("epidemic.diagnosis.days", "[1, 60]"),
    ("epidemic.diagnosis.other_illness", "0 per day"),
    ("epidemic.precaution.test_warned", "0 %"),
];

#[test]
fn an_alarm_for_somebody_alarmed_already_only_renews_it() {
    // Whoever is tested has symptoms, and every such test is positive: nobody is let go early.
    let scenario = with(&town(1_500, 80, "initial = 10\ncalibration = 1.6"), &CERTAIN);
    let scenario = with(&scenario, &[("epidemic.rival.kind", "bluetooth")]);
    let (outbreak, _) = intents(&scenario);
    let quarantine = scenario.epidemic.as_ref().unwrap().precaution.quarantine;
    let mut last: BTreeMap<PersonIndex, Timestamp> = BTreeMap::new();
    let mut again = 0;
    for warning in outbreak.rival_warnings() {
        let before = last.get(&warning.person).copied();
        let up = before.is_some_and(|before| warning.time - before < quarantine);
        assert_eq!(warning.renewed, up, "{warning:?} after {before:?}");
        last.insert(warning.person, warning.time);
        again += u32::from(up);
    }
    assert!(last.len() > 300 && again > 20, "{} {again}", last.len());
}

#[test]
fn a_negative_result_ends_a_rivals_quarantine_and_whatever_symptoms_were_to_be_told() {
    let scenario = with(
        &town(1_500, 80, "initial = 10\ncalibration = 1.6"),
        &[
            ("epidemic.rival.kind", "manual"),
            ("epidemic.reporting.results", "100 %"),
            ("epidemic.reporting.symptoms", "100 %"),
            ("epidemic.reporting.delay", "3 days"),
            ("epidemic.precaution.quarantine_warned", "100 %"),
            ("epidemic.diagnosis.other_illness", "2 % per day"),
        ],
    );
    let mut outbreak = alone(&scenario);
    let mut cleared: BTreeMap<PersonIndex, Timestamp> = BTreeMap::new();
    let (mut freed, mut told) = (0, 0);
    while let Some(at) = outbreak.next_due() {
        let before: BTreeSet<PersonIndex> = if freed < 50 {
            let people = 0..1_500;
            people.filter(|p| outbreak.precaution_of(*p).quarantine.covers(at)).collect()
        } else {
            BTreeSet::new()
        };
        match outbreak.advance() {
            Some(Intent::Result { person, sampled, positive: false }) => {
                let latest = cleared.entry(person).or_insert(sampled);
                *latest = sampled.max(*latest);
                assert!(!outbreak.precaution_of(person).is_home(at + Span(1)));
                freed += u32::from(before.contains(&person));
            }
            Some(Intent::Symptoms { person, since }) => {
                told += 1;
                assert!(cleared.get(&person).is_none_or(|sampled| *sampled < since), "{person}");
            }
            Some(Intent::Result { .. }) | None => {}
        }
    }
    assert!(freed > 10 && told > 100, "{freed} {told}");
}

#[test]
fn more_liars_tell_the_same_lies_and_others_and_no_laboratory_hears_of_them() {
    let lies = |share| {
        let scenario = with(
            &town(2_000, 40, "initial = 0"),
            &[
                ("epidemic.diagnosis.other_illness", "0 per day"),
                ("epidemic.reporting.liars", share),
                ("epidemic.rival.kind", "manual"),
            ],
        );
        let (outbreak, told) = intents(&scenario);
        assert!(outbreak.rival_warnings().is_empty());
        told
    };
    let [few, many] = ["2 %", "4 %"].map(lies);
    assert!(few.len() > 100 && many.len() > few.len(), "{} {}", few.len(), many.len());
    assert!(few.iter().all(|lie| many.contains(lie)));
}
