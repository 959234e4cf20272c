//! A manifest says what was run, so that anybody can run it again and compare.

use crate::workplace::{BINARY, Ended, Workplace, sha256, shipped_text, tree};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// A story that ends well, run as `run` for three seeds.
fn told() -> Workplace {
    let place = Workplace::new();
    place.write("story.toml", shipped_text("whitepaper.toml"));
    let sets = ["--set", "policy.preset=graded", "--set=polling.max=5 h"];
    let arguments = ["story.toml", "--seed", "7", "--seeds", "3", "--quiet", "--out", "run"];
    place.run_well(&[&arguments[..], &sets].concat());
    place
}

#[test]
fn a_manifest_holds_seeds_arguments_and_origin() {
    let manifest = told().json("run/manifest.json");
    assert_eq!(manifest["schema"], "corona-run/1");
    assert_eq!(manifest["complete"], true);
    assert_eq!(manifest["scenario"], "whitepaper");
    assert_eq!(manifest["scenario_path"], "story.toml");
    assert_eq!(manifest["seeds"], json!([7, 8, 9]));
    assert_eq!(
        manifest["arguments"],
        json!([
            "run",
            "story.toml",
            "--seed",
            "7",
            "--seeds",
            "3",
            "--quiet",
            "--out",
            "run",
            "--set",
            "policy.preset=graded",
            "--set=polling.max=5 h"
        ])
    );
    assert_eq!(manifest["resolved"]["policy"]["preset"], "graded");
    assert_eq!(manifest["resolved"]["seed"], 7);
    let digest = manifest["digest"].as_str().unwrap();
    assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
}

#[test]
fn the_signatures_are_named_and_leave_the_digest_alone() {
    let place = Workplace::new();
    place.write("story.toml", shipped_text("whitepaper.toml"));
    let run = |out: &str, more: &[&str]| {
        let arguments = ["story.toml", "--quiet", "--out", out];
        place.run_well(&[&arguments[..], more].concat());
        place.json(&format!("{out}/manifest.json"))
    };
    let unasked = run("unasked", &[]);
    let (real, stand_in) =
        (run("real", &["--signatures", "real"]), run("quick", &["--signatures=stand-in"]));
    assert_eq!(
        [&unasked, &real, &stand_in].map(|one| &one["signatures"]),
        ["real", "real", "stand-in"]
    );
    assert_eq!(stand_in["digest"], real["digest"]);
    assert_eq!(stand_in["files"]["tables/days.csv"], real["files"]["tables/days.csv"]);
}

#[test]
fn every_file_is_listed_with_its_hash() {
    let place = told();
    let listed: BTreeMap<String, String> =
        serde_json::from_value(place.json("run/manifest.json")["files"].clone()).unwrap();
    let found: BTreeMap<String, String> = tree(&place.path("run"))
        .into_iter()
        .filter_map(|(path, content)| Some((path.to_str()?.to_owned(), sha256(&content?))))
        .filter(|(path, _)| path != "manifest.json")
        .collect();
    assert_eq!(listed, found);
}

/// The digest of `run`, counted out as `docs/results.md` describes it.
#[test]
fn the_digest_can_be_recomputed_from_the_files() {
    let place = told();
    let manifest = place.json("run/manifest.json");
    let mut files: BTreeMap<String, String> =
        serde_json::from_value(manifest["files"].clone()).unwrap();
    for outside in
        ["index.html", "plots/traffic.svg", "tables/traffic.csv", "tables/traffic.parquet"]
    {
        files.remove(outside).unwrap();
    }
    let summary = std::fs::read_to_string(place.path("run/summary.json")).unwrap();
    files.insert("summary.json".to_owned(), sha256(as_digested(&summary).as_bytes()));
    let lines: String = files.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
    assert_eq!(manifest["digest"], sha256(lines.as_bytes()));
}

/// The summary without the lines of `version`, `commit`, `by_seed` and the `machine` at its end, and
/// without what depends on which polls were simulated.
fn as_digested(summary: &str) -> String {
    let kept = summary.split(",\n  \"by_seed\": [").next().unwrap();
    let kept = kept.split(",\n  \"machine\": {").next().unwrap();
    let origin = ["  \"version\": ", "  \"commit\": "];
    let lines = kept.lines().filter(|line| !origin.iter().any(|start| line.starts_with(start)));
    let mut digested = Vec::new();
    let mut in_band = false;
    for line in lines {
        let name = line.split_once(": ").map_or("", |(name, _)| name);
        let is_traffic = name.ends_with("_per_phone_day\"");
        in_band |= is_traffic && line.ends_with('{');
        match name.trim_start() {
            _ if in_band => in_band = !line.trim_start().starts_with('}'),
            _ if is_traffic => digested.push(format!("{name}: null,")),
            "\"occurrences\"" | "\"elided_polls\"" => digested.push(format!("{name}: 0,")),
            _ => digested.push(line.to_owned()),
        }
    }
    // The last band was one of traffic.
    digested.join("\n").replace("    },\n  }", "    }\n  }") + "\n}\n"
}

#[test]
fn its_arguments_give_the_same_digest_again() {
    let place = told();
    let first = place.digest("run");
    let arguments = texts(&place.json("run/manifest.json")["arguments"]);
    let (command, rest) = arguments.split_first().unwrap();
    assert_eq!(command, "run");
    let rest: Vec<&str> = rest.iter().map(String::as_str).chain(["--force"]).collect();
    place.run_well(&rest);
    assert_eq!(place.digest("run"), first);
}

#[test]
fn a_seed_from_the_environment_is_among_the_arguments() {
    let place = Workplace::with_town();
    let mut command = place.command(Path::new(BINARY));
    command.env("CORONA_SEED", "5").args(["--quiet", "--out", "run", "--", "town.toml"]);
    assert_eq!(Ended::of(&mut command).code, Some(0));
    let first = place.digest("run");
    let arguments = texts(&place.json("run/manifest.json")["arguments"]);
    let mut rest: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    assert!(rest.contains(&"--seed=5"), "{rest:?}");
    rest.insert(0, "--force");
    place.run_well(&rest);
    assert_eq!(place.digest("run"), first);
}

#[test]
fn the_resolved_scenario_alone_gives_the_same_tables() {
    let place = told();
    place.run_well(&["run/resolved.toml", "--seeds", "3", "--quiet", "--out", "again"]);
    let tables = |run: &str| tree(&place.path(run).join("tables"));
    assert!(!tables("run").is_empty());
    assert!(tables("run") == tables("again"), "tables differ");
}

#[test]
fn a_scenario_from_a_pipe_is_kept_with_its_results() {
    if !Path::new("/dev/stdin").exists() {
        eprintln!("SKIPPED: this system has no /dev/stdin");
        return;
    }
    let place = Workplace::with_town();
    let (reader, mut writer) = std::io::pipe().unwrap();
    let text = std::fs::read(place.path("town.toml")).unwrap();
    std::io::Write::write_all(&mut writer, &text).unwrap();
    drop(writer);
    let mut command = place.command(Path::new(BINARY));
    let ended = Ended::of(command.stdin(reader).args(["/dev/stdin", "--quiet", "--out", "run"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(std::fs::read(place.path("run/scenario.toml")).unwrap(), text);
}
