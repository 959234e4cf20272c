//! `corona-sim estimate` says what a run takes, and leaves no trace.

use crate::workplace::{BINARY, Ended, Workplace};
use std::process::Command;

fn estimate(place: &Workplace, arguments: &[&str]) -> Ended {
    let before = place.tree();
    let mut command = Command::new(BINARY);
    command.arg("estimate").args(arguments).env_remove("CORONA_SEED").current_dir(place.path(""));
    let ended = Ended::of(&mut command);
    assert_eq!(place.tree(), before, "{arguments:?} left something behind");
    ended
}

#[test]
fn an_estimate_of_a_small_town_is_what_its_run_then_counts() {
    let place = Workplace::with_town();
    let Ended { code, stdout, stderr } = estimate(&place, &["town.toml", "--json", "--seed", "3"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let estimate: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    place.run_well(&["town.toml", "--seed", "3", "--out", "run", "--quiet"]);
    let summary = place.json("run/summary.json");
    assert_eq!(estimate["occurrences"].as_f64(), summary["occurrences"].as_f64());
    assert_eq!(estimate["demand"]["phones"], summary["phones"]);
}

#[test]
fn an_estimate_is_also_told_in_words() {
    let place = Workplace::with_town();
    let Ended { code, stdout, .. } = estimate(&place, &["town.toml"]);
    assert_eq!(code, Some(0));
    for part in ["small town: one seed", "of CPU", "occurrences", "phones of 40 people"] {
        assert!(stdout.contains(part), "{part:?} not in: {stdout}");
    }
}

#[test]
fn what_can_t_be_run_can_t_be_estimated() {
    let place = Workplace::with_town();
    for (arguments, said) in [
        (&["absent.toml"][..], "cannot be read as a scenario"),
        (&["town.toml", "--set", "population.people=1"], "2 to 1000000"),
        (&["town.toml", "--data", "some.csv"], "leave out --data"),
    ] {
        let Ended { code, stdout, stderr } = estimate(&place, arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(stderr.starts_with("corona-sim: ") && stderr.contains(said), "{stderr}");
    }
}
