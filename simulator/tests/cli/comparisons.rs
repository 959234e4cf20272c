//! `corona-sim compare`: two folders side by side, seed by seed.

use crate::workplace::{Ended, HAMLET, Workplace};
use serde_json::Value;

fn compare(place: &Workplace, arguments: &[&str]) -> Ended {
    Ended::of(&mut place.corona_sim(&[&["compare"], arguments].concat()))
}

fn compared(place: &Workplace, a: &str, b: &str) -> Value {
    let ended = compare(place, &[a, b, "--json"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{ended:?}");
    serde_json::from_str(&ended.stdout).unwrap()
}

fn figure<'a>(comparison: &'a Value, name: &str) -> &'a Value {
    let figures = comparison["arms"][0]["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["figure"] == name).unwrap()
}

/// Runs `a` (seeds 1 to 3) and `b` (seeds 2 to 4), which loses more.
fn two_runs() -> Workplace {
    let place = Workplace::new();
    place.write("hamlet.toml", HAMLET);
    let run = |out: &str, more: &[&str]| {
        place.run_well(&[&["hamlet.toml", "--quiet", "--out", out][..], more].concat());
    };
    run("a", &["--seeds", "3", "--set", "policy.loss=1"]);
    run("b", &["--seeds", "3", "--seed", "2", "--set", "policy.loss=8"]);
    place
}

#[test]
fn runs_are_paired_by_the_seeds_they_share() {
    let place = two_runs();
    let found = compared(&place, "a", "b");
    assert_eq!(found["a"]["seeds"], serde_json::json!([1, 2, 3]));
    assert_eq!(found["b"]["seeds"], serde_json::json!([2, 3, 4]));
    let keys = found["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1, "{keys:?}");
    assert_eq!(keys[0], serde_json::json!({"key": "policy.loss", "a": "1", "b": "8"}));
    let warnings = |run: &str, place_in_run: usize| {
        place.json(&format!("{run}/summary.json"))["by_seed"][place_in_run]["figures"]["warnings"]
            .as_f64()
            .unwrap()
    };
    let pairs = [warnings("b", 0) - warnings("a", 1), warnings("b", 1) - warnings("a", 2)];
    let difference = &figure(&found, "warnings")["difference"];
    assert_eq!(difference["n"], 2);
    assert_eq!(difference["spread"]["median"], (pairs[0] + pairs[1]) / 2.0);
    let told = compare(&place, &["a", "b"]);
    assert_eq!(told.code, Some(0));
    for part in ["A  a: hamlet, 3 seeds, 1 to 3", "policy.loss  1 | 8", "people_warned"] {
        assert!(told.stdout.contains(part), "{part:?} not in: {}", told.stdout);
    }
}

#[test]
fn a_run_differs_from_itself_in_nothing_and_one_seed_is_enough() {
    let place = two_runs();
    place.run_well(&[
        "hamlet.toml",
        "--quiet",
        "--out",
        "one",
        "--seed",
        "2",
        "--set",
        "policy.loss=1",
    ]);
    let found = compared(&place, "a", "one");
    assert_eq!(found["keys"], serde_json::json!([]));
    for figure in found["arms"][0]["figures"].as_array().unwrap() {
        let difference = &figure["difference"];
        if difference["n"] == 1 {
            assert_eq!(difference["spread"]["median"], 0.0, "{figure}");
        }
    }
    assert_eq!(figure(&found, "warnings")["difference"]["n"], 1);
}

#[test]
fn sweeps_are_compared_combination_by_combination() {
    let place = Workplace::new();
    place.write("hamlet.toml", HAMLET);
    let sweep = |out: &str, grid: &str, people: &str| {
        let arguments = [
            "sweep",
            "--scenario",
            "hamlet.toml",
            "--quiet",
            "--seeds",
            "2",
            "--grid",
            grid,
            "--set",
            people,
            "--out",
            out,
        ];
        let ended = Ended::of(&mut place.corona_sim(&arguments));
        assert_eq!(ended.code, Some(0), "{ended:?}");
    };
    sweep("a", "policy.loss=1,2", "population.people=14");
    sweep("b", "policy.loss=2,4", "population.people=20");
    let found = compared(&place, "a", "b");
    assert_eq!(found["arms"].as_array().unwrap().len(), 1);
    assert_eq!(found["arms"][0]["parameters"], "policy.loss = 2");
    assert_eq!(figure(&found, "population")["difference"]["spread"]["median"], 6.0);
    assert_eq!(found["only_a"], serde_json::json!(["policy.loss = 1"]));
    assert_eq!(found["only_b"], serde_json::json!(["policy.loss = 4"]));
    assert_eq!(found["keys"][0]["key"], "population.people");
    sweep("c", "policy.loss=8", "population.people=14");
    let none = compare(&place, &["a", "c"]);
    assert_eq!(none.code, Some(2));
    assert!(none.stderr.contains("have no combination in common"), "{none:?}");
    std::fs::remove_dir_all(place.path("c/runs")).unwrap();
    assert_eq!(compare(&place, &["a", "c"]).code, Some(4));
}

#[test]
fn folders_that_hold_no_results_are_refused() {
    let place = two_runs();
    place.write("photos/cat.jpg", b"meow");
    place.write("forged/manifest.json", "{\"schema\": \"somebody-else/1\"}");
    for other in ["photos", "forged", "nowhere", "hamlet.toml"] {
        let ended = compare(&place, &["a", other]);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{ended:?}");
        let expected = format!("corona-sim: {other}: holds neither a run nor a sweep");
        assert!(ended.stderr.starts_with(&expected), "{ended:?}");
    }
    let arguments =
        ["sweep", "--scenario", "hamlet.toml", "--quiet", "--grid", "policy.loss=1", "--out", "s"];
    assert_eq!(Ended::of(&mut place.corona_sim(&arguments)).code, Some(0));
    let mixed = compare(&place, &["a", "s"]);
    assert_eq!(
        (mixed.code, mixed.stderr.as_str()),
        (
            Some(2),
            "corona-sim: s is a sweep and a a run: compare runs with runs and sweeps with sweeps\n"
        )
    );
    std::fs::remove_file(place.path("b/summary.json")).unwrap();
    let damaged = compare(&place, &["a", "b"]);
    assert!(damaged.stderr.starts_with("corona-sim: b/summary.json: "), "{damaged:?}");
    assert_eq!(damaged.code, Some(2));
}

#[test]
fn other_data_under_the_same_keys_are_told() {
    let place = Workplace::new();
    place.write(
        "office.toml",
        "name = \"office\"\nstart = \"2020-03-01\"\nduration = \"3 days\"\n\
         [population]\nkind = \"contacts\"\n",
    );
    for (out, contacts) in [("a", "20 1 2\n40 1 2\n"), ("b", "20 1 2\n40 1 3\n")] {
        place.write("tij.dat", contacts);
        place.run_well(&["office.toml", "--quiet", "--data", "tij.dat", "--out", out]);
    }
    let found = compared(&place, "a", "b");
    let keys = found["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 1, "{keys:?}");
    assert_eq!(keys[0]["key"], "data (SHA-256)");
    assert_eq!(keys[0]["a"], place.json("a/manifest.json")["data_sha256"]);
    assert_ne!(keys[0]["a"], keys[0]["b"]);
}
