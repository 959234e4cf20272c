//! Folders that are no phone, or somebody else's at the moment.

use crate::bench::Bench;
use corona_phone::api::Ask;
use corona_phone::control::{AskError, ask};
use corona_phone::disk::KeySource;
use corona_phone::home::{Home, HomeError, NewPhone, PolicyPreset};
use corona_phone::host::{HostError, RunOptions, run_over};
use std::os::unix::fs::PermissionsExt;

fn named(name: &str) -> NewPhone {
    NewPhone { name: name.to_owned(), policy: PolicyPreset::Graded }
}

#[test]
fn a_phone_runs_once_at_a_time() {
    let bench = Bench::new();
    let alice = bench.start("Alice", RunOptions::default());
    let connect = |_: &_, _, _: &_| Ok(bench.switchboard.line());
    let (key, options) = (KeySource::FolderKey, RunOptions::default());
    let refused = run_over(&alice.home, key, options, connect).unwrap_err();
    assert!(matches!(refused, HostError::Home(HomeError::Running(_))), "{refused}");
    assert!(refused.to_string().contains("running already"), "{refused}");
    assert_eq!(alice.status().name, "Alice");
    let home = alice.home.clone();
    alice.stop();
    assert!(!home.join("control.sock").exists());
    bench.run(&home, RunOptions::default()).stop();
}

#[test]
fn a_phone_is_not_made_twice_and_others_may_not_enter() {
    let bench = Bench::new();
    let path = bench.path("new");
    let home = Home::create(&path, named("Alice"), &KeySource::FolderKey).unwrap();
    assert_eq!(home.policy(), PolicyPreset::Graded);
    assert_eq!(home.open_store(&KeySource::FolderKey).unwrap().0.name(), "Alice");
    let mode = |file| std::fs::metadata(file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.clone()), 0o700);
    for file in ["phone.toml", "key", "salts", "records.db"] {
        assert_eq!(mode(path.join(file)), 0o600, "{file}");
    }
    let again = Home::create(&path, named("Bob"), &KeySource::FolderKey).unwrap_err();
    assert!(matches!(again, HomeError::Exists(_)), "{again}");
    let home = Home::open(&path).unwrap();
    assert_eq!(home.open_store(&KeySource::FolderKey).unwrap().0.name(), "Alice");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o750)).unwrap();
    let open = Home::open(&path).unwrap_err().to_string();
    assert!(open.contains("750") && open.contains("chmod 700"), "{open}");
    let missing = Home::open(&bench.path("nothing")).unwrap_err().to_string();
    assert!(missing.contains("corona init"), "{missing}");
}

#[test]
fn settings_that_make_no_sense_are_refused_by_file_key_value_and_remedy() {
    let bench = Bench::new();
    let path = bench.make("Alice");
    let file = path.join("phone.toml");
    let good = std::fs::read_to_string(&file).unwrap();
    let cases = [
        ("format = 2", "format = 9", "format = 9: this build reads 1 to 2; update the program"),
        ("\"whitepaper\"", "\"strict\"", "strict"),
        ("policy = ", "polcy = ", "polcy"),
        ("\"whitepaper\"", "7", "policy = 7"),
        ("format = 2", "format = 2\nname = \"Alice\"", "remove that line"),
        ("format = 2", "format = 1\nname = \"\"", "give a name"),
        ("format = 2", "format = 1", "name is missing"),
    ];
    for (part, other, expected) in cases {
        std::fs::write(&file, good.replace(part, other)).unwrap();
        let error = Home::open(&path).unwrap_err().to_string();
        assert!(error.contains("phone.toml") && error.contains(expected), "{error}");
    }
    for name in ["", "  ", "two\nlines", &"x".repeat(65)] {
        let other = bench.path("other");
        let refused = Home::create(&other, named(name), &KeySource::FolderKey).unwrap_err();
        assert!(matches!(refused, HomeError::Setting { .. }), "{refused}");
    }
}

#[test]
fn a_phone_that_does_not_run_says_how_to_start_it() {
    let bench = Bench::new();
    let path = bench.make("Alice");
    let error = ask(&path, &Ask::Status).unwrap_err();
    assert!(matches!(error, AskError::NotRunning(_)));
    assert!(error.to_string().contains("start `corona run`"), "{error}");
}

#[test]
fn what_is_for_tests_is_refused_by_the_worlds_clock() {
    let bench = Bench::new();
    let file = Some(bench.path("file"));
    let cases = [
        ("--hold-at", RunOptions { hold: file.clone(), ..RunOptions::default() }),
        ("--record-trace", RunOptions { record_trace: file, ..RunOptions::default() }),
    ];
    for (name, options) in cases {
        let home = bench.make(&name[2..]);
        let connect = |_: &_, _, _: &_| Ok(bench.switchboard.line());
        let refused = run_over(&home, KeySource::FolderKey, options, connect);
        let error = refused.unwrap_err().to_string();
        assert!(error.contains(name) && error.contains("--scaled-clock"), "{error}");
    }
}
