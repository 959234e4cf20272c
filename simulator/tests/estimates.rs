//! What is estimated before a run, against what the run then does. Counts only: time and
//! memory differ from machine to machine.

use corona_simulator::estimate::{
    Demand, Estimate, Gauge, Limits, NoGauge, PollShare, Weights, estimate,
};
use corona_simulator::population::Population;
use corona_simulator::results::RunRecord;
use corona_simulator::scenario::Scenario;
use corona_simulator::world::{Polls, World, WorldSetup};
use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

fn scenario(file: &str, sets: &[(&str, &str)]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").join(file);
    let sets: Vec<_> = sets.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    Scenario::read(&path, &sets).unwrap()
}

fn run(scenario: &Scenario) -> RunRecord {
    let (population, script) = Population::build(scenario, None).unwrap();
    let setup = WorldSetup::new(scenario, Arc::new(population), Arc::new(script));
    let mut world = World::new(Arc::new(setup));
    world.run_until(scenario.end());
    world.record()
}

fn estimated(scenario: &Scenario, limits: Limits, gauge: &impl Gauge) -> Estimate {
    estimate(scenario, None, limits, gauge).unwrap()
}

/// Within a factor of two.
#[track_caller]
fn assert_near(estimated: f64, measured: u64) {
    let ratio = estimated / measured as f64;
    assert!((0.5..2.0).contains(&ratio), "{estimated} estimated, {measured} measured");
}

/// CPU time passes by a second whenever somebody looks.
#[derive(Default)]
struct Impatient(Cell<f64>);

impl Gauge for Impatient {
    fn cpu_seconds(&self) -> f64 {
        self.0.set(self.0.get() + 1.0);
        self.0.get()
    }
    fn wall_seconds(&self) -> f64 {
        self.0.get()
    }
    fn resident_bytes(&self) -> Option<u64> {
        None
    }
}

#[test]
fn a_story_is_tried_whole_and_its_estimate_is_exact() {
    for file in ["whitepaper.toml", "whitepaper-faults.toml", "whitepaper-guests-report.toml"] {
        let scenario = scenario(file, &[]);
        let found = estimated(&scenario, Limits::default(), &NoGauge);
        assert!(found.pilot.whole);
        assert_eq!(found.occurrences, run(&scenario).occurrences as f64, "{file}");
    }
}

#[test]
fn a_few_people_tell_what_many_do() {
    let few = Limits { first_people: 40, most_people: 80, ..Limits::default() };
    for file in ["town.toml", "city.toml"] {
        let scenario = scenario(file, &[("population.people", "500"), ("duration", "10 days")]);
        let found = estimated(&scenario, few, &NoGauge);
        assert_eq!((found.pilot.demand.people, found.pilot.whole), (80, true));
        assert_near(found.occurrences, run(&scenario).occurrences);
    }
}

#[test]
fn a_few_days_tell_what_all_days_hold() {
    let scenario = scenario("city.toml", &[("population.people", "60"), ("duration", "30 days")]);
    let limits = Limits { cpu_seconds: 8.0, ..Limits::default() };
    let found = estimated(&scenario, limits, &Impatient::default());
    assert!(!found.pilot.whole && (3.0..10.0).contains(&found.pilot.days), "{}", found.pilot.days);
    assert_near(found.occurrences, run(&scenario).occurrences);
}

#[test]
fn events_and_participants_are_counted_before_they_are_there() {
    let faultless = [("population.people", "300"), ("duration", "10 days")];
    let mut scenario = scenario("city.toml", &faultless);
    scenario.phones.churn = None;
    let (population, _) = Population::build(&scenario, None).unwrap();
    let demand = Demand::count(&scenario, &population, scenario.end());
    let record = run(&scenario);
    assert_eq!((demand.phones, demand.people), (300, 300));
    assert_eq!(demand.events, record.events.len() as u64);
    let participants: u64 = record.events.iter().map(|e| u64::from(e.participants)).sum();
    let attended = demand.participations();
    assert!(participants <= attended && participants as f64 > 0.95 * attended as f64);
    assert_eq!(demand.live_by_day.len(), 10);
    // Nothing has ended its maintenance, so all check-ins are live at the end.
    assert_eq!(demand.live_peak(), demand.check_ins as f64 / 300.0);
}

