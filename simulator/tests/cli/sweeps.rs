//! Sweeps in one go, in shards, killed and resumed: the same tables, byte by byte.

use crate::workplace::{Ended, HAMLET, Tree, Workplace, tree};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

/// 20 runs.
const SMALL: &str = "scenario = \"hamlet.toml\"\nseeds = { first = 3, count = 5 }\n\
    [grid]\n\"policy.loss\" = [1, 4]\n\"phones.adoption\" = [\"50 %\", \"100 %\"]\n";

fn place_with(sweep: &str) -> Workplace {
    let place = Workplace::new();
    place.write("hamlet.toml", HAMLET);
    place.write("sweep.toml", sweep);
    place
}

fn sweep(place: &Workplace, arguments: &[&str]) -> Ended {
    Ended::of(&mut place.corona_sim(&[&["sweep"], arguments].concat()))
}

fn sweep_well(place: &Workplace, arguments: &[&str]) -> Ended {
    let ended = sweep(place, arguments);
    assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
    ended
}

/// Everything but the manifest, which says what was typed.
fn results(place: &Workplace, folder: &str) -> Tree {
    let mut files = tree(&place.path(folder));
    assert!(files.remove(Path::new("manifest.json")).is_some());
    assert!(files.contains_key(Path::new("index.html")), "{:?}", files.keys());
    files
}

fn assert_same(place: &Workplace, one: &str, other: &str) {
    let (left, right) = (results(place, one), results(place, other));
    assert!(left.keys().eq(right.keys()), "{:?} and {:?}", left.keys(), right.keys());
    for (name, content) in &left {
        assert!(content == &right[name], "{one} and {other} differ in {}", name.display());
    }
}

/// Finished runs of a sweep.
fn finished(place: &Workplace, folder: &str) -> usize {
    let files = std::fs::read_dir(place.path(folder).join("runs")).into_iter().flatten();
    let names = files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".json")).count()
}

