//! Phones that earlier and later versions have made.

use crate::bench::{Bench, copy, open, put, try_open};
use crate::reader::{files, holds, root_key};
use corona_core::status::InfectionStatus;
use corona_core::storage::{RecordKey, Store};
use corona_core::time::Timestamp;
use corona_phone::disk::{Announcement, KeySource, OpenError, Passphrase, StatusTurn};
use corona_phone::home::Home;
use rusqlite::Connection;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// A guest who has reported, as the last build with plain files left him.
const VERSION_1: &[u8] = include_bytes!("samples/store-1");
const NAME: &[u8] = b"Bob-of-the-log";

fn version_1(bench: &Bench, store: Option<&[u8]>) -> PathBuf {
    let folder = bench.path("old");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700)).unwrap();
    let settings = "format = 1\nname = \"Bob-of-the-log\"\npolicy = \"whitepaper\"\n";
    std::fs::write(folder.join("phone.toml"), settings).unwrap();
    if let Some(store) = store {
        std::fs::write(folder.join("store"), store).unwrap();
    }
    folder
}

fn is_taken_in(folder: &Path) {
    let opened = open(folder);
    let mut keys = opened.records.keys();
    assert_eq!(keys.next(), Some(&RecordKey::Person));
    assert!(opened.records.contains_key(&RecordKey::Status));
    assert!(opened.records.contains_key(&RecordKey::Participation(0)));
    assert!(holds(&opened.records[&RecordKey::Person], NAME));
    assert_eq!(opened.store.name().as_bytes(), NAME);
    assert!(std::fs::read_to_string(folder.join("phone.toml")).unwrap().contains("format = 2"));
    for (file, bytes) in files(folder) {
        let plain = bytes.starts_with(b"corona store 1") || holds(&bytes, NAME);
        assert!(!plain, "{} is still plain", file.display());
    }
    assert!(!folder.join("store").exists() && !folder.join("store.old").exists());
}

#[test]
fn a_plain_file_is_taken_in_and_nothing_of_it_is_left() {
    let bench = Bench::new();
    let folder = version_1(&bench, Some(VERSION_1));
    std::fs::write(folder.join("store.new"), VERSION_1).unwrap();
    assert_eq!(Home::open(&folder).unwrap().key_kind().unwrap(), None);
    is_taken_in(&folder);
    is_taken_in(&folder);
}

#[test]
fn a_phone_of_version_1_gets_the_key_that_is_given_first() {
    let bench = Bench::new();
    let folder = version_1(&bench, Some(VERSION_1));
    let key = KeySource::Passphrase(Passphrase::new("correct horse".to_owned()).unwrap());
    assert_eq!(try_open(&folder, &key).unwrap().records.len(), 3);
    assert!(try_open(&folder, &KeySource::FolderKey).is_err());
    assert_eq!(try_open(&folder, &key).unwrap().records.len(), 3);
}

#[test]
fn a_phone_of_version_1_that_never_ran_is_an_empty_one() {
    let bench = Bench::new();
    let folder = version_1(&bench, None);
    assert!(open(&folder).records.is_empty());
    open(&folder).store.commit(&[put(RecordKey::Person, b"x")], Timestamp(0)).unwrap();
    assert_eq!(open(&folder).records.len(), 1);
}

#[test]
fn taking_in_can_be_interrupted_between_any_two_files() {
    let bench = Bench::new();
    let whole = version_1(&bench, Some(VERSION_1));
    let done = bench.path("done");
    copy(&whole, &done);
    open(&done);
    let half = |name: &str, files: &[&str]| {
        let folder = bench.path(name);
        copy(&whole, &folder);
        for file in files {
            std::fs::copy(done.join(file), folder.join(file)).unwrap();
        }
        folder
    };
    is_taken_in(&half("key", &["key"]));
    is_taken_in(&half("salts", &["key", "salts"]));
    let torn = half("database", &["key", "salts", "records.db"]);
    std::fs::write(torn.join("records.db"), b"").unwrap();
    is_taken_in(&torn);
    is_taken_in(&half("all", &["key", "salts", "records.db"]));
    // Half of the plain file is overwritten already.
    let leaving = half("leaving", &["key", "salts", "records.db"]);
    let overwritten = [&[0; 40], &VERSION_1[40..]].concat();
    std::fs::write(leaving.join("store.old"), overwritten).unwrap();
    std::fs::remove_file(leaving.join("store")).unwrap();
    is_taken_in(&leaving);
    let settings = half("settings", &["key", "salts", "records.db"]);
    std::fs::remove_file(settings.join("store")).unwrap();
    is_taken_in(&settings);
}

