use crate::given::{ATTENDANCE, CONTACTS, build, file, gzip};
use corona_simulator::scenario::Scenario;
use std::path::Path;

fn contacts_refused(name: &str, content: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), name, content);
    build(CONTACTS, Some(&data)).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn broken_data_files_say_what_is_broken_and_where() {
    let lines = "36020 5 3\n".repeat(5_000);
    let whole = gzip(lines.as_bytes());
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0xff;
    let cases: &[(&str, &[u8], &[&str])] = &[
        ("c.gz", &whole[..whole.len() - 12], &["c.gz", "truncated", "fetch it again"]),
        ("c.gz", &whole[..5], &["c.gz", "truncated", "fetch it again"]),
        ("c.gz", &flipped, &["c.gz", "fetch it again"]),
        ("c.gz", b"<html>not found</html>", &["c.gz", "not gzip", "fetch it again"]),
        ("c.dat", b"", &["c.dat", "empty"]),
        ("c.dat", b"\n\n", &["c.dat", "no lines"]),
        ("c.gz", &gzip(b""), &["c.gz", "no lines"]),
        ("c.dat", b"36020 5 \xff\n", &["c.dat", "no text from byte 8"]),
        (
            "c.dat",
            b"36020 5 3\n36x20 5 3\n",
            &["c.dat:2: \"36x20\"", "whole seconds", "32520 1467 1591"],
        ),
        ("c.dat", b"36020 5 3\n36020 5 Bob\n", &["c.dat:2: \"Bob\"", "whole number"]),
        ("c.dat", b"36020 5\n", &["c.dat:1: \"\"", "whole number"]),
        ("c.dat", b"36020 5 5\n", &["c.dat:1", "36020 5 5", "themselves"]),
        ("c.dat", b"99999999999999999 5 3\n", &["c.dat:1", "99999999999999999"]),
    ];
    for (name, content, expected) in cases {
        let message = contacts_refused(name, content);
        for part in *expected {
            assert!(message.contains(part), "{part:?} not in: {message}");
        }
    }
}

#[test]
fn missing_files_are_named_with_what_to_do() {
    let nowhere = Path::new("nowhere/tij.dat.gz");
    let message = build(CONTACTS, Some(nowhere)).unwrap_err().to_string();
    assert!(message.contains("nowhere/tij.dat.gz") && message.contains("--data"), "{message}");
    let message = build(CONTACTS, None).unwrap_err().to_string();
    assert!(message.contains("x.toml:4:2: population.contacts"), "{message}");
    assert!(message.contains("--data FILE"), "{message}");
    let message = Scenario::read(Path::new("nowhere.toml"), &[]).unwrap_err().to_string();
    assert!(message.contains("nowhere.toml: cannot be read"), "{message}");
    let folder = tempfile::tempdir().unwrap();
    let data = file(folder.path(), "attendance.csv", b"event_id,person_id\na,Ann\n");
    let message = build(ATTENDANCE, Some(&data)).unwrap_err().to_string();
    assert!(message.contains("events.csv.gz: cannot be read"), "{message}");
}
