//! The whitepaper's cascade figure, by phones over the simulated network.

use corona_core::status::InfectionStatus::{self, HighRisk, Positive, Unknown};
use corona_core::time::Timestamp;
use corona_simulator::population::Population;
use corona_simulator::results::RunRecord;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{World, WorldSetup};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn run(file: &str, sets: &[(&str, &str)]) -> RunRecord {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let sets: Vec<(String, String)> =
        sets.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let scenario = Scenario::load(&path, &text, &sets).unwrap();
    let (population, script) =
        Population::build(&scenario, None::<&PathBuf>.map(|p| p.as_path())).unwrap();
    let setup = WorldSetup::new(&scenario, Arc::new(population), Arc::new(script));
    let mut world = World::new(Arc::new(setup));
    world.tell(|line| println!("{} {}", line.time, line.text));
    world.run_until(scenario.end());
    world.record()
}

fn outcome(record: &RunRecord) -> Vec<(&str, InfectionStatus, Option<u8>)> {
    let mut people: Vec<_> = record
        .people
        .iter()
        .map(|p| (p.name.as_str(), p.status, p.hop.filter(|_| p.status == HighRisk)))
        .collect();
    people.sort_unstable();
    people
}

const FIGURE: [(&str, InfectionStatus, Option<u8>); 8] = [
    ("Alice", Positive, None),
    ("Bob", HighRisk, Some(1)),
    ("Claire", Unknown, None),
    ("Dave", Unknown, None),
    ("Eve", HighRisk, Some(1)),
    ("Frank", HighRisk, Some(2)),
    ("Olivier", Unknown, None),
    ("Peter", Unknown, None),
];

fn last_change(record: &RunRecord) -> Timestamp {
    record.status_changes.iter().map(|change| change.time).max().unwrap()
}

#[test]
fn the_figure_comes_out_for_many_seeds() {
    for seed in 1..=20 {
        let record = run("whitepaper.toml", &[("seed", &seed.to_string())]);
        assert_eq!(outcome(&record), FIGURE, "seed {seed}");
    }
}

#[test]
fn it_does_not_matter_who_hosts() {
    for seed in 1..=20 {
        let record = run("whitepaper-guests-report.toml", &[("seed", &seed.to_string())]);
        assert_eq!(outcome(&record), FIGURE, "seed {seed}");
    }
}

#[test]
fn with_faults_it_comes_out_too_only_later() {
    for seed in 1..=20 {
        let seed = seed.to_string();
        let clean = run("whitepaper.toml", &[("seed", &seed)]);
        let faulty = run("whitepaper-faults.toml", &[("seed", &seed)]);
        assert_eq!(outcome(&faulty), FIGURE, "seed {seed}");
        assert!(last_change(&faulty) > last_change(&clean), "seed {seed}");
    }
}
