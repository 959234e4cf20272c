//! A phone in one file, and out of it again.

use crate::bench::{Bench, alice, open, put, try_open};
use crate::reader::holds;
use corona_core::storage::{RecordKey, Store};
use corona_core::time::Timestamp;
use corona_phone::disk::{BackupError, KeySource, Passphrase, restore};
use corona_phone::home::{Home, HomeError};

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned()).unwrap()
}

#[test]
fn a_restored_phone_has_every_record_under_a_key_of_its_own() {
    let bench = Bench::new();
    let folder = bench.phone();
    let mut opened = open(&folder);
    let secret = b"a name that must not be read";
    let changes = [
        put(RecordKey::Person, secret),
        put(RecordKey::Contact(4), b"bob"),
        put(RecordKey::Hosted(2), b"party"),
        put(RecordKey::Guest(2, 0), b"guest"),
        put(RecordKey::Blob(1), &[9; 100_000]),
    ];
    opened.store.commit(&changes, Timestamp(0)).unwrap();
    let home = Home::open(&folder).unwrap();
    let backup = opened.store.backup(&home, &passphrase("of the backup")).unwrap();
    assert!(!holds(&backup, secret) && !holds(&backup, b"Alice"));
    drop(opened);
    let before = open(&folder).records;
    let key = KeySource::Passphrase(passphrase("of the phone"));
    let back = bench.path("back");
    let home = restore(&back, &backup, &passphrase("of the backup"), &key).unwrap();
    assert_eq!(home.policy(), alice().policy);
    let back = try_open(&back, &key).unwrap();
    assert_eq!((back.store.name(), back.records), ("Alice", before));
}

#[test]
fn a_backup_that_is_not_what_it_was_makes_no_phone() {
    let bench = Bench::new();
    let folder = bench.phone();
    let mut opened = open(&folder);
    opened.store.commit(&[put(RecordKey::Person, b"x")], Timestamp(0)).unwrap();
    let backup =
        opened.store.backup(&Home::open(&folder).unwrap(), &passphrase("right one")).unwrap();
    let back = bench.path("back");
    let key = KeySource::FolderKey;
    let wrong = restore(&back, &backup, &passphrase("wrong one"), &key).unwrap_err();
    assert!(matches!(wrong, BackupError::Wrong), "{wrong}");
    let mut changed = backup.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    let wrong = restore(&back, &changed, &passphrase("right one"), &key).unwrap_err();
    assert!(matches!(wrong, BackupError::Wrong), "{wrong}");
    // Parameters that would take for ever, and no backup at all.
    let mut greedy = backup.to_vec();
    greedy[32..36].fill(0xff);
    for bytes in [&greedy[..], &backup[..20], b"", b"corona backup 2\n"] {
        let foreign = restore(&back, bytes, &passphrase("right one"), &key).unwrap_err();
        assert!(matches!(foreign, BackupError::Foreign), "{foreign}");
    }
    assert!(!back.exists(), "something was made");
}

#[test]
fn a_backup_is_restored_nowhere_that_a_phone_lives() {
    let bench = Bench::new();
    let folder = bench.phone();
    let mut opened = open(&folder);
    opened.store.commit(&[put(RecordKey::Person, b"x")], Timestamp(0)).unwrap();
    let backup =
        opened.store.backup(&Home::open(&folder).unwrap(), &passphrase("right one")).unwrap();
    opened.store.commit(&[put(RecordKey::Status, b"y")], Timestamp(0)).unwrap();
    drop(opened);
    let there = restore(&folder, &backup, &passphrase("right one"), &KeySource::FolderKey);
    assert!(matches!(there, Err(BackupError::Home(HomeError::Exists(_)))));
    assert_eq!(open(&folder).records.len(), 2);
}
