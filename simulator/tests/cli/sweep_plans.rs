//! What is no sweep, or belongs elsewhere, is refused in one sentence and writes nothing.

use crate::workplace::{Ended, HAMLET, Workplace};

const GRID: &str = "scenario = \"hamlet.toml\"\n[grid]\n\"policy.loss\" = [1, 2]\n";

fn place() -> Workplace {
    let place = Workplace::new();
    place.write("hamlet.toml", HAMLET);
    place.write("sweep.toml", GRID);
    place
}

fn sweep(place: &Workplace, arguments: &[&str]) -> Ended {
    Ended::of(&mut place.corona_sim(&[&["sweep"], arguments].concat()))
}

/// Refused with exit code 2 and every file as before; the sentence.
fn refused(place: &Workplace, arguments: &[&str]) -> String {
    let before = place.tree();
    let ended = sweep(place, arguments);
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{arguments:?}: {ended:?}");
    assert_eq!(place.tree(), before, "{arguments:?} left something behind");
    ended.stderr.strip_prefix("corona-sim: ").unwrap_or(&ended.stderr).trim_end().to_owned()
}

/// What planning a sweep of this text is refused with.
fn refused_sweep(text: &str) -> String {
    let place = place();
    place.write("sweep.toml", text);
    let planned = refused(&place, &["plan", "sweep.toml", "--out", "new/dir"]);
    assert_eq!(refused(&place, &["sweep.toml", "--out", "new/dir"]), planned);
    planned
}

fn with_grid(grid: &str) -> String {
    format!("scenario = \"hamlet.toml\"\n[grid]\n{grid}\n")
}

#[test]
fn a_key_or_value_that_no_scenario_has_is_named_by_its_line() {
    assert_eq!(
        refused_sweep(&with_grid("\"policy.lss\" = [1, 2]")),
        "sweep.toml:3:1: policy.lss: unknown key: did you mean \"loss\"?"
    );
    let said = refused_sweep(&with_grid("\"policy.loss\" = [1, 99]"));
    assert!(said.starts_with("sweep.toml:3:1: policy.loss"), "{said}");
    let said = refused_sweep(&with_grid("phones.adoption = [\"50 %\", \"150 %\"]"));
    assert!(said.contains("phones.adoption: \"150 %\" is no probability"), "{said}");
    assert_eq!(
        refused_sweep(&format!("{GRID}[set]\nnme = \"x\"\n")),
        "sweep.toml:5:1: nme: unknown key: did you mean \"name\"?"
    );
    assert_eq!(
        refused_sweep(
            "scenario = \"hamlet.toml\"\n[[list]]\npolicy.loss = 2\n[[list]]\npolicy.lss = 2\n"
        ),
        "sweep.toml:5:8: policy.lss: unknown key: did you mean \"loss\"?"
    );
}

#[test]
fn a_sweep_over_nothing_is_refused() {
    let empty = refused_sweep("scenario = \"hamlet.toml\"\n[grid]\n");
    assert!(empty.starts_with("sweep.toml:2:2: grid: no key is swept"), "{empty}");
    let missing = refused_sweep("scenario = \"hamlet.toml\"\n");
    assert!(missing.contains("grid: no key is swept"), "{missing}");
    assert_eq!(
        refused_sweep(&with_grid("\"policy.loss\" = []")),
        "sweep.toml:3:1: grid.policy.loss = []: no values: write some, or leave it out"
    );
    assert_eq!(
        refused_sweep(&with_grid("\"policy.loss\" = 2")),
        "sweep.toml:3:1: grid.policy.loss = 2: write a list of values, e.g. [1, 2]"
    );
    let none = refused_sweep("scenario = \"hamlet.toml\"\n[[list]]\n");
    assert!(none.contains("list[0]: names no key"), "{none}");
}

