//! What the phones of a world sign with changes nothing that anybody observes.

use corona_core::identity::{Ed25519, Signatures};
use corona_simulator::SignatureScheme;
use corona_simulator::checkers::compare_when_calm;
use corona_simulator::engine::EngineChoices;
use corona_simulator::population::Population;
use corona_simulator::replicates::Replicates;
use corona_simulator::results::RunRecord;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{World, WorldSetup};
use corona_transport_sim::StandIn;
use std::path::Path;
use std::sync::Arc;

fn scenario(file: &str, sets: &[(&str, &str)]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(file);
    let sets: Vec<(String, String)> =
        sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Scenario::read(&path, &sets).unwrap()
}

/// Everything that was observed and told, then everything again after the calm.
fn lived<S: Signatures>(scenario: &Scenario) -> (RunRecord, RunRecord, Vec<String>) {
    let (population, script) = Population::build(scenario, None).unwrap();
    let setup = WorldSetup::new(scenario, Arc::new(population), Arc::new(script));
    let mut world = World::<S>::with_signatures(Arc::new(setup));
    let story = std::rc::Rc::default();
    let lines: std::rc::Rc<std::cell::RefCell<Vec<String>>> = std::rc::Rc::clone(&story);
    world.tell(move |line| lines.borrow_mut().push(format!("{} {}", line.time, line.text)));
    world.run_until(scenario.end());
    let record = world.record();
    assert_eq!(compare_when_calm(&mut world), []);
    let calm = world.record();
    drop(world);
    (record, calm, story.take())
}

#[test]
fn stand_in_signatures_change_nothing_but_keys() {
    // A town pairs its households, whose phones sync over addresses that name their readers.
    let town = [("population.people", "300"), ("duration", "20 days")];
    let faults = [
        ("population.people", "60"),
        ("duration", "12 days"),
        ("phones.crashes", "0.5 per day"),
        ("network.dial_failure", "10 %"),
        ("network.link_break", "5 %"),
    ];
    for scenario in [
        scenario("whitepaper.toml", &[]),
        scenario("whitepaper-faults.toml", &[]),
        scenario("town.toml", &town),
        scenario("town.toml", &faults),
    ] {
        let (real, stand_in) = (lived::<Ed25519>(&scenario), lived::<StandIn>(&scenario));
        assert!(!real.2.is_empty() && real.0 != real.1, "{}: nothing happened", scenario.name);
        assert!(real == stand_in, "{}: the worlds differ", scenario.name);
    }
}

#[test]
fn phones_of_two_schemes_hold_different_keys() {
    let scenario = scenario("whitepaper.toml", &[]);
    let (population, script) = Population::build(&scenario, None).unwrap();
    let setup = Arc::new(WorldSetup::new(&scenario, Arc::new(population), Arc::new(script)));
    let real = World::new(Arc::clone(&setup));
    let stand_in = World::<StandIn>::with_signatures(setup);
    let mut compared = 0;
    for (real, stand_in) in real.phones().iter().zip(stand_in.phones()) {
        if let (Some(real), Some(stand_in)) = (real.node(), stand_in.node()) {
            assert_ne!(real.card().identity, stand_in.card().identity);
            assert_ne!(real.card().address, stand_in.card().address);
            compared += 1;
        }
    }
    assert!(compared > 0);
}

#[test]
fn replicates_sign_as_asked_or_as_their_size_demands() {
    let scenario = scenario("whitepaper.toml", &[]);
    let run = |signatures| {
        let replicates = Replicates {
            data: None,
            seeds: 2,
            threads: 1,
            check: true,
            engine: EngineChoices { signatures, ..EngineChoices::default() },
            checkpoints: None,
            tell: None,
            note: &|_| (),
            day_over: &|| (),
        };
        replicates.run(&scenario).unwrap()
    };
    let (unasked, stand_in) = (run(None), run(Some(SignatureScheme::StandIn)));
    for (unasked, stand_in) in unasked.iter().zip(&stand_in) {
        assert_eq!(unasked.engine.signatures, SignatureScheme::Real);
        assert_eq!(stand_in.engine.signatures, SignatureScheme::StandIn);
        assert!(unasked.record == stand_in.record && stand_in.differences.is_empty());
    }
}
