//! What a run says, and where: data on stdout, messages on stderr, nothing unasked.

use crate::workplace::{BINARY, Ended, SMALL_TOWN, Workplace, shipped};
use serde_json::Value;
use std::path::Path;
use std::process::Stdio;

/// The whitepaper's end: who is what, how many events from Alice, and how strongly
/// warned (15 for her report, 1 less for each event).
const FIGURE: [(&str, &str, Option<u64>, Option<u64>); 8] = [
    ("Alice", "Positive", None, None),
    ("Bob", "HighRisk", Some(1), Some(14)),
    ("Claire", "Unknown", None, None),
    ("Dave", "Unknown", None, None),
    ("Eve", "HighRisk", Some(1), Some(14)),
    ("Frank", "HighRisk", Some(2), Some(13)),
    ("Olivier", "Unknown", None, None),
    ("Peter", "Unknown", None, None),
];

const STORIES: [&str; 2] = ["whitepaper.toml", "whitepaper-faults.toml"];

#[test]
fn json_is_one_document_that_ends_as_the_whitepaper_does() {
    let place = Workplace::new();
    for story in STORIES {
        let ended = place.run_well(&[&shipped(story), "--json", "--out", story]);
        assert_eq!(ended.stderr, "");
        let summary: Value = serde_json::from_str(&ended.stdout).unwrap();
        let people: Vec<_> = summary["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|person| {
                let word = |key: &str| person[key].as_str().unwrap();
                (word("name"), word("status"), person["hop"].as_u64(), person["strength"].as_u64())
            })
            .collect();
        assert_eq!(people, FIGURE, "{story}");
        let file = std::fs::read_to_string(place.path(story).join("summary.json")).unwrap();
        assert_eq!(ended.stdout, file, "stdout and summary.json differ");
    }
}

#[test]
fn json_of_a_town_lists_nobody() {
    let place = Workplace::with_town();
    let ended = place.run_well(&["town.toml", "--json", "--check", "--out", "run"]);
    assert_eq!(ended.stderr, "");
    let summary: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(summary["population"], 40);
    assert!(summary["people"].is_null(), "{summary}");
}

#[test]
fn quiet_says_nothing() {
    let place = Workplace::with_town();
    for (n, scenario) in ["town.toml", &shipped("whitepaper.toml")].into_iter().enumerate() {
        let out = format!("run-{n}");
        let ended = place.run_well(&[scenario, "--quiet", "--check", "--out", &out]);
        assert_eq!((ended.stdout.as_str(), ended.stderr.as_str()), ("", ""));
        assert!(place.path(&out).join("manifest.json").exists());
    }
}

