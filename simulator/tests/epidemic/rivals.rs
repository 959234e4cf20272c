//! Rivals of the cascade, with the same people and luck.

use crate::given::{alone, setup, town, with};
use corona_simulator::epidemic::{Infection, Outbreak};
use corona_simulator::scenario::Scenario;
use corona_simulator::world::World;
use std::sync::Arc;

const RIVALS: [&str; 4] = ["none", "manual", "bluetooth", "event"];

fn run(scenario: &Scenario) -> Outbreak {
    let mut outbreak = alone(scenario);
    outbreak.run_until(scenario.end());
    outbreak
}

fn warnings(scenario: &Scenario, sets: &[(&str, &str)]) -> usize {
    run(&with(scenario, sets)).rival_warnings().len()
}

fn body(infection: &Infection) -> Infection {
    let mut body = *infection;
    (body.warned_before, body.warned) = (false, None);
    body
}

fn deaf() -> Scenario {
    let scenario = town(2_000, 70, "initial = 10\ncalibration = 1.5");
    with(&scenario, &[("epidemic.precaution.quarantine_warned", "0 %")])
}

#[test]
fn rivals_that_nobody_heeds_leave_the_epidemic_alone() {
    let bodies = RIVALS.map(|rival| {
        let outbreak = run(&with(&deaf(), &[("epidemic.rival.kind", rival)]));
        assert_eq!(outbreak.rival_warnings().is_empty(), rival == "none", "{rival}");
        outbreak.infections().iter().map(body).collect::<Vec<_>>()
    });
    assert!(bodies[0].len() > 200);
    assert!(bodies.iter().all(|rival| *rival == bodies[0]));
}

#[test]
fn every_rival_that_is_heeded_has_fewer_infected() {
    let heeded = with(
        &town(2_000, 70, "initial = 10\ncalibration = 1.5"),
        &[("epidemic.precaution.quarantine_warned", "100 %")],
    );
    let [none, manual, bluetooth, event] = RIVALS
        .map(|rival| run(&with(&heeded, &[("epidemic.rival.kind", rival)])).infections().len());
    assert!(
        manual < none && bluetooth < none && event < none,
        "{none} {manual} {bluetooth} {event}"
    );
}

#[test]
fn apps_reach_the_square_of_their_adoption() {
    let reach_with = |rival, adoption, more: &[(&'static str, &'static str)]| {
        let mut sets = vec![
            ("epidemic.rival.kind", rival),
            ("phones.adoption", adoption),
            ("epidemic.rival.bluetooth_false", "0 per day"),
        ];
        sets.extend(more);
        warnings(&deaf(), &sets) as f64
    };
    let reach = |rival, adoption| reach_with(rival, adoption, &[]);
    let bluetooth = reach("bluetooth", "50 %") / reach("bluetooth", "100 %");
    assert!((bluetooth - 0.25).abs() < 0.06, "{bluetooth}");
    assert_eq!(reach("bluetooth", "0 %"), 0.0);
    // Somebody of a gathering who has the app hosts it, so the host is no third square root.
    let event = reach("event", "50 %") / reach("event", "100 %");
    assert!((event - 0.25).abs() < 0.06, "{event}");
    let hosted = [("behaviour.take_over", "0 %")];
    let alone = reach_with("event", "50 %", &hosted) / reach_with("event", "100 %", &hosted);
    assert!((alone - 0.125).abs() < 0.05, "{alone}: guests, and the organizer too");
    let manual = reach("manual", "0 %") / reach("manual", "100 %");
    assert_eq!(manual, 1.0, "calls need no app");
}

#[test]
fn a_world_with_a_rival_has_no_phones_of_ours() {
    let scenario = with(&deaf(), &[("epidemic.rival.kind", "event"), ("duration", "40 days")]);
    let mut world = World::new(Arc::new(setup(&scenario)));
    world.run_until(scenario.end());
    let record = world.record();
    let alone = run(&scenario);
    let epidemic = record.epidemic.unwrap();
    assert_eq!(epidemic.infections, alone.infections());
    assert_eq!(epidemic.rival_warnings, alone.rival_warnings());
    assert!(record.events.is_empty() && record.warnings.is_empty());
    assert!(record.people.iter().all(|person| person.has_phone));
}
