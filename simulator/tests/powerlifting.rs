//! Two weeks of powerlifting meets: how many others one report warns, everybody being the
//! reporter in turn, by the oracle for all and by phones for some. Skipped loudly without data.

use corona_core::cascade::Policy;
use corona_core::status::InfectionStatus;
use corona_core::time::{Span, Timestamp};
use corona_simulator::checkers::Reach;
use corona_simulator::data_folder::data_folder;
use corona_simulator::population::{Population, ReportAction, Script};
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{World, WorldSetup};
use std::path::Path;
use std::sync::Arc;

const HOPS: [u8; 4] = [1, 2, 3, 14];
const ANY_ORDER: Span = Span::days(-30);
const CAUSAL: Span = Span::ZERO;

fn first_day() -> Timestamp {
    Timestamp::from_civil_date(2016, 6, 16).unwrap()
}

fn scenario(sets: &[(&str, &str)]) -> Option<(Scenario, Population)> {
    let table = data_folder().map(|folder| folder.join("openpowerlifting/attendance.csv.gz"));
    let Some(table) = table.filter(|table| table.exists()) else {
        eprintln!("SKIPPED: no openpowerlifting in the data folder; set CORONA_DATA to its parent");
        return None;
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/meets.toml");
    let sets: Vec<_> = sets.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let scenario = Scenario::read(&path, &sets).unwrap();
    let (population, _) = Population::build(&scenario, Some(&table)).unwrap();
    assert_eq!((population.gatherings.len(), population.people.len()), (39, 2_421));
    Some((scenario, population))
}

/// At most `hops`, everybody warned at high risk, over a window longer than the two weeks.
fn limited(hops: u8, latent: Span) -> Policy {
    Policy {
        emit: 15 - hops,
        high: 15 - hops,
        latent,
        infectious: Span::days(60),
        own_span: Span::days(60),
        ..Policy::whitepaper()
    }
}

/// Mean number of others warned, over all reporters, to four decimals.
fn mean_warned(population: &Population, policy: Policy) -> String {
    let mut reach = Reach::new(population, policy);
    let people = population.people.len() as u32;
    let warned: usize = (0..people)
        .map(|reporter| reach.hops_from(reporter, first_day()).unwrap().iter().flatten().count())
        .sum();
    format!("{:.4}", warned as f64 / f64::from(people))
}

#[test]
fn one_report_warns_as_many_lifters_as_the_table_says() {
    let Some((_, population)) = scenario(&[]) else { return };
    let row = |latent| HOPS.map(|hops| mean_warned(&population, limited(hops, latent)));
    assert_eq!(row(ANY_ORDER), ["148.9236", "204.4502", "229.9818", "229.9818"]);
    assert_eq!(row(CAUSAL), ["148.9236", "177.2941", "179.0867", "179.0867"]);
}

/// Phones at the same meets; `reporter` tells theirs after the last one.
fn phones_from(base: &(Scenario, Population), reporter: u32, policy: Policy) -> Vec<Option<u8>> {
    let (scenario, population) = base;
    let told = Timestamp::from_civil_date(2016, 7, 1).unwrap();
    let report = ReportAction {
        at: told,
        person: reporter,
        status: InfectionStatus::Positive,
        infectious_from: Some(first_day()),
        sampled: None,
    };
    let script = Script { reports: vec![report], ..Script::default() };
    let mut setup = WorldSetup::new(scenario, Arc::new(population.clone()), Arc::new(script));
    let mut rules = (*setup.rules).clone();
    rules.policy = policy;
    rules.status.infectious_before = Span::days(60);
    setup.rules = Arc::new(rules);
    let mut world = World::new(Arc::new(setup));
    world.run_until(told + Span::days(3));
    world
        .phones()
        .iter()
        .map(|phone| {
            let node = phone.node().expect("everybody adopts");
            let high = node.status() == InfectionStatus::HighRisk;
            node.signal().filter(|_| high).map(|signal| signal.hop)
        })
        .collect()
}

/// Instant delivery, nothing fails, everybody checks in and consents, events answer for long.
const INSTANT: [(&str, &str); 8] = [
    ("network.profile", "instant"),
    ("network.dial_failure", "0 %"),
    ("network.link_break", "0 %"),
    ("network.stall", "0 %"),
    ("event.maintain", "30 days"),
    ("reports.suspected", "0 per day"),
    ("reports.positive", "0 per day"),
    ("polling.max", "4 h"),
];

#[test]
fn phones_warn_whom_the_oracle_warns_person_by_person() {
    let Some(base) = scenario(&INSTANT) else { return };
    // One reporter from each fourteenth part of the lifters, in turn under each hop limit.
    for (n, reporter) in (0..2_421).step_by(173).enumerate() {
        let (hops, latent) = (HOPS[n % 4], [ANY_ORDER, CAUSAL][n / 4 % 2]);
        let policy = limited(hops, latent);
        let expected =
            Reach::new(&base.1, policy.clone()).hops_from(reporter, first_day()).unwrap();
        let warned = phones_from(&base, reporter, policy);
        assert!(warned == expected, "reporter {reporter}, {hops} hops, latent {latent}");
    }
}
