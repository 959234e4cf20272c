//! What the app changes, and what it leaves alone.

use crate::given::{alone, setup, town, with};
use corona_simulator::epidemic::Infection;
use corona_simulator::results::RunRecord;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{Polls, World, WorldSetup};
use std::sync::Arc;

fn run(scenario: &Scenario) -> RunRecord {
    run_with(setup(scenario))
}

fn run_with(setup: WorldSetup) -> RunRecord {
    let end = setup.end;
    let mut world = World::new(Arc::new(setup));
    world.run_until(end);
    world.record()
}

/// Who was infected by whom when and where, without what phones said of it.
fn bodies(record: &RunRecord) -> Vec<Infection> {
    let infections = &record.epidemic.as_ref().unwrap().infections;
    let unwarned = |infection: &Infection| {
        let mut body = *infection;
        (body.warned_before, body.warned) = (false, None);
        body
    };
    infections.iter().map(unwarned).collect()
}

const KEYS: &str = "initial = 6\ncalibration = 2.0";

#[test]
fn without_adoption_and_without_an_app_the_epidemic_is_the_same_person_by_person() {
    let scenario = town(1_500, 90, KEYS);
    let no_app = run(&with(&scenario, &[("epidemic.app", "false")]));
    let nobody = run(&with(&scenario, &[("phones.adoption", "0 %")]));
    assert_eq!(no_app, nobody);
    assert!(no_app.epidemic.as_ref().unwrap().infections.len() > 300);
    // Nor does the world around it change anything.
    let mut alone = alone(&scenario);
    alone.run_until(scenario.end());
    assert_eq!(alone.infections(), no_app.epidemic.as_ref().unwrap().infections);
    assert_eq!(alone.days(), no_app.epidemic.as_ref().unwrap().days);
}

#[test]
fn warnings_that_nobody_heeds_leave_the_epidemic_alone() {
    let deaf = [
        ("epidemic.precaution.quarantine_warned", "0 %"),
        ("epidemic.precaution.distance_cautioned", "0 %"),
    ];
    let scenario = with(&town(250, 45, KEYS), &deaf);
    let with_app = run(&scenario);
    let without = run(&with(&scenario, &[("epidemic.app", "false")]));
    assert!(!with_app.warnings.is_empty(), "nobody was warned");
    assert!(with_app.epidemic.as_ref().unwrap().infections.iter().any(|i| i.warned.is_some()));
    assert_eq!(bodies(&with_app), bodies(&without));
}

#[test]
fn heeded_warnings_keep_people_away_and_checked_out() {
    let scenario = with(
        &town(250, 45, KEYS),
        &[
            ("epidemic.precaution.quarantine_warned", "100 %"),
            ("epidemic.precaution.dropout", "0 per day"),
        ],
    );
    let with_app = run(&scenario);
    let without = run(&with(&scenario, &[("epidemic.app", "false")]));
    let days = &with_app.epidemic.as_ref().unwrap().days;
    let quarantined: u32 = days.iter().map(|day| day.quarantined).sum();
    assert!(quarantined > 100, "{quarantined} days");
    assert_ne!(bodies(&with_app), bodies(&without));
    // Nobody checks in where they aren't.
    let heeded: usize = with_app.events.iter().map(|event| event.participants as usize).sum();
    let deaf = run(&with(&scenario, &[("epidemic.precaution.quarantine_warned", "0 %")]));
    let all: usize = deaf.events.iter().map(|event| event.participants as usize).sum();
    assert!(heeded < all, "{heeded} {all}");
}

#[test]
fn polls_left_out_leave_the_epidemic_as_it_is() {
    let scenario = with(
        &town(200, 40, KEYS),
        &[
            ("epidemic.precaution.quarantine_warned", "100 %"),
            ("epidemic.precaution.test_warned", "50 %"),
            ("epidemic.reporting.liars", "5 %"),
            ("phones.churn", "{ on = \"30 h\", off = \"4 h\" }"),
            ("network.profile", "tor"),
        ],
    );
    let [every, telling] = [Polls::Every, Polls::Telling]
        .map(|polls| run_with(WorldSetup { polls, ..setup(&scenario) }));
    assert!(telling.elided_polls > 1_000);
    assert!(every.epidemic.as_ref().unwrap().days.iter().any(|day| day.quarantined > 0));
    assert_eq!(every.epidemic, telling.epidemic);
    assert_eq!(every.warnings, telling.warnings);
    assert_eq!(every.status_changes, telling.status_changes);
    assert_eq!(every.events, telling.events);
}