#[test]
fn a_plain_file_that_is_damaged_is_left_alone() {
    let bench = Bench::new();
    let mut damaged = VERSION_1.to_vec();
    damaged[60] ^= 1;
    let folder = version_1(&bench, Some(&damaged));
    let before = files(&folder);
    let error = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Damaged { .. }), "{error}");
    std::fs::write(folder.join("store"), b"something else").unwrap();
    let error = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Foreign(_)), "{error}");
    std::fs::write(folder.join("store"), &damaged).unwrap();
    std::fs::remove_file(folder.join("lock")).unwrap();
    assert_eq!(files(&folder), before);
}

#[test]
fn a_plain_file_that_a_crash_has_torn_holds_what_was_acknowledged() {
    let bench = Bench::new();
    let folder = version_1(&bench, Some(&VERSION_1[..VERSION_1.len() - 1]));
    assert_eq!(open(&folder).records.len(), 3);
}

fn sql(folder: &Path, statements: &str) {
    let database = Connection::open(folder.join("records.db")).unwrap();
    let key: String =
        crate::reader::page_key(&root_key(folder)).iter().map(|b| format!("{b:02x}")).collect();
    database.execute_batch(&format!("PRAGMA key = \"x'{key}'\"; {statements}")).unwrap();
}

#[test]
fn a_database_of_version_2_gets_an_inbox_and_keeps_its_records() {
    let bench = Bench::new();
    let folder = bench.phone();
    open(&folder).store.commit(&[put(RecordKey::Person, b"x")], Timestamp(0)).unwrap();
    sql(&folder, "DROP TABLE updates; DROP TABLE course; PRAGMA user_version = 2;");
    let mut opened = open(&folder);
    assert_eq!(opened.records.len(), 1);
    let announced = Announcement {
        what: "status-changed".to_owned(),
        text: "so".to_owned(),
        number: None,
        at: Timestamp(1),
    };
    opened.store.commit_and_announce(&[], &[announced]).unwrap();
    drop(opened);
    assert_eq!(open(&folder).store.pending(9).unwrap().len(), 1);
}

#[test]
fn a_database_of_version_3_gets_a_course_and_keeps_its_records_and_inbox() {
    let bench = Bench::new();
    let folder = bench.phone();
    let announced = Announcement {
        what: "status-changed".to_owned(),
        text: "so".to_owned(),
        number: None,
        at: Timestamp(1),
    };
    let mut opened = open(&folder);
    opened.store.commit_and_announce(&[put(RecordKey::Person, b"x")], &[announced]).unwrap();
    drop(opened);
    sql(&folder, "DROP TABLE course; PRAGMA user_version = 3;");
    let mut opened = open(&folder);
    assert_eq!((opened.records.len(), opened.store.pending(9).unwrap().len()), (1, 1));
    assert!(opened.store.course().turns().is_empty());
    let turn = StatusTurn { at: Timestamp(2), status: InfectionStatus::Positive, event: None };
    let course = opened.store.course().after(Some(turn), &[], turn.at);
    opened.store.commit_all(&[], &[], course).unwrap();
    drop(opened);
    assert_eq!(open(&folder).store.course().turns(), [turn]);
}

#[test]
fn a_later_version_is_refused_and_left_alone() {
    let bench = Bench::new();
    let folder = bench.phone();
    sql(&folder, "PRAGMA user_version = 5;");
    let before = files(&folder);
    let error = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Newer { found: 5, known: 4, .. }), "{error}");
    assert!(error.to_string().contains("update the program"), "{error}");
    let after: Vec<_> =
        files(&folder).into_iter().filter(|(file, _)| !file.ends_with("lock")).collect();
    assert_eq!(after, before);
    let settings = folder.join("phone.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text.replace("format = 2", "format = 3")).unwrap();
    let error = Home::open(&folder).unwrap_err().to_string();
    assert!(error.contains("format = 3") && error.contains("update the program"), "{error}");
}