#[test]
fn polls_left_out_are_not_expected() {
    let scenario = scenario("city.toml", &[("population.people", "60"), ("duration", "30 days")]);
    let (population, _) = Population::build(&scenario, None).unwrap();
    let demand = Demand::count(&scenario, &population, scenario.end());
    let plain = Weights::of(Polls::Every);
    let of = |polls| Weights { polls, ..plain }.occurrences(&scenario, &demand);
    let (every, tenth) = (of(PollShare::Every), of(PollShare::Elided(0.1)));
    let polls = plain.poll * demand.polls as f64;
    assert!((every - tenth - 0.9 * polls).abs() < 1e-6 * every, "{every} {tenth} {polls}");
}

/// Homes of four, classes of twenty or so, and firms of eight or nine.
fn table(people: u32) -> String {
    let mut table = "person_id,age,household_id,school_id,school_role,workplace_id\n".to_owned();
    for person in 0..people {
        let (age, home) = ([8, 41, 38, 70][person as usize % 4], person / 4);
        let school = if age == 8 { format!("{},student", home / 20) } else { ",".to_owned() };
        let firm = if (20..66).contains(&age) { (home % 60).to_string() } else { String::new() };
        table.push_str(&format!("{person},{age},{home},{school},{firm}\n"));
    }
    table
}

#[test]
fn residents_of_a_table_are_tried_as_a_smaller_town() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("people.csv");
    std::fs::write(&data, table(1_000)).unwrap();
    let sets = [("duration", "20 days"), ("epidemic.initial", "10")];
    let scenario = scenario("seattle.toml", &sets);
    let few = Limits { first_people: 100, most_people: 100, ..Limits::default() };
    let found = estimate(&scenario, Some(&data), few, &NoGauge).unwrap();
    assert_eq!((found.pilot.demand.people, found.pilot.whole), (100, true));
    let (population, script) = Population::build(&scenario, Some(&data)).unwrap();
    let phones = population.people.iter().filter(|person| person.has_phone).count() as u64;
    assert_eq!(found.demand.phones, phones, "the residents' own");
    let setup = WorldSetup::new(&scenario, Arc::new(population), Arc::new(script));
    let mut world = World::new(Arc::new(setup));
    world.run_until(scenario.end());
    assert_near(found.occurrences, world.record().occurrences);
}

/// Time and memory as told.
struct Told {
    seconds_a_look: f64,
    seconds: Cell<f64>,
}

impl Told {
    fn new(seconds_a_look: f64) -> Self {
        Self { seconds_a_look, seconds: Cell::new(0.0) }
    }
}

impl Gauge for Told {
    fn cpu_seconds(&self) -> f64 {
        self.seconds.set(self.seconds.get() + self.seconds_a_look);
        self.seconds.get()
    }
    fn wall_seconds(&self) -> f64 {
        self.seconds.get()
    }
    fn resident_bytes(&self) -> Option<u64> {
        Some(0)
    }
}

/// On nine days two meet, on the tenth four hundred: a day tells of everybody, and there are
/// no more people for that in ten.
#[test]
fn people_count_once_however_few_days_were_tried() {
    let mut contacts = String::new();
    for day in 0..9 {
        contacts.push_str(&format!("{} 0 1\n", day * 86_400 + 36_000));
    }
    for pair in 0..200 {
        contacts.push_str(&format!("{} {} {}\n", 9 * 86_400 + 36_000, 2 * pair, 2 * pair + 1));
    }
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("tij.dat");
    std::fs::write(&data, contacts).unwrap();
    let text = "name = \"pairs\"\nstart = \"2020-03-01\"\nduration = \"10 days\"\n\
        [population]\nkind = \"contacts\"\n";
    let scenario = Scenario::load(Path::new("pairs.toml"), text, &[]).unwrap();
    let peak = |seconds_a_look: f64| {
        let gauge = Told::new(seconds_a_look);
        let found = estimate(&scenario, Some(&data), Limits::default(), &gauge).unwrap();
        assert_eq!(found.pilot.whole, seconds_a_look == 0.0);
        found.peak_rss_bytes.unwrap()
    };
    assert_near(peak(10.0), peak(0.0) as u64);
}
