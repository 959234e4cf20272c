//! Stores that are cut, damaged and written anew, beside one in memory.

use super::file::read_all;
use super::{FileStore, OpenError};
use corona_core::storage::{Change, MemoryStore, RecordKey, Snapshot, Store};
use corona_core::time::Timestamp;
use proptest::prelude::*;
use std::path::Path;
use tempfile::TempDir;
use zeroize::Zeroizing;

const NOW: Timestamp = Timestamp(0);

fn put(key: RecordKey, bytes: &[u8]) -> Change {
    Change::Put(key, Zeroizing::new(bytes.to_vec()))
}

fn open(path: &Path) -> (FileStore, Snapshot) {
    FileStore::open(path).unwrap()
}

fn holds(path: &Path, what: &[u8]) -> bool {
    std::fs::read(path).unwrap().windows(what.len()).any(|bytes| bytes == what)
}

fn key() -> impl Strategy<Value = RecordKey> {
    prop_oneof![
        Just(RecordKey::Person),
        Just(RecordKey::Status),
        (0..3_u32).prop_map(RecordKey::Contact),
        (0..2_u32, 0..2_u32).prop_map(|(event, slot)| RecordKey::Guest(event, slot)),
    ]
}

/// A [`Change`] that prints when a test fails.
type Plain = (RecordKey, Option<Vec<u8>>);

fn transactions() -> impl Strategy<Value = Vec<Vec<Plain>>> {
    let bytes = prop::option::weighted(0.85, prop::collection::vec(any::<u8>(), 0..40));
    prop::collection::vec(prop::collection::vec((key(), bytes), 1..4), 1..10)
}

fn changes(transaction: &[Plain]) -> Vec<Change> {
    let change = |(key, bytes): &Plain| match bytes {
        Some(bytes) => put(*key, bytes),
        None => Change::Erase(*key),
    };
    transaction.iter().map(change).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_store_cut_anywhere_holds_a_prefix_with_all_that_was_acknowledged(
        transactions in transactions(),
        at in any::<prop::sample::Index>(),
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("store");
        let cut = folder.path().join("cut");
        let (mut store, _) = open(&path);
        let mut memory = MemoryStore::default();
        for transaction in transactions.iter().map(|transaction| changes(transaction)) {
            let (before, acknowledged) = (memory.snapshot().clone(), std::fs::read(&path).unwrap());
            store.commit(&transaction, NOW).unwrap();
            memory.commit(&transaction, NOW).unwrap();
            let written = std::fs::read(&path).unwrap();
            prop_assert_eq!(&open(&path).1, memory.snapshot());
            // A file written anew takes the old one's place whole.
            if written == acknowledged || !written.starts_with(&acknowledged) {
                continue;
            }
            let shown = |length| if length == written.len() { memory.snapshot() } else { &before };
            for length in acknowledged.len()..=written.len() {
                let (found, whole) = read_all(&path, &written[..length]).unwrap();
                prop_assert_eq!((&found, whole <= length), (shown(length), true));
            }
            // It goes on from there as if nothing had happened.
            let length = acknowledged.len() + at.index(written.len() - acknowledged.len());
            std::fs::write(&cut, &written[..length]).unwrap();
            let (mut again, found) = open(&cut);
            prop_assert_eq!(&found, shown(length));
            again.commit(&transaction, NOW).unwrap();
            prop_assert_eq!(&open(&cut).1, memory.snapshot());
        }
    }

    #[test]
    fn a_store_cut_into_what_was_acknowledged_still_holds_a_prefix(
        transactions in transactions(),
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("store");
        let (mut store, _) = open(&path);
        let mut memory = MemoryStore::default();
        let mut prefixes = vec![Snapshot::new()];
        for transaction in transactions.iter().map(|transaction| changes(transaction)) {
            store.commit(&transaction, NOW).unwrap();
            memory.commit(&transaction, NOW).unwrap();
            prefixes.push(memory.snapshot().clone());
        }
        let written = std::fs::read(&path).unwrap();
        for length in 0..=written.len() {
            let (found, _) = read_all(&path, &written[..length]).unwrap();
            prop_assert!(prefixes.contains(&found), "cut at {} of {}", length, written.len());
        }
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is(at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("store");
        let (mut store, _) = open(&path);
        let mut prefixes = vec![Snapshot::new()];
        let mut memory = MemoryStore::default();
        for number in 0..4 {
            let change = [put(RecordKey::Contact(number), &[number as u8; 20])];
            store.commit(&change, NOW).unwrap();
            memory.commit(&change, NOW).unwrap();
            prefixes.push(memory.snapshot().clone());
        }
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        std::fs::write(&path, &bytes).unwrap();
        match FileStore::open(&path) {
            // Only the last transaction may be taken for one that a crash has torn.
            Ok((_, found)) => prop_assert_eq!(&found, &prefixes[3]),
            Err(error) => {
                prop_assert_eq!(std::fs::read(&path).unwrap(), bytes, "it was touched: {}", error);
            }
        }
    }
}

#[test]
fn damage_is_named_by_file_place_and_remedy() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store");
    let (mut store, _) = open(&path);
    store.commit(&[put(RecordKey::Person, b"first")], NOW).unwrap();
    let second = std::fs::metadata(&path).unwrap().len() as usize;
    store.commit(&[put(RecordKey::Status, b"second")], NOW).unwrap();
    store.commit(&[put(RecordKey::Status, b"third")], NOW).unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[second + 12] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let error = FileStore::open(&path).unwrap_err();
    assert!(matches!(&error, OpenError::Damaged { offset, .. } if *offset == second), "{error}");
    let message = error.to_string();
    let place = format!("damaged at byte {second}");
    assert!(message.contains("store") && message.contains(&place), "{message}");
    assert!(message.contains("restore the file from a backup"), "{message}");
    std::fs::write(&path, b"something else").unwrap();
    assert!(matches!(FileStore::open(&path).unwrap_err(), OpenError::Foreign(_)));
}

