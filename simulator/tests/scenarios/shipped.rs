//! The scenarios that come with the simulator.

use crate::given::{load, shipped};
use corona_core::cascade::Policy;
use corona_core::time::Span;
use corona_simulator::population::Population;
use corona_simulator::scenario::Scenario;
use corona_simulator::sweep::{Plan, Specification};

#[test]
fn every_shipped_scenario_says_what_it_shows_and_loads() {
    let mut count = 0;
    for entry in std::fs::read_dir(shipped("")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        count += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# "), "{} does not say what it shows", path.display());
        let scenario = Scenario::read(&path, &[]).unwrap();
        assert_eq!(Some(scenario.name.as_str()), path.file_stem().and_then(|stem| stem.to_str()));
        assert!(!scenario.about.is_empty());
        assert_eq!(load(&scenario.resolved(), &[]).unwrap(), scenario);
    }
    assert_eq!(count, 9);
}

#[test]
fn every_shipped_sweep_says_what_it_shows_and_can_be_planned() {
    let mut count = 0;
    for entry in std::fs::read_dir(shipped("sweeps")).unwrap() {
        count += 1;
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# "), "{} does not say what it shows", path.display());
        let sweep = Specification::parse(&path, &text).unwrap();
        let scenario = std::fs::read_to_string(sweep.scenario()).unwrap();
        let plan = Plan::of(&sweep, sweep.scenario(), &scenario, |_, _| None).unwrap();
        assert!(plan.runs.len() >= 100, "{}: {} runs", path.display(), plan.runs.len());
    }
    assert_eq!(count, 6);
}

#[test]
fn the_whitepaper_s_story_is_that_of_its_figure() {
    let scenario = Scenario::read(&shipped("whitepaper.toml"), &[]).unwrap();
    assert_eq!(scenario.policy(), Policy::whitepaper());
    let (population, script) = Population::build(&scenario, None).unwrap();
    let name = |person: u32| population.people[person as usize].name.to_string();
    let events: Vec<String> = (population.gatherings.iter())
        .map(|event| {
            let guests = population.guests(event).iter().map(|guest| name(guest.person));
            let guests: Vec<String> = guests.collect();
            let day = event.start.to_string()[..10].to_owned();
            format!("{day} {}: {} {}", event.name, name(event.organizer), guests.join(" "))
        })
        .collect();
    let figure = [
        "2020-03-20 Swing Festival: Alice Peter Olivier",
        "2020-04-05 Team Building: Alice Bob Claire Dave",
        "2020-04-12 Barbecue: Alice Bob Eve",
        "2020-04-15 Theater: Eve Frank",
    ];
    assert_eq!(events, figure);
    let report = script.reports[0];
    assert_eq!((name(report.person).as_str(), script.reports.len()), ("Alice", 1));
    let infectious_from = report.infectious_from.unwrap();
    assert_eq!(infectious_from.to_string(), "2020-04-06 00:00");
    let ends: Vec<_> = population.gatherings.iter().map(|event| event.end).collect();
    // Only the Barbecue is both after the window's begin and still maintained.
    let heard = |event: usize| {
        ends[event] >= infectious_from && ends[event] + scenario.event.maintain >= report.at
    };
    assert_eq!([heard(0), heard(1), heard(2)], [false, false, true]);
    assert!(ends[1] + scenario.event.maintain < report.at, "Team Building is no longer maintained");
    assert!(population.gatherings.iter().all(|event| event.end - event.start <= Span::hours(72)));
}

#[test]
fn the_story_with_faults_is_the_same_story() {
    let (plain, plain_script) =
        Population::build(&Scenario::read(&shipped("whitepaper.toml"), &[]).unwrap(), None)
            .unwrap();
    let (faulty, script) =
        Population::build(&Scenario::read(&shipped("whitepaper-faults.toml"), &[]).unwrap(), None)
            .unwrap();
    assert_eq!(plain, faulty);
    assert_eq!(plain_script.reports, script.reports);
    assert_eq!((script.outages.len(), script.crashes.len()), (1, 1));
    let barbecue = &faulty.gatherings[2];
    assert_eq!(script.outages[0].person, barbecue.organizer);
}
