//! Where results go, and what they may replace.

use crate::workplace::{Workplace, shipped, tree};

#[test]
fn without_a_name_a_run_gets_the_next_folder_that_is_free() {
    let place = Workplace::with_town();
    for expected in ["small-town-7", "small-town-7-2", "small-town-7-3"] {
        let ended = place.run_well(&["town.toml", "--seed", "7"]);
        assert!(place.path("runs").join(expected).join("manifest.json").exists(), "{expected}");
        assert!(ended.stdout.contains(&format!("results in runs/{expected}\n")), "{ended:?}");
        assert!(ended.stdout.contains(&format!("open runs/{expected}/index.html\n")), "{ended:?}");
    }
    let names: Vec<String> = std::fs::read_dir(place.path("runs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
}

#[test]
fn a_name_that_would_leave_the_folder_stays_within_it() {
    let place = Workplace::with_town();
    place.run_well(&["town.toml", "--quiet", "--set", "name=\"../../a b\""]);
    let names: Vec<String> = std::fs::read_dir(place.path("runs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(names, ["------a-b-1"]);
}

#[test]
fn an_earlier_run_is_replaced_with_force_only() {
    let place = Workplace::with_town();
    place.run_well(&["town.toml", "--quiet", "--out", "run", "--seed", "1"]);
    let first = tree(&place.path("run"));
    let refused = place.run(&["town.toml", "--out", "run", "--seed", "2"]);
    assert_eq!(refused.code, Some(2));
    assert_eq!(
        refused.stderr,
        "corona-sim: run: holds the results of an earlier run: \
         name another folder with --out, or replace them with --force\n"
    );
    assert_eq!(tree(&place.path("run")), first);
    place.run_well(&["town.toml", "--quiet", "--out", "run", "--seed", "2", "--force"]);
    assert_eq!(place.json("run/manifest.json")["seeds"], serde_json::json!([2]));
    assert!(first.keys().eq(tree(&place.path("run")).keys()));
}

#[test]
fn with_force_a_file_that_somebody_laid_beside_the_results_stays() {
    let place = Workplace::with_town();
    place.run_well(&["town.toml", "--quiet", "--out", "run"]);
    place.write("run/notes.txt", "mine");
    place.run_well(&[&shipped("whitepaper.toml"), "--quiet", "--out", "run", "--force"]);
    assert_eq!(std::fs::read_to_string(place.path("run/notes.txt")).unwrap(), "mine");
    assert_eq!(place.json("run/manifest.json")["scenario"], "whitepaper");
}

#[test]
fn a_run_refused_with_force_leaves_the_earlier_one_as_it_was() {
    let place = Workplace::with_town();
    place.run_well(&["town.toml", "--quiet", "--out", "run"]);
    let before = place.tree();
    let refused = place.run(&["town.toml", "--out", "run", "--force", "--data", "nowhere.gz"]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert_eq!(place.tree(), before);
}

#[test]
fn an_empty_folder_and_one_below_many_new_ones_are_taken() {
    let place = Workplace::with_town();
    std::fs::create_dir(place.path("empty")).unwrap();
    for out in ["empty", "some/new/folder"] {
        place.run_well(&["town.toml", "--quiet", "--out", out]);
        assert!(place.path(out).join("manifest.json").exists(), "{out}");
    }
}