#[test]
fn erased_records_are_gone_from_the_file_at_once() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store");
    let (mut store, _) = open(&path);
    let secret = b"a key that must not stay";
    store.commit(&[put(RecordKey::Hosted(0), secret), put(RecordKey::Person, b"x")], NOW).unwrap();
    store.commit(&[put(RecordKey::Hosted(0), &secret[..20])], NOW).unwrap();
    assert!(holds(&path, secret));
    store
        .commit(&[Change::Erase(RecordKey::Hosted(0)), put(RecordKey::Status, b"y")], NOW)
        .unwrap();
    assert!(!holds(&path, &secret[..8]), "it is still there");
    store.commit(&[put(RecordKey::Blob(1), b"z")], NOW).unwrap();
    let (_, found) = open(&path);
    let keys: Vec<RecordKey> = found.keys().copied().collect();
    assert_eq!(keys, [RecordKey::Person, RecordKey::Status, RecordKey::Blob(1)]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "a file was left beside");
}

#[test]
fn what_a_crash_left_beside_is_removed() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store");
    let (mut store, _) = open(&path);
    store.commit(&[put(RecordKey::Person, b"x")], NOW).unwrap();
    std::fs::write(folder.path().join("store.new"), b"half a store, secrets and all").unwrap();
    assert_eq!(open(&path).1.len(), 1);
    assert!(!folder.path().join("store.new").exists());
}

#[test]
fn a_store_stays_about_as_large_as_what_lives_in_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store");
    let (mut store, _) = open(&path);
    for round in 0..60_u8 {
        store.commit(&[put(RecordKey::Blob(0), &[round; 10_000])], NOW).unwrap();
    }
    let length = std::fs::metadata(&path).unwrap().len();
    assert!(length < 100_000, "{length} bytes for a record of 10,000");
    assert_eq!(open(&path).1[&RecordKey::Blob(0)].as_slice(), [59; 10_000]);
}

#[test]
fn a_store_that_cannot_write_says_so_and_keeps_what_it_had() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("store");
    let (mut store, _) = open(&path);
    store.commit(&[put(RecordKey::Person, b"x")], NOW).unwrap();
    // A folder in the way of the new file is what a full disk is to a test.
    std::fs::create_dir(folder.path().join("store.new")).unwrap();
    let error = store.commit(&[Change::Erase(RecordKey::Person)], NOW).unwrap_err();
    assert!(error.to_string().contains("store"), "{error}");
    std::fs::remove_dir(folder.path().join("store.new")).unwrap();
    assert_eq!(open(&path).1.len(), 1);
    store.commit(&[Change::Erase(RecordKey::Person)], NOW).unwrap();
    assert!(open(&path).1.is_empty());
}
