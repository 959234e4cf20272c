//! Published data sets load as they are. Skipped loudly where they are missing.

use crate::given::shipped;
use corona_simulator::data_folder::data_folder;
use corona_simulator::population::{Population, TieKind};
use corona_simulator::scenario::Scenario;
use std::path::PathBuf;

fn data_file(relative: &str) -> Option<PathBuf> {
    let found = data_folder().map(|folder| folder.join(relative)).filter(|path| path.exists());
    if found.is_none() {
        eprintln!("SKIPPED: no {relative} in the data folder; set CORONA_DATA to where it is");
    }
    found
}

fn build(name: &str, sets: &[(&str, &str)], data: &std::path::Path) -> Population {
    let sets: Vec<(String, String)> =
        sets.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let scenario = Scenario::read(&shipped(name), &sets).unwrap();
    Population::build(&scenario, Some(data)).unwrap().0
}

fn attendances(population: &Population) -> usize {
    population.gatherings.iter().map(|gathering| gathering.size()).sum()
}

#[test]
fn a_hundred_thousand_residents_of_seattle_live_learn_and_work_as_their_table_says() {
    let Some(data) = data_file("synthpops-seattle-100k/people.csv.gz") else { return };
    let text = "name = \"t\"\nstart = \"2020-03-01\"\nduration = \"7 days\"\n\
                [population]\nkind = \"residents\"\n";
    let scenario = Scenario::load(std::path::Path::new("t.toml"), text, &[]).unwrap();
    let population = Population::build(&scenario, Some(&data)).unwrap().0;
    assert_eq!(population.people.len(), 100_000);
    let households = population.ties.iter().filter(|tie| tie.kind == TieKind::Household).count();
    // Of the file: n (n - 1) / 2 for each household of n.
    assert_eq!(households, 109_905);
    assert!(population.gatherings.len() > 20_000, "{}", population.gatherings.len());
}

#[test]
fn the_conference_has_403_people_who_gather_all_day() {
    let Some(data) = data_file("sp-sfhh09/tij.dat.gz") else { return };
    let population = build("conference.toml", &[], &data);
    assert_eq!(population.people.len(), 403);
    assert!(population.notes.is_empty(), "{:?}", population.notes);
    let first = population.gatherings.first().unwrap();
    let last = population.gatherings.iter().map(|gathering| gathering.end).max().unwrap();
    assert_eq!(first.start.to_string(), "2009-06-04 09:01:40");
    assert_eq!(last.to_string(), "2009-06-05 16:47");
    // One window, one gathering of everybody, would be no use: many, of all sizes.
    assert!(population.gatherings.len() > 200, "{} gatherings", population.gatherings.len());
    let single = build("conference.toml", &[("population.window", "10 days")], &data);
    assert_eq!((single.gatherings.len(), single.gatherings[0].size()), (1, 403));
}

#[test]
fn two_weeks_of_meets_are_39_events_with_2421_people() {
    let Some(data) = data_file("openpowerlifting/attendance.csv.gz") else { return };
    let population = build("meets.toml", &[], &data);
    assert_eq!((population.gatherings.len(), population.people.len()), (39, 2_421));
    let [note] = &population.notes[..] else { panic!("{:?}", population.notes) };
    assert!(note.starts_with("people at two gatherings at once: 1, first \"115147\""), "{note}");
}

#[test]
fn all_meets_ever_load_without_a_repeated_line() {
    let Some(data) = data_file("openpowerlifting/attendance.csv.gz") else { return };
    let all = [
        ("start", "1974-03-02"),
        ("duration", "16000 days"),
        ("population.from", "1974-03-02"),
        ("population.until", "2017-11-19"),
        ("population.min_people", "1"),
    ];
    let population = build("meets.toml", &all, &data);
    assert_eq!(population.gatherings.len(), 7_916);
    assert_eq!(population.people.len(), 126_287);
    assert_eq!(attendances(&population), 326_622);
}
