//! Checkpoints that can't be begun or resumed are refused in one sentence, and nothing is lost.

use crate::resuming::resume;
use crate::workplace::{BINARY, Ended, Workplace, sha256, shipped_text, tree};
use std::path::{Path, PathBuf};

const STATE: &str = "cut.checkpoint/seed-1.state";

/// A place with a run that stopped at its end, because its record can't be written. It has so
/// many checkpoints that it can't end before that is seen to.
fn with_a_run_cut_short() -> Workplace {
    let place = Workplace::with_town();
    let mut child = place
        .command(Path::new(BINARY))
        .args(["town.toml", "--quiet", "--out", "cut", "--checkpoint-every", "10 min"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let folder = place.path("cut.checkpoint");
    while !folder.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended without a checkpoint");
    }
    // A folder of the name that the record has until it is whole.
    std::fs::create_dir(folder.join("seed-1.record.partial")).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    let expected = "corona-sim: cut.checkpoint/seed-1.record.partial: cannot be written (";
    assert!(said.starts_with(expected), "{said}");
    assert!(said.ends_with("what was written before can be resumed\n"), "{said}");
    std::fs::remove_dir(folder.join("seed-1.record.partial")).unwrap();
    assert!(place.path(STATE).exists());
    place
}

/// What `resume cut` says: one sentence, exit code 2, and every file stays as it is.
fn sentence(place: &Workplace, named: &str) -> String {
    let before = place.tree();
    let ended = Ended::of(&mut resume(place, &[named]));
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(place.tree() == before, "a refused run changed files");
    assert_eq!(ended.stdout, "");
    let said = ended.stderr.strip_prefix("corona-sim: ").expect("it says who speaks");
    assert_eq!(said.matches('\n').count(), 1, "{said}");
    said.trim_end().to_owned()
}

fn resume_well(place: &Workplace) {
    let ended = Ended::of(&mut resume(place, &["cut", "--quiet"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    assert!(!place.path("cut.checkpoint").exists());
    place.run_well(&["town.toml", "--quiet", "--out", "whole"]);
    assert_eq!(place.digest("cut"), place.digest("whole"));
}

#[test]
fn a_run_that_could_not_write_can_be_resumed_and_has_no_rival_meanwhile() {
    let place = with_a_run_cut_short();
    let said = place.run(&["town.toml", "--out", "cut", "--checkpoint-every", "1 day"]);
    assert_eq!(said.code, Some(2));
    assert_eq!(
        said.stderr,
        "corona-sim: cut.checkpoint: holds a run that was cut short: continue it with \
         `corona-sim resume cut.checkpoint`, or delete that folder to start anew\n"
    );
    assert!(place.path(STATE).exists());
    resume_well(&place);
}

#[test]
fn a_state_that_is_truncated_changed_or_foreign_is_refused_and_its_seed_can_start_anew() {
    let place = with_a_run_cut_short();
    let whole = std::fs::read(place.path(STATE)).unwrap();
    let refused = |bytes: &[u8]| {
        std::fs::write(place.path(STATE), bytes).unwrap();
        sentence(&place, "cut")
    };
    let remedy = "delete this file and resume again, then its seed starts anew";
    let changed =
        format!("{STATE}: the file is truncated, or has changed since it was written: {remedy}");
    for length in [0, 10, 60, whole.len() / 2, whole.len() - 1] {
        assert_eq!(refused(&whole[..length]), changed, "{length} bytes");
    }
    assert_eq!(refused(&[&whole[..], b"more"].concat()), changed);
    // A changed byte is met while it is read, or at the end by the hash of the whole.
    for at in (60..whole.len()).step_by(whole.len() / 60) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x10;
        let said = refused(&bytes);
        assert!(said.starts_with(&format!("{STATE}: ")) && said.ends_with(remedy), "{said}");
    }
    let mut last = whole.clone();
    *last.last_mut().unwrap() ^= 1;
    assert_eq!(refused(&last), changed);
    let foreign = "this is no state of a run, or one of another version of corona-sim";
    let text = b"A shopping list, and rather a long one: milk, eggs, bread, butter, apples, salt.";
    assert_eq!(refused(text), format!("{STATE}: {foreign}: {remedy}"));
    let mut other = whole.clone();
    other[25] ^= 1;
    assert_eq!(refused(&other), format!("{STATE}: this state belongs to another run: {remedy}"));
    std::fs::remove_file(place.path(STATE)).unwrap();
    resume_well(&place);
}

#[test]
fn a_run_of_another_build_or_none_at_all_is_refused() {
    let place = with_a_run_cut_short();
    let path = "cut.checkpoint/run.toml";
    let text = std::fs::read_to_string(place.path(path)).unwrap();
    let (first, rest) = text.split_once('\n').unwrap();
    let ours = first.strip_prefix("program = \"").unwrap().strip_suffix('"').unwrap();
    place.write(path, format!("program = \"0.0.9 (abc)\"\n{rest}"));
    assert_eq!(
        sentence(&place, "cut.checkpoint"),
        format!(
            "{path}: the run was begun by corona-sim 0.0.9 (abc), this is {ours}: resume it with \
             that one, or delete its folder and start the run anew"
        )
    );
    place.write(path, format!("{first}\n"));
    assert_eq!(
        sentence(&place, "cut"),
        format!(
            "{path}: describes no run (missing field `scenario_path`): restore the file, or \
             delete its folder and start the run anew"
        )
    );
    place.write(path, &text);
    resume_well(&place);
    assert_eq!(
        sentence(&place, "cut"),
        "cut: holds no run to resume: name the folder OUT, or OUT.checkpoint, of a run with \
         --checkpoint-every that was cut short"
    );
}

#[test]
fn a_scenario_changed_since_is_refused() {
    let place = with_a_run_cut_short();
    let path = "cut.checkpoint/scenario.toml";
    let text = std::fs::read(place.path(path)).unwrap();
    place.write(path, [&text[..], b"\n"].concat());
    let hash = sha256(&text);
    assert_eq!(
        sentence(&place, "cut"),
        format!(
            "{path}: has changed since the run was begun: restore the file (its SHA-256 was \
             {hash}), or delete cut.checkpoint and start the run anew"
        )
    );
    place.write(path, &text);
    // The file that the run was begun with is not read any more.
    place.write("town.toml", "nonsense");
    let ended = Ended::of(&mut resume(&place, &["cut", "--quiet"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// Two people who meet every day, as 20-second contacts.
fn contacts() -> String {
    (0..3 * 4_320).map(|n| format!("{} {} {}\n", 36_020 + 20 * n, 1 + n % 3, 4 + n % 2)).collect()
}

#[test]
fn data_changed_since_is_refused_and_data_that_is_missing_leaves_no_checkpoint() {
    let place = Workplace::new();
    place.write("conference.toml", shipped_text("conference.toml"));
    place.write("data.dat", contacts());
    let arguments = ["conference.toml", "--quiet", "--out", "cut", "--checkpoint-every", "10 min"];
    let missing = place.run(&[&arguments[..], &["--data", "nowhere.dat"]].concat());
    assert_eq!(missing.code, Some(2), "{missing:?}");
    assert!(missing.stderr.contains("nowhere.dat: cannot be read ("), "{missing:?}");
    assert_eq!(tree(&place.path("")).len(), 2, "something was left behind");
    let mut child = place
        .command(Path::new(BINARY))
        .args([&arguments[..], &["--data", "data.dat", "--set", "duration=3 days"]].concat())
        .spawn()
        .unwrap();
    while !place.path("cut.checkpoint").exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended without a checkpoint");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    place.write("data.dat", contacts().replace("36020 1 4", "36020 1 5"));
    let path = std::path::absolute(place.path("data.dat")).unwrap();
    let hash = sha256(contacts().as_bytes());
    assert_eq!(
        sentence(&place, "cut"),
        format!(
            "{}: has changed since the run was begun: restore the file (its SHA-256 was \
             {hash}), or delete cut.checkpoint and start the run anew",
            path.display()
        )
    );
    place.write("data.dat", contacts());
    let ended = Ended::of(&mut resume(&place, &["cut", "--quiet"]));
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let whole = ["conference.toml", "--data", "data.dat", "--set", "duration=3 days"];
    place.run_well(&[&whole[..], &["--quiet", "--out", "whole"]].concat());
    assert_eq!(place.digest("cut"), place.digest("whole"));
}

#[test]
fn a_run_is_resumed_by_one_process_at_a_time() {
    let place = with_a_run_cut_short();
    let held = std::fs::File::open(place.path("cut.checkpoint/run.toml")).unwrap();
    held.lock().unwrap();
    assert_eq!(
        sentence(&place, "cut"),
        "cut.checkpoint: another corona-sim is at work on it: wait until that has ended"
    );
    drop(held);
    resume_well(&place);
}

#[test]
fn results_of_others_are_not_replaced_by_what_is_resumed() {
    let place = with_a_run_cut_short();
    place.run_well(&["town.toml", "--quiet", "--seed", "9", "--out", "cut"]);
    assert_eq!(
        sentence(&place, "cut"),
        "cut: holds the results of an earlier run: name another folder with --out, or replace \
         them with --force"
    );
    std::fs::remove_dir_all(place.path("cut")).unwrap();
    resume_well(&place);
}

#[test]
fn checkpoints_at_no_distance_are_refused() {
    let place = Workplace::with_town();
    for (span, problem) in [
        ("0 s", "write a duration longer than nothing".to_owned()),
        ("-2 days", "write a duration longer than nothing".to_owned()),
        (
            "0",
            "\"0\" is no duration (it has no unit): write a number and one of ms, s, min, h, \
             days, weeks, e.g. \"90 min\""
                .to_owned(),
        ),
    ] {
        let every = format!("--checkpoint-every={span}");
        let ended = place.run(&["town.toml", "--out", "new", &every]);
        assert_eq!(ended.code, Some(2));
        let expected =
            format!("error: invalid value '{span}' for '--checkpoint-every <SPAN>': {problem}\n");
        assert!(ended.stderr.starts_with(&expected), "{}", ended.stderr);
    }
    assert_eq!(place.tree().keys().collect::<Vec<_>>(), [&PathBuf::from("town.toml")]);
}
