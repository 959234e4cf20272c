//! `corona-sim replay` as its user meets it.

use crate::tampering::party;
use std::path::Path;
use std::process::{Command, Output};

fn replay(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corona-sim"));
    let Output { status, stdout, stderr } =
        command.arg("replay").args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn a_run_is_judged_by_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    let files = party();
    files.iter().for_each(|(file, text)| write(file, text));
    let (code, told, stderr) = replay(folder.path(), &["alice.jsonl", "bob.jsonl"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(told.contains("Bob  Positive") && told.contains("2 phones decided in"), "{told}");
    assert!(told.contains("1 check-ins"), "{told}");
    let (_, json, _) = replay(folder.path(), &["--json", "alice.jsonl", "bob.jsonl"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["phones"], &json["check_ins"]), (&2.into(), &1.into()));

    let (code, stdout, stderr) = replay(folder.path(), &["bob.jsonl"]);
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("1 of 1 phones did not do as recorded"), "{stderr}");
    write("carol.jsonl", "{}\n{}\n");
    let (code, _, stderr) = replay(folder.path(), &["alice.jsonl", "carol.jsonl"]);
    assert_eq!(code, 2);
    assert!(stderr.starts_with("corona-sim: carol.jsonl:1: "), "{stderr}");
    let (code, _, stderr) = replay(folder.path(), &["nobody.jsonl"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("nobody.jsonl: cannot be read"), "{stderr}");
}