#[test]
fn a_combination_that_is_there_twice_is_refused_however_it_is_written() {
    assert_eq!(
        refused_sweep(&with_grid("\"policy.loss\" = [1, 2, 1]")),
        "policy.loss = 1: the same scenario as with policy.loss = 1: leave one of the two out"
    );
    assert_eq!(
        refused_sweep(&with_grid("\"polling.max\" = [\"6 h\", \"360 min\"]")),
        "polling.max = 360 min: the same scenario as with polling.max = 6 h: \
         leave one of the two out"
    );
}

#[test]
fn keys_given_twice_and_seeds_swept_are_refused() {
    let twice = refused_sweep(&format!("{GRID}[set]\npolicy.loss = 1\n"));
    assert!(twice.starts_with("sweep.toml:3:1: grid.policy.loss: is given in [set]"), "{twice}");
    let seed = refused_sweep(&with_grid("seed = [1, 2]"));
    assert!(seed.contains("seeds are paired, not swept"), "{seed}");
    let none = refused_sweep(&format!("seeds = {{ count = 0 }}\n{GRID}"));
    assert!(none.contains("seeds.count = 0: write a whole number from 1 to 100000"), "{none}");
    let last =
        refused_sweep(&format!("seeds = {{ first = 9223372036854775807, count = 2 }}\n{GRID}"));
    assert!(last.contains("passes the largest seed"), "{last}");
    let unknown = refused_sweep(&format!("seds = 3\n{GRID}"));
    assert!(unknown.starts_with("sweep.toml:1:1: seds: unknown key"), "{unknown}");
}

#[test]
fn a_scenario_that_is_not_there_or_needs_data_is_refused() {
    let nowhere = refused_sweep("scenario = \"nowhere.toml\"\n[grid]\n\"policy.loss\" = [1]\n");
    assert!(nowhere.starts_with("nowhere.toml: cannot be read as a scenario ("), "{nowhere}");
    let place = place();
    let said = refused(&place, &["plan", "sweep.toml", "--out", "dir", "--data", "tij.gz"]);
    assert!(said.contains("leave out --data"), "{said}");
    let said = refused(&place, &["plan", "nowhere.toml", "--out", "dir"]);
    assert!(said.starts_with("nowhere.toml: cannot be read as a sweep ("), "{said}");
}

#[test]
fn a_folder_that_holds_something_else_is_refused() {
    let place = place();
    place.write("photos/cat.jpg", b"meow");
    let not_ours = "photos: the folder is not empty and holds no sweep: name another with --out";
    assert_eq!(refused(&place, &["plan", "sweep.toml", "--out", "photos"]), not_ours);
    let nothing = "photos: holds no sweep: plan one with `corona-sim sweep plan`";
    assert_eq!(refused(&place, &["exec", "photos"]), nothing);
    assert_eq!(refused(&place, &["collect", "photos"]), nothing);
    let file = refused(&place, &["plan", "sweep.toml", "--out", "hamlet.toml"]);
    assert_eq!(file, "hamlet.toml: is not a folder: name another with --out");
    place.run_well(&["hamlet.toml", "--quiet", "--out", "run"]);
    let a_run = refused(&place, &["sweep.toml", "--out", "run"]);
    assert!(a_run.starts_with("run: the folder is not empty and holds no sweep"), "{a_run}");
}

#[test]
fn planning_again_changes_nothing_and_another_sweep_needs_another_folder() {
    let place = place();
    let plan = ["plan", "sweep.toml", "--out", "dir"];
    let first = sweep(&place, &plan);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(first.stdout.ends_with("next: corona-sim sweep exec dir\n"), "{first:?}");
    let before = place.tree();
    assert_eq!(sweep(&place, &plan).stdout, first.stdout);
    assert_eq!(place.tree(), before);
    place.write("sweep.toml", GRID.replace("[1, 2]", "[1, 3]"));
    let other = refused(&place, &plan);
    assert!(other.starts_with("dir: holds another sweep (its sweep.toml differs)"), "{other}");
    place.write("sweep.toml", GRID);
    place.write("hamlet.toml", HAMLET.replace("14", "15"));
    let other = refused(&place, &plan);
    assert!(other.starts_with("dir: holds another sweep (its scenario.toml differs)"), "{other}");
}

