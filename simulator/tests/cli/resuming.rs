//! Runs killed at any instant and resumed give what they would have given.

use crate::workplace::{BINARY, Ended, Workplace, shipped};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};

/// Lets a process run on.
#[expect(clippy::disallowed_methods, reason = "a process is killed in the middle of real time")]
fn pause(span: Duration) {
    std::thread::sleep(span);
}

/// A run with checkpoints, and how it was interrupted.
struct Interrupted<'a> {
    place: &'a Workplace,
    arguments: Vec<&'a str>,
    /// Kills that struck while a file was half written.
    half_written: u32,
    kills: u32,
}

impl<'a> Interrupted<'a> {
    fn new(place: &'a Workplace, arguments: &[&'a str]) -> Self {
        let mut all = arguments.to_vec();
        all.extend(["--quiet", "--out", "broken"]);
        Self { place, arguments: all, half_written: 0, kills: 0 }
    }

    fn checkpoint(&self) -> PathBuf {
        self.place.path("broken.checkpoint")
    }

    /// Begins the run, or takes it up where it is.
    fn spawn(&self) -> Child {
        let mut command = if self.checkpoint().exists() {
            resume(self.place, &["broken", "--quiet"])
        } else {
            let mut command = self.place.command(Path::new(BINARY));
            command.args(&self.arguments);
            command
        };
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    fn kill(&mut self, mut child: Child) {
        child.kill().unwrap();
        child.wait().unwrap();
        self.kills += 1;
        let files = std::fs::read_dir(self.checkpoint()).into_iter().flatten();
        let mut names = files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
        self.half_written += u32::from(names.any(|name| name.ends_with(".partial")));
    }

    /// Lets it run until a file of this ending is written for the n-th time from now; false
    /// if it ended first.
    fn kill_after(&mut self, ending: &str, n: u32) -> bool {
        let mut child = self.spawn();
        let (mut before, mut seen) = (newest(&self.checkpoint(), ending), 0);
        while seen < n {
            if child.try_wait().unwrap().is_some() {
                return false;
            }
            let now = newest(&self.checkpoint(), ending);
            if now.is_some() && now != before {
                seen += 1;
            }
            before = now.or(before);
            pause(Duration::from_micros(500));
        }
        self.kill(child);
        true
    }

    /// Lets it run for a while; false if it ended first.
    fn kill_after_a_while(&mut self, span: Duration) -> bool {
        let mut child = self.spawn();
        pause(span);
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        self.kill(child);
        true
    }

    /// Lets it run to its end, and compares it with the run that was left alone.
    fn assert_as_if_uninterrupted(&self) {
        if !self.place.path("broken/manifest.json").exists() || self.checkpoint().exists() {
            let ended = Ended::of(&mut self.spawn_command());
            assert_eq!(ended.code, Some(0), "{ended:?}");
        }
        assert_eq!(self.place.digest("broken"), self.place.digest("whole"));
        assert!(!self.checkpoint().exists(), "the checkpoint was not removed");
        let arguments = &self.place.json("broken/manifest.json")["arguments"];
        assert_eq!(arguments[0], "run");
        assert_eq!(arguments[1], self.arguments[0]);
    }

    fn spawn_command(&self) -> Command {
        resume(self.place, &["broken", "--quiet"])
    }
}

/// When a file of this ending was last given its name.
fn newest(folder: &Path, ending: &str) -> Option<(SystemTime, PathBuf)> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(|file| Some(file.ok()?.path()));
    let those = files.filter(|path| path.to_string_lossy().ends_with(ending));
    those.filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path))).max()
}

pub(crate) fn resume(place: &Workplace, arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.arg("resume").args(arguments).current_dir(place.path("")).stdin(Stdio::null());
    command.env_remove("CORONA_THREADS");
    command
}

fn run_whole(place: &Workplace, arguments: &[&str]) {
    place.run_well(&[arguments, &["--quiet", "--out", "whole"]].concat());
}

#[test]
fn a_town_killed_after_each_of_its_states_ends_as_if_left_alone() {
    let place = Workplace::with_town();
    let town = [
        "town.toml",
        "--set",
        "population.people=300",
        "--set",
        "duration=20 days",
        "--set",
        "reports.positive=0.2 % per day",
    ];
    run_whole(&place, &town);
    let every = [&town[..], &["--checkpoint-every", "3 days"]].concat();
    let mut run = Interrupted::new(&place, &every);
    while run.kill_after(".state", 1) {}
    assert!((2..=6).contains(&run.kills), "{} kills", run.kills);
    run.assert_as_if_uninterrupted();
}