#[test]
fn what_was_peculiar_in_a_data_file_is_noted_unless_quiet() {
    let place = Workplace::new();
    place.write("events.csv", "event_id,date\na,2020-03-03\nb,2020-03-03\n");
    place.write("attendance.csv", "event_id,person_id\na,Ann\na,Bea\nb,Bea\nb,Cleo\n");
    place.write(
        "fair.toml",
        "name = \"fair\"\nstart = \"2020-03-03\"\nduration = \"2 days\"\n[population]\n\
         kind = \"attendance\"\nattendance = \"attendance.csv\"\n[policy]\npreset = \"graded\"\n",
    );
    let ended = Ended::of(&mut place.corona_sim(&["run", "fair.toml", "--out", "told"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(ended.stderr.matches("note: people at two gatherings at once").count(), 1);
    let quiet = Ended::of(&mut place.corona_sim(&["run", "fair.toml", "--out", "not", "--quiet"]));
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(0), ""));
}

#[test]
fn quiet_and_json_contradict_each_other() {
    let place = Workplace::with_town();
    let ended = place.run(&["town.toml", "--quiet", "--json"]);
    assert_eq!(ended.code, Some(2));
    let expected = "error: the argument '--quiet' cannot be used with '--json'\n";
    assert!(ended.stderr.starts_with(expected), "{ended:?}");
    assert!(!place.path("runs").exists());
}

#[test]
fn a_story_is_told_line_by_line_in_the_order_of_time() {
    let place = Workplace::new();
    let ended = place.run_well(&[&shipped("whitepaper.toml"), "--out", "run"]);
    assert_eq!(ended.stderr, "");
    let (story, end) = ended.stdout.split_once("\n\n").unwrap();
    let lines: Vec<(&str, &str)> =
        story.lines().map(|line| line.split_once("  ").unwrap()).collect();
    assert!(lines.is_sorted_by_key(|(time, _)| *time), "{story}");
    let told: Vec<&str> = lines.iter().map(|(_, text)| *text).collect();
    for text in [
        "Alice opens the Swing Festival",
        "Frank checks in to the Theater",
        "the Barbecue is over",
        "Eve becomes HighRisk by way of the Barbecue, hop 1",
        "Bob becomes HighRisk by way of the Barbecue, hop 1",
        "Frank becomes HighRisk by way of the Theater, hop 2",
    ] {
        assert_eq!(told.iter().filter(|line| **line == text).count(), 1, "{text:?} in {story}");
    }
    assert!(lines.contains(&("2020-04-20 12:00", "Alice reports Positive")), "{story}");
    assert_eq!(
        end,
        "       Alice  Positive\n         Bob  HighRisk, hop 1\n      Claire  Unknown\n\
         \x20       Dave  Unknown\n         Eve  HighRisk, hop 1\n       Frank  HighRisk, hop 2\n\
         \x20    Olivier  Unknown\n       Peter  Unknown\n\
         1 self-reports, 3 warnings, 8 phones\nresults in run\nopen run/index.html\n"
    );
}

#[test]
fn check_says_that_phones_and_oracle_agree() {
    let place = Workplace::with_town();
    let stories = STORIES.map(shipped);
    for (n, scenario) in ["town.toml", &stories[0], &stories[1]].into_iter().enumerate() {
        let ended = place.run_well(&[scenario, "--check", "--out", &format!("run-{n}")]);
        assert_eq!(ended.stderr, "check: every phone holds what the oracle says\n", "{scenario}");
        assert!(ended.stdout.contains(&format!("results in run-{n}\n")), "{ended:?}");
    }
}

#[test]
fn checking_changes_no_result() {
    let place = Workplace::with_town();
    place.run_well(&["town.toml", "--quiet", "--out", "plain"]);
    place.run_well(&["town.toml", "--quiet", "--check", "--out", "checked"]);
    assert_eq!(place.digest("plain"), place.digest("checked"));
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let place = Workplace::with_town();
    for (n, more) in [&[][..], &["--json"]].into_iter().enumerate() {
        let mut command = place.command(Path::new(BINARY));
        let out = format!("run-{n}");
        command.arg(shipped("whitepaper.toml")).args(["--out", &out]).args(more);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        assert_eq!(output.status.code(), Some(0));
        assert!(place.path(&out).join("manifest.json").exists());
    }
}

#[test]
fn a_full_disk_behind_stdout_is_a_failure_that_names_the_results() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        eprintln!("SKIPPED: this system has no /dev/full");
        return;
    };
    let place = Workplace::with_town();
    let mut command = place.command(Path::new(BINARY));
    command.args(["town.toml", "--json", "--out", "run"]);
    let output = command.stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("corona-sim: stdout: cannot be written ("), "{said}");
    assert!(said.ends_with("): the results are in run\n"), "{said}");
}

#[test]
fn the_version_names_the_commit_that_manifests_name() {
    let place = Workplace::new();
    place.write("town.toml", SMALL_TOWN.replace("6 days", "1 day"));
    place.run_well(&["town.toml", "--quiet", "--out", "run"]);
    let manifest = place.json("run/manifest.json");
    let text = |key: &str| manifest[key].as_str().unwrap().to_owned();
    let said = Ended::of(std::process::Command::new(BINARY).arg("--version"));
    let expected = format!("corona-sim {} ({})\n", text("version"), text("commit"));
    assert_eq!((said.code, said.stdout), (Some(0), expected));
}