#[test]
fn a_planned_sweep_that_was_edited_or_comes_from_another_build_is_not_run() {
    let place = place();
    assert_eq!(sweep(&place, &["plan", "sweep.toml", "--out", "dir"]).code, Some(0));
    let manifest = std::fs::read_to_string(place.path("dir/manifest.json")).unwrap();
    place.write("dir/manifest.json", manifest.replace("\"version\": \"", "\"version\": \"9"));
    let said = refused(&place, &["exec", "dir"]);
    assert!(said.starts_with("dir: planned by corona-sim 9"), "{said}");
    place.write("dir/manifest.json", &manifest);
    place.write("dir/sweep.toml", GRID.replace("[1, 2]", "[1, 3]"));
    let said = refused(&place, &["exec", "dir"]);
    let told = "dir: sweep.toml and scenario.toml are not what was planned by corona-sim ";
    assert!(said.starts_with(told), "{said}");
    place.write("dir/manifest.json", "{\"schema\": \"corona-sweep/9\"}");
    let said = refused(&place, &["exec", "dir"]);
    assert!(said.starts_with("dir/manifest.json: describes no sweep"), "{said}");
}

#[test]
fn a_shard_beyond_the_last_is_refused() {
    let place = place();
    assert_eq!(sweep(&place, &["plan", "sweep.toml", "--out", "dir"]).code, Some(0));
    for shard in ["4/3", "0/3", "1/0", "one", "2"] {
        let said = refused(&place, &["exec", "dir", "--shard", shard]);
        let expected = format!(
            "error: invalid value '{shard}' for '--shard <i/N>': \
             write i/N, with i from 1 to N, e.g. 1/3"
        );
        assert!(said.starts_with(&expected), "{said}");
    }
}

#[test]
fn a_reference_or_figure_that_there_is_not_is_refused_with_those_there_are() {
    let place = place();
    let ended = sweep(&place, &["sweep.toml", "--out", "dir", "--quiet"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(
        refused(&place, &["collect", "dir", "--reference", "policy.loss=7"]),
        "--reference policy.loss=7: no such combination: policy.loss is swept over 1, 2"
    );
    assert_eq!(
        refused(&place, &["collect", "dir", "--reference", "policy.emit=7"]),
        "--reference policy.emit: this key is not swept: write KEY=VALUE with one of policy.loss"
    );
    let said = refused(&place, &["collect", "dir", "--figure", "people_wrned"]);
    assert!(said.contains("did you mean \"people_warned\"?"), "{said}");
    let shown = sweep(&place, &["collect", "dir", "--figure", "final_statuses.positive"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(place.path("dir/plots/final_statuses.positive.svg").exists());
}

#[test]
fn a_sweep_may_be_typed() {
    let place = place();
    let grid = ["--grid", "policy.loss=1,2", "--grid", "phones.adoption=50 %,100 %"];
    let typed = ["--scenario", "hamlet.toml", "--seeds", "2", "--set", "population.people=9"];
    let ended = sweep(&place, &[&typed[..], &grid, &["--out", "dir", "--seed", "5"]].concat());
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let plan = std::fs::read_to_string(place.path("dir/plan.csv")).unwrap();
    assert_eq!(plan.lines().count(), 9);
    assert!(plan.lines().nth(1).unwrap().ends_with(",50 %,1,5"), "{plan}");
    let said = refused(
        &place,
        &["--scenario", "hamlet.toml", "--grid", "policy.lss=1,2", "--out", "other"],
    );
    assert_eq!(said, "command line: policy.lss: unknown key: did you mean \"loss\"?");
    let said =
        refused(&place, &["--scenario", "hamlet.toml", "--grid", "policy.loss=", "--out", "x"]);
    assert!(said.contains("write KEY=VALUE,VALUE"), "{said}");
    let said = refused(&place, &["sweep.toml", "--seeds", "3", "--out", "x"]);
    assert!(said.contains("--scenario"), "{said}");
}
