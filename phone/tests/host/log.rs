//! What the log of a story holds: the story is lived in a process of its own, as a log is
//! set up once per process.

use crate::bench::Bench;
use corona_phone::disk::KeySource;
use corona_phone::home::Home;
use corona_phone::host::RunOptions;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const FOLDER: &str = "CORONA_TEST_LOGGED_STORY";
const NAMES: [&str; 2] = ["Alice-of-the-log", "Bob-of-the-log"];
/// No part of a record as long as this may be told.
const PART: usize = 16;

#[test]
fn a_story_to_be_logged() {
    let bench = match std::env::var_os(FOLDER) {
        Some(folder) => Bench::within(Path::new(&folder)),
        None => Bench::new(),
    };
    let alice = bench.start(NAMES[0], RunOptions::default());
    let bob = bench.start(NAMES[1], RunOptions::default());
    let code = alice.code(alice.host("Party-of-the-log"));
    std::fs::write(bench.path("code"), &code).unwrap();
    bob.check_in(code);
    bob.report_positive();
    bob.until("the report is acknowledged", |bob| {
        (!bob.event(false, 0).report_under_way).then_some(())
    });
    alice.stop();
    bob.stop();
}

#[test]
fn the_log_holds_no_key_code_name_note_or_status() {
    let folder = TempDir::new().unwrap();
    let lived = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "log::a_story_to_be_logged", "--nocapture"])
        .env(FOLDER, folder.path())
        .env("CORONA_LOG", "trace")
        .output()
        .unwrap();
    let log = String::from_utf8(lived.stderr).unwrap();
    assert!(lived.status.success(), "{log}");
    for word in ["the phone runs", "guest-admitted", "report-received", "stopping"] {
        assert!(log.contains(word), "{word} is missing: {log}");
    }
    let code = std::fs::read_to_string(folder.path().join("code")).unwrap();
    let secret = ["of-the-log", "Cough", "ositive", "uspected", &code[12..40]];
    for word in secret {
        assert!(!log.to_lowercase().contains(&word.to_lowercase()), "{word} is in the log");
    }
    let told = told(&log);
    for name in NAMES {
        let home = Home::open(&folder.path().join(name.to_lowercase())).unwrap();
        let (_, records) = home.open_store(&KeySource::FolderKey).unwrap();
        assert!(records.len() >= 3);
        let mut parts = records.values().flat_map(|bytes| bytes.windows(PART));
        assert!(!parts.any(|part| told.contains(part)), "bytes of a record are in the log");
    }
}

/// All parts that a log tells, as bytes, hexadecimal digits or lists of numbers.
fn told(log: &str) -> BTreeSet<Vec<u8>> {
    let digits = log.split(|c: char| !c.is_ascii_hexdigit()).flat_map(|run| {
        let from = |start| {
            let run: &[u8] = &run.as_bytes()[start..];
            run.chunks_exact(2).map(hexadecimal).collect::<Vec<u8>>()
        };
        if run.len() < 2 * PART { vec![] } else { vec![from(0), from(1)] }
    });
    let lists = log
        .split(['[', ']'])
        .map(|list| list.split(", ").filter_map(|number| number.parse().ok()).collect::<Vec<u8>>());
    let texts = digits.chain(lists).chain([log.as_bytes().to_vec()]);
    texts.flat_map(|text| text.windows(PART).map(<[u8]>::to_vec).collect::<Vec<_>>()).collect()
}

fn hexadecimal(digits: &[u8]) -> u8 {
    u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap()
}

#[test]
fn keys_in_a_log_would_be_found() {
    let key: Vec<u8> = (100..132).collect();
    let digits: String = key.iter().map(|byte| format!("{byte:02X}")).collect();
    for log in [format!("the key {digits}!"), format!("the key {key:?}!")] {
        assert!(key.windows(PART).all(|part| told(&log).contains(part)), "{log}");
    }
}