fn csv(place: &Workplace, name: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(place.path(name)).unwrap();
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// Lets a process run on.
#[expect(clippy::disallowed_methods, reason = "a process is killed in the middle of real time")]
fn pause() {
    std::thread::sleep(Duration::from_micros(300));
}

/// Begins or continues a sweep and kills it as soon as so many runs are finished.
fn kill_after(place: &Workplace, arguments: &[&str], folder: &str, runs: usize) {
    let mut command = place.corona_sim(arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while finished(place, folder) < runs {
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none() || finished(place, folder) >= runs, "it ended before {runs} runs");
        pause();
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn shards_give_the_tables_of_one_go_with_any_number_of_threads() {
    let place = place_with(SMALL);
    sweep_well(&place, &["sweep.toml", "--out", "whole", "--threads", "1"]);
    sweep_well(&place, &["plan", "sweep.toml", "--out", "parts"]);
    for shard in ["2/3", "1/3", "3/3"] {
        sweep_well(&place, &["exec", "parts", "--shard", shard, "--threads", "2"]);
    }
    sweep_well(&place, &["collect", "parts"]);
    assert_same(&place, "whole", "parts");
    let again = sweep_well(&place, &["exec", "parts"]);
    assert!(again.stderr.contains("0 runs done, 20 were there before"), "{again:?}");
}

#[test]
fn two_hundred_runs_killed_three_times_end_as_if_left_alone() {
    let place = place_with(
        "scenario = \"hamlet.toml\"\nseeds = { count = 25 }\n[set]\nduration = \"1 day\"\n\
         [grid]\n\"policy.loss\" = [1, 2, 4, 8]\n\"phones.adoption\" = [\"50 %\", \"100 %\"]\n",
    );
    sweep_well(&place, &["sweep.toml", "--out", "whole", "--threads", "1", "--quiet"]);
    assert_eq!(finished(&place, "whole"), 200);
    let go = ["sweep", "sweep.toml", "--out", "broken", "--threads", "2", "--quiet"];
    for runs in [3, 30, 60] {
        kill_after(&place, &go, "broken", runs);
        let left = finished(&place, "broken");
        assert!((runs..200).contains(&left), "{left} runs after a kill at {runs}");
    }
    let early = sweep(&place, &["collect", "broken"]);
    assert_eq!(early.code, Some(4), "{early:?}");
    sweep_well(&place, &go[1..]);
    assert_same(&place, "whole", "broken");
}

#[test]
fn what_killed_processes_left_is_ignored_and_cleared() {
    let place = place_with(SMALL);
    sweep_well(&place, &["sweep.toml", "--out", "whole"]);
    sweep_well(&place, &["plan", "sweep.toml", "--out", "broken"]);
    let plan = csv(&place, "broken/plan.csv");
    let (one, other) = (&plan[1][0], &plan[2][0]);
    let whole = std::fs::read(place.path(&format!("whole/runs/{one}.json"))).unwrap();
    // Half written; cut short after its renaming by a machine that lost power; another run's.
    place.write(&format!("broken/runs/.{one}.json.7-0.partial"), &whole[..whole.len() / 2]);
    place.write(&format!("broken/runs/{one}.json"), &whole[..whole.len() / 3]);
    place.write(&format!("broken/runs/{other}.json"), &whole);
    place.write("broken/tables/.runs.csv.7-0.partial", "half");
    let early = sweep(&place, &["collect", "broken"]);
    assert!(early.stderr.contains("20 of 20 runs are missing"), "{early:?}");
    sweep_well(&place, &["exec", "broken"]);
    sweep_well(&place, &["collect", "broken"]);
    assert_same(&place, "whole", "broken");
}

#[test]
fn processes_that_run_the_same_sweep_at_once_do_not_disturb_each_other() {
    let place = place_with(SMALL);
    sweep_well(&place, &["sweep.toml", "--out", "whole"]);
    let both = ["sweep", "sweep.toml", "--out", "shared", "--threads", "1", "--quiet"];
    let spawn = || place.corona_sim(&both).stderr(Stdio::piped()).spawn().unwrap();
    for child in [spawn(), spawn(), spawn()] {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_same(&place, "whole", "shared");
}

#[test]
fn a_collection_that_lacks_runs_names_them_and_says_how_to_go_on() {
    let place = place_with(SMALL);
    sweep_well(&place, &["plan", "sweep.toml", "--out", "dir"]);
    let exec = sweep_well(&place, &["exec", "dir", "--shard", "1/2"]);
    assert_eq!(exec.stdout, "10 runs of other shards are missing\n");
    let before = place.tree();
    let early = sweep(&place, &["collect", "dir"]);
    assert_eq!((early.code, early.stdout.as_str()), (Some(4), ""));
    assert!(early.stderr.starts_with("corona-sim: dir: 10 of 20 runs are missing:\n"), "{early:?}");
    let second = &csv(&place, "dir/plan.csv")[2];
    let named = format!("  {} (phones.adoption = 50 %, policy.loss = 1, seed 4)\n", second[0]);
    assert!(early.stderr.contains(&named), "{early:?}");
    assert!(early.stderr.ends_with("continue with `corona-sim sweep exec dir`\n"), "{early:?}");
    assert_eq!(place.tree(), before, "something was written");
}

#[test]
fn a_run_of_a_sweep_has_the_figures_of_the_same_run_alone() {
    let place = place_with(SMALL);
    sweep_well(&place, &["sweep.toml", "--out", "dir"]);
    let table = csv(&place, "dir/tables/runs.csv");
    assert_eq!(table[0][..4], ["run_id", "phones.adoption", "policy.loss", "seed"]);
    assert_eq!(table.len(), 21);
    let row = (table.iter()).find(|row| row[1..4] == ["100 %", "4", "6"]).unwrap();
    let alone = place.run_well(&[
        "hamlet.toml",
        "--json",
        "--out",
        "run",
        "--seed",
        "6",
        "--set",
        "policy.loss=4",
        "--set",
        "phones.adoption=100 %",
    ]);
    let summary: serde_json::Value = serde_json::from_str(&alone.stdout).unwrap();
    let mut compared = 0;
    let is_of_a_hop = |name: &str| name.contains("_by_hop.");
    for (name, cell) in table[0].iter().zip(row).skip(4).filter(|(name, _)| !is_of_a_hop(name)) {
        let pointer = format!("/{}", name.replace('.', "/"));
        if let Some(value) = summary.pointer(&pointer) {
            assert_eq!(cell.parse::<f64>().ok(), value.as_f64(), "{name}");
            compared += 1;
        }
    }
    assert!(compared >= 12, "{compared} figures: {:?}", table[0]);
    let column = table[0].iter().position(|name| name == "reach_by_hop.1.people").unwrap();
    assert_eq!(row[column], summary["reach_by_hop"][0]["people"].to_string());
    for machine in ["wall", "cpu", "rss", "threads"] {
        assert!(!table[0].iter().any(|name| name.contains(machine)), "{machine}");
    }
}

#[test]
fn arms_and_differences_are_what_a_hand_computes_from_the_runs() {
    let place = place_with(SMALL);
    let reference = ["--reference", "policy.loss=4"];
    sweep_well(&place, &[&["sweep.toml", "--out", "dir"][..], &reference].concat());
    let runs = csv(&place, "dir/tables/runs.csv");
    let column = |name: &str| runs[0].iter().position(|known| known == name).unwrap();
    let warned = column("warnings");
    let of = |adoption: &str, loss: &str| -> Vec<f64> {
        let rows = runs.iter().filter(|row| row[1] == adoption && row[2] == loss);
        rows.map(|row| row[warned].parse().unwrap()).collect()
    };
    let median = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let arms = csv(&place, "dir/tables/arms.csv");
    assert_eq!(
        arms[0],
        ["phones.adoption", "policy.loss", "figure", "unit", "n", "mean", "median", "p5", "p95"]
    );
    let arm = arms.iter().find(|row| row[..3] == ["100 %", "1", "warnings"]).unwrap();
    let values = of("100 %", "1");
    assert_eq!(arm[4], "5");
    assert_eq!(arm[6].parse(), Ok(median(values.clone())));
    assert!(values.iter().any(|value| *value > 0.0), "nobody was ever warned");
    let differences = csv(&place, "dir/tables/differences.csv");
    assert!(!differences.iter().any(|row| row[..2] == ["50 %", "4"]), "the reference is there");
    let row = differences.iter().find(|row| row[..3] == ["100 %", "1", "warnings"]).unwrap();
    let pairs = values.iter().zip(of("50 %", "4")).map(|(one, other)| one - other).collect();
    assert_eq!(row[6].parse(), Ok(median(pairs)));
    let page = std::fs::read_to_string(place.path("dir/index.html")).unwrap();
    assert!(page.contains("phones.adoption = 50 %, policy.loss = 4"), "no reference on the page");
    assert!(page.contains("<svg ") && !page.contains("<script"));
}

#[test]
fn a_list_runs_what_it_names_and_takes_the_rest_from_the_scenario() {
    let place = place_with(
        "scenario = \"hamlet.toml\"\n[[list]]\npolicy.loss = 4\n[[list]]\n\
         phones.adoption = \"50 %\"\npolicy.loss = 2\n",
    );
    sweep_well(&place, &["sweep.toml", "--out", "dir"]);
    let plan = csv(&place, "dir/plan.csv");
    let parameters: Vec<_> = plan[1..].iter().map(|row| row[1..].join(" ")).collect();
    assert_eq!(parameters, ["100 % 4 1", "50 % 2 1"]);
}

#[test]
fn a_story_s_people_are_figures_too() {
    let place = Workplace::new();
    let scenario = crate::workplace::shipped("whitepaper.toml");
    let grid = ["--grid", "policy.preset=whitepaper,graded"];
    sweep_well(&place, &[&["--scenario", &scenario, "--out", "dir"][..], &grid].concat());
    let table = csv(&place, "dir/tables/runs.csv");
    let column = table[0].iter().position(|name| name == "people.Frank.hop").unwrap();
    // Under the graded policy no exposure holds at the story's end.
    assert_eq!((table[1][column].as_str(), table[2][column].as_str()), ("2", ""));
}

#[test]
fn json_tells_where_the_sweep_came_to_and_quiet_nothing() {
    let place = place_with(SMALL);
    let json = sweep_well(&place, &["sweep.toml", "--out", "dir", "--json"]);
    assert_eq!(json.stderr, "");
    let told: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&told["runs"], &told["arms"], &told["seeds"]), (&20.into(), &4.into(), &5.into()));
    let quiet = sweep_well(&place, &["collect", "dir", "--quiet"]);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let again = sweep_well(&place, &["collect", "dir", "--json"]);
    assert_eq!(again.stdout, json.stdout);
}
