//! Whose key opens what.

use crate::bench::{Bench, alice, open, put, try_open};
use crate::reader::files;
use corona_core::storage::{RecordKey, Store};
use corona_core::time::Timestamp;
use corona_phone::disk::{
    KeyError, KeyKind, KeySource, OpenError, Passphrase, PassphraseError, StoreKey,
};
use corona_phone::home::{Home, HomeError};

fn passphrase(text: &str) -> KeySource {
    KeySource::Passphrase(Passphrase::new(text.to_owned()).unwrap())
}

fn keystore(byte: u8) -> KeySource {
    KeySource::Keystore(StoreKey::from_bytes([byte; 32]))
}

#[test]
fn a_wrong_key_is_told_apart_from_a_wrong_kind_and_changes_nothing() {
    let right = [passphrase("correct horse battery"), keystore(7), KeySource::FolderKey];
    for right in &right {
        let bench = Bench::new();
        let folder = bench.locked(right);
        try_open(&folder, right)
            .unwrap()
            .store
            .commit(&[put(RecordKey::Person, b"x")], Timestamp(0))
            .unwrap();
        let before = files(&folder);
        for wrong in [passphrase("correct horse batterx"), keystore(8), KeySource::FolderKey] {
            if right.kind() == KeyKind::Folder && wrong.kind() == KeyKind::Folder {
                continue;
            }
            match try_open(&folder, &wrong).map(drop).unwrap_err() {
                OpenError::Key(KeyError::Wrong { given, .. }) => {
                    assert_eq!((given, right.kind()), (wrong.kind(), wrong.kind()))
                }
                OpenError::Key(KeyError::Kind { needed, given, .. }) => {
                    assert_eq!((needed, given), (right.kind(), wrong.kind()));
                    assert_ne!(needed, given);
                }
                other => panic!("{other}"),
            }
            assert_eq!(files(&folder), before);
        }
        assert_eq!(try_open(&folder, right).unwrap().records[&RecordKey::Person].as_slice(), b"x");
        assert_eq!(Home::open(&folder).unwrap().key_kind().unwrap(), Some(right.kind()));
    }
}

#[test]
fn a_key_that_is_changed_opens_the_same_records_and_the_old_one_nothing() {
    let bench = Bench::new();
    let folder = bench.phone();
    open(&folder).store.commit(&[put(RecordKey::Person, b"x")], Timestamp(0)).unwrap();
    let old = std::fs::read(folder.join("key")).unwrap();
    let (home, new) = (Home::open(&folder).unwrap(), passphrase("a new passphrase"));
    home.change_key(&home.lock().unwrap(), &KeySource::FolderKey, &new).unwrap();
    let refused = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err();
    assert!(matches!(refused, OpenError::Key(KeyError::Kind { .. })), "{refused}");
    assert_eq!(try_open(&folder, &new).unwrap().records.len(), 1);
    assert!(files(&folder).iter().all(|(_, bytes)| *bytes != old), "the old lock is still there");
    let wrong = home.change_key(
        &home.lock().unwrap(),
        &passphrase("not the passphrase"),
        &KeySource::FolderKey,
    );
    assert!(matches!(wrong, Err(KeyError::Wrong { .. })));
    assert_eq!(try_open(&folder, &new).unwrap().records.len(), 1);
}

#[test]
fn a_key_file_that_no_phone_wrote_is_refused_whatever_is_in_it() {
    let bench = Bench::new();
    let folder = bench.locked(&passphrase("correct horse battery"));
    let (file, right) = (folder.join("key"), passphrase("correct horse battery"));
    let good = std::fs::read(&file).unwrap();
    for length in 0..good.len() {
        std::fs::write(&file, &good[..length]).unwrap();
        let error = try_open(&folder, &right).map(drop).unwrap_err();
        assert!(matches!(error, OpenError::Key(KeyError::Damaged { .. })), "{length}: {error}");
    }
    // Behind magic, kind and salt: Argon2id's memory, as postcard writes numbers.
    let memory = b"corona key 1\n".len() + 1 + 16;
    let greedy = [&good[..memory], &[0xff, 0xff, 0xff, 0xff, 0x0f], &good[memory + 3..]].concat();
    std::fs::write(&file, greedy).unwrap();
    let error = try_open(&folder, &right).map(drop).unwrap_err().to_string();
    assert!(error.contains("Argon2") && error.contains("key"), "{error}");
    std::fs::remove_file(&file).unwrap();
    let error = try_open(&folder, &right).map(drop).unwrap_err().to_string();
    assert!(error.contains("missing") && error.contains("backup"), "{error}");
}

#[test]
fn passphrases_that_could_be_guessed_in_a_moment_are_refused() {
    assert_eq!(
        Passphrase::new("1234567".to_owned()).unwrap_err(),
        PassphraseError::Short { given: 7 }
    );
    assert!(Passphrase::new("x".repeat(1025)).is_err());
    let shown = format!("{:?} {:?}", passphrase("12345678"), keystore(7));
    assert!(!shown.contains("1234") && !shown.contains('7'), "{shown}");
}

#[test]
fn parts_of_a_phone_without_its_settings_are_nobodys_to_overwrite() {
    let bench = Bench::new();
    let folder = bench.phone();
    std::fs::remove_file(folder.join("phone.toml")).unwrap();
    let before = files(&folder);
    let refused = Home::create(&folder, alice(), &KeySource::FolderKey).unwrap_err();
    assert!(matches!(refused, HomeError::Leftover(_)), "{refused}");
    assert_eq!(files(&folder), before);
}