#[test]
fn faults_killed_after_a_few_states_end_as_if_left_alone() {
    let place = Workplace::new();
    let faults = shipped("whitepaper-faults.toml");
    run_whole(&place, &[&faults, "--check"]);
    let every = [faults.as_str(), "--check", "--checkpoint-every", "5 h"];
    let mut run = Interrupted::new(&place, &every);
    while run.kill_after(".state", 3) {}
    assert!(run.kills > 1, "{} kills", run.kills);
    run.assert_as_if_uninterrupted();
}

#[test]
fn seeds_side_by_side_end_as_if_left_alone_whichever_were_finished() {
    let place = Workplace::with_town();
    let seeds = ["town.toml", "--seeds", "3", "--set", "population.people=150"];
    run_whole(&place, &seeds);
    let more = ["--checkpoint-every", "1 day", "--threads", "2"];
    let mut run = Interrupted::new(&place, &[&seeds[..], &more].concat());
    assert!(run.kill_after(".state", 2) && run.kill_after(".record", 1));
    assert!(newest(&run.checkpoint(), ".record").is_some());
    run.kill_after(".state", 1);
    run.assert_as_if_uninterrupted();
    assert_eq!(place.json("broken/manifest.json")["seeds"], serde_json::json!([1, 2, 3]));
}

#[test]
fn an_epidemic_killed_and_resumed_ends_as_if_left_alone() {
    let place = Workplace::new();
    let town = shipped("epidemic-town.toml");
    let smaller = [
        town.as_str(),
        "--seeds",
        "2",
        "--set",
        "population.people=200",
        "--set",
        "duration=24 days",
        "--set",
        "epidemic.calibration=2.0",
    ];
    run_whole(&place, &smaller);
    let more = ["--checkpoint-every", "2 days", "--threads", "1"];
    let mut run = Interrupted::new(&place, &[&smaller[..], &more].concat());
    assert!(run.kill_after(".state", 3) && run.kill_after(".record", 1));
    run.kill_after(".state", 2);
    run.assert_as_if_uninterrupted();
    assert!(place.json("broken/summary.json")["epidemic"]["infections"].as_u64() > Some(60));
}

#[test]
fn a_run_killed_at_any_instant_ends_as_if_left_alone() {
    let place = Workplace::with_town();
    let town = ["town.toml", "--set", "population.people=200", "--seeds", "2"];
    run_whole(&place, &town);
    let every = [&town[..], &["--checkpoint-every", "2 h"]].concat();
    // Other instants in each run, until some of them have struck half-written files.
    let mut half_written = 0;
    for turn in 0..12_u64 {
        let mut run = Interrupted::new(&place, &every);
        let mut luck = turn;
        loop {
            luck = luck
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // Each life lasts longer than the ones before on average, so that some ends.
            let longest = 60 + 40 * u64::from(run.kills);
            if !run.kill_after_a_while(Duration::from_millis(10 + (luck >> 33) % longest)) {
                break;
            }
        }
        assert!(run.kills > 1, "{} kills", run.kills);
        run.assert_as_if_uninterrupted();
        std::fs::remove_dir_all(place.path("broken")).unwrap();
        half_written += run.half_written;
        if turn >= 2 && half_written > 0 {
            return;
        }
    }
    panic!("no kill struck a half-written file");
}

#[test]
fn what_was_killed_once_its_results_were_there_is_only_cleared_up() {
    let place = Workplace::with_town();
    let every = ["town.toml", "--checkpoint-every", "1 day"];
    run_whole(&place, &["town.toml"]);
    let mut run = Interrupted::new(&place, &every);
    assert!(run.kill_after(".state", 2));
    let copy = place.path("copy.checkpoint");
    std::fs::create_dir(&copy).unwrap();
    for (name, content) in crate::workplace::tree(&run.checkpoint()) {
        std::fs::write(copy.join(name), content.unwrap()).unwrap();
    }
    run.assert_as_if_uninterrupted();
    std::fs::rename(&copy, run.checkpoint()).unwrap();
    run.assert_as_if_uninterrupted();
}

#[test]
fn a_checkpoint_may_be_moved_and_resumed_from_anywhere() {
    let place = Workplace::with_town();
    let mut run = Interrupted::new(&place, &["town.toml", "--checkpoint-every", "1 day"]);
    run_whole(&place, &["town.toml"]);
    assert!(run.kill_after(".state", 2));
    std::fs::create_dir(place.path("elsewhere")).unwrap();
    std::fs::rename(run.checkpoint(), place.path("elsewhere/town.checkpoint")).unwrap();
    std::fs::remove_file(place.path("town.toml")).unwrap();
    let ended = Ended::of(&mut resume(&place, &["elsewhere/town.checkpoint/", "--json"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert_eq!(place.digest("elsewhere/town"), place.digest("whole"));
    let summary: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(summary["seeds"], serde_json::json!([1]));
}
