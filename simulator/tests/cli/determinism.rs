//! Scenario and seed alone decide every byte of the results.

use crate::workplace::{BINARY, Ended, Workplace, shipped, tree};
use corona_simulator::data_folder::data_folder;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What clock, machine and arguments may change: told apart by name, so that a new
/// file is compared until somebody decides otherwise.
const OF_THE_MACHINE: [&str; 2] = ["manifest.json", "index.html"];

/// Every file that scenario and seeds decide, the summary without its machine.
fn results(place: &Workplace, run: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for (name, content) in tree(&place.path(run)) {
        let Some(mut content) = content else { continue };
        if OF_THE_MACHINE.iter().any(|other| Path::new(other) == name) {
            continue;
        }
        if name == Path::new("summary.json") {
            let mut summary: serde_json::Value = serde_json::from_slice(&content).unwrap();
            for key in ["machine", "version", "commit"] {
                assert!(summary.as_object_mut().unwrap().remove(key).is_some(), "no {key}");
            }
            content = summary.to_string().into_bytes();
        }
        files.insert(name, content);
    }
    assert!(files.len() > 20, "{:?}", files.keys());
    files
}

fn assert_same(place: &Workplace, one: &str, other: &str) {
    let (left, right) = (results(place, one), results(place, other));
    assert!(left.keys().eq(right.keys()), "{:?} and {:?}", left.keys(), right.keys());
    for (name, content) in &left {
        assert!(content == &right[name], "{one} and {other} differ in {}", name.display());
    }
    assert_eq!(place.digest(one), place.digest(other));
}

/// Runs the scenario twice and compares; the second time with other threads.
fn assert_reproduced(place: &Workplace, arguments: &[&str]) {
    for (run, threads) in [("first", "1"), ("second", "2")] {
        let more = ["--quiet", "--out", run, "--threads", threads];
        place.run_well(&[arguments, &more].concat());
    }
    assert_same(place, "first", "second");
}

/// A town large enough for many links at once.
const LARGER: [&str; 7] = [
    "town.toml",
    "--set",
    "population.people=300",
    "--set",
    "duration=20 days",
    "--set",
    "reports.positive=0.2 % per day",
];

#[test]
fn a_town_is_reproduced_byte_by_byte_with_any_number_of_threads() {
    let place = Workplace::with_town();
    assert_reproduced(&place, &[&LARGER[..], &["--seeds", "2"]].concat());
    let warnings = std::fs::read_to_string(place.path("first/tables/warnings.csv")).unwrap();
    assert!(warnings.lines().count() > 100, "too little happens to tell: {warnings}");
}

#[test]
fn faults_are_reproduced_byte_by_byte() {
    let place = Workplace::new();
    assert_reproduced(&place, &[&shipped("whitepaper-faults.toml"), "--seeds", "5"]);
}

#[test]
fn an_epidemic_is_reproduced_byte_by_byte_with_any_number_of_threads() {
    let place = Workplace::new();
    let smaller = ["--set", "population.people=250", "--set", "duration=35 days", "--seeds", "2"];
    let contagious = ["--set", "epidemic.calibration=2.0"];
    assert_reproduced(
        &place,
        &[&[shipped("epidemic-town.toml").as_str()][..], &smaller, &contagious].concat(),
    );
    let infections = std::fs::read_to_string(place.path("first/tables/infections.csv")).unwrap();
    assert!(infections.lines().count() > 100, "too little happens to tell: {infections}");
    let page = std::fs::read_to_string(place.path("first/index.html")).unwrap();
    assert!(
        page.contains("The epidemic, and who stays at home") && page.contains("People infected")
    );
}

#[test]
fn a_conference_is_reproduced_byte_by_byte() {
    let relative = "sp-sfhh09/tij.dat.gz";
    let data = data_folder().map(|folder| folder.join(relative)).filter(|path| path.exists());
    let Some(data) = data else {
        eprintln!("SKIPPED: no {relative} in the data folder; set CORONA_DATA to where it is");
        return;
    };
    let data = data.canonicalize().unwrap();
    let scenario = shipped("conference.toml");
    let place = Workplace::new();
    let shorter = ["--set", "duration=2 days", "--data", data.to_str().unwrap()];
    assert_reproduced(&place, &[&[scenario.as_str()][..], &shorter].concat());
}

#[test]
fn other_seeds_give_other_results_and_the_same_seed_by_any_way_the_same() {
    let place = Workplace::with_town();
    for seed in ["1", "2", "3"] {
        place.run_well(&["town.toml", "--quiet", "--out", seed, "--seed", seed]);
    }
    let digests = ["1", "2", "3"].map(|run| place.digest(run));
    assert!(digests[0] != digests[1] && digests[1] != digests[2] && digests[0] != digests[2]);
    place.run_well(&["town.toml", "--quiet", "--out", "set", "--set", "seed=2"]);
    let mut command = place.command(Path::new(BINARY));
    command.env("CORONA_SEED", "2").env("CORONA_OUT", "environment").env("CORONA_THREADS", "2");
    assert_eq!(Ended::of(command.args(["town.toml", "--quiet"])).code, Some(0));
    assert_same(&place, "2", "set");
    assert_same(&place, "2", "environment");
}

#[test]
fn the_same_in_debug_and_release() {
    let Some(release) = std::env::var_os("CORONA_SIM_RELEASE") else {
        eprintln!("SKIPPED: CORONA_SIM_RELEASE names no binary; `cargo xtask test` sets it");
        return;
    };
    let debug = std::env::var_os("CORONA_SIM_DEBUG").unwrap_or_else(|| BINARY.into());
    let place = Workplace::with_town();
    let faults = shipped("whitepaper-faults.toml");
    for (name, scenario) in [("town", "town.toml"), ("faults", &faults)] {
        let runs = [("debug", &debug), ("release", &release)].map(|(profile, binary)| {
            let out = format!("{name}-{profile}");
            let mut command = place.command(Path::new(binary));
            let ended = Ended::of(command.args([scenario, "--quiet", "--out", &out]));
            assert_eq!(ended.code, Some(0), "{profile}: {ended:?}");
            out
        });
        assert_same(&place, &runs[0], &runs[1]);
    }
}
