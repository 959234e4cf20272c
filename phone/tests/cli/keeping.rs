//! A phone locked by a passphrase, kept in a backup, destroyed.

use crate::workplace::{Workplace, failed};
use corona_core::storage::{Change, RecordKey, Store};
use corona_core::time::Timestamp;
use corona_phone::disk::KeySource;
use corona_phone::home::Home;
use zeroize::Zeroizing;

const PHRASE: &str = "correct horse battery";
const BACKUP: &str = "of the backup alone";

fn write(place: &Workplace, name: &str, text: &str) -> String {
    let file = place.home().with_file_name(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

/// As if the phone had run.
fn live(place: &Workplace) {
    let home = Home::open(&place.home()).unwrap();
    let (mut store, _) = home.open_store(&KeySource::FolderKey).unwrap();
    let person = Change::Put(RecordKey::Person, Zeroizing::new(b"me".to_vec()));
    store.commit(&[person], Timestamp(0)).unwrap();
}

#[test]
fn a_phone_with_a_passphrase_says_what_it_needs_and_what_was_wrong() {
    let place = Workplace::new();
    let (right, wrong) =
        (write(&place, "right", PHRASE), write(&place, "wrong", "wrong horse battery\n"));
    let made = place.run(&["init", "--name", "Alice", "--passphrase-file", &right]);
    assert_eq!(made.code, Some(0));
    assert!(made.stderr.contains("nobody can restore a forgotten one"), "{}", made.stderr);
    let needed = "a passphrase opens this phone: name a file that holds it with --passphrase-file, \
                  or pipe it in with --passphrase-file -";
    assert_eq!(place.run(&["run"]), failed(2, needed));
    let refused = place.run(&["run", "--passphrase-file", &wrong]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.contains("give the right one; nothing was changed"),
        "{}",
        refused.stderr
    );
    assert!(!refused.stderr.contains("horse"), "{}", refused.stderr);
    let short = place.run_with_input(&["run", "--passphrase-file", "-"], "short\n");
    let message = "a passphrase has at least 8 characters, this one 5: take several words";
    assert_eq!(short, failed(2, message));
}

#[test]
fn a_passphrase_is_changed_and_taken_away() {
    let place = Workplace::with_phone();
    live(&place);
    let (first, second) = (write(&place, "first", PHRASE), write(&place, "second", BACKUP));
    assert_eq!(place.run(&["passphrase", "--new-passphrase-file", &first]).code, Some(0));
    let both = format!("{PHRASE}\n{BACKUP}\n");
    let piped = ["passphrase", "--passphrase-file", "-", "--new-passphrase-file", "-"];
    assert_eq!(place.run_with_input(&piped, &both).code, Some(0));
    let old = place.run(&["passphrase", "--passphrase-file", &first, "--none"]);
    assert_eq!(old.code, Some(1), "{}", old.stderr);
    assert_eq!(place.run(&["passphrase", "--passphrase-file", &second, "--none"]).code, Some(0));
    let (_, records) =
        Home::open(&place.home()).unwrap().open_store(&KeySource::FolderKey).unwrap();
    assert_eq!(records[&RecordKey::Person].as_slice(), b"me");
}

#[test]
fn a_backup_is_restored_elsewhere_and_warns_of_two_phones_with_one_identity() {
    let place = Workplace::with_phone();
    let passphrase = write(&place, "passphrase", BACKUP);
    let file = place.home().with_file_name("backup");
    let file = file.to_str().unwrap();
    let backup = ["backup", file, "--backup-passphrase-file", &passphrase];
    let empty = "this phone has never run: there is nothing to keep yet";
    assert_eq!(place.run(&backup), failed(1, empty));
    live(&place);
    let kept = place.run(&backup);
    assert_eq!(kept.code, Some(0), "{}", kept.stderr);
    assert!(kept.stderr.contains("Two phones of one identity must never run"), "{}", kept.stderr);
    assert_eq!(place.run(&backup).code, Some(1), "a backup is not overwritten");
    let restore = ["restore", file, "--backup-passphrase-file", &passphrase];
    assert_eq!(place.run(&restore).code, Some(1), "a phone lives there");
    let wiped = place.run(&["wipe", "--yes"]);
    assert_eq!(
        wiped.stdout,
        format!("Nothing is left of the phone in {}.\n", place.home().display())
    );
    let wrong = write(&place, "wrong", PHRASE);
    let refused = place.run(&["restore", file, "--backup-passphrase-file", &wrong]);
    assert_eq!(refused.code, Some(2), "{}", refused.stderr);
    let back = place.run(&restore);
    assert_eq!(back.code, Some(0), "{}", back.stderr);
    assert!(back.stderr.contains("wipe one of both"), "{}", back.stderr);
    let (_, records) =
        Home::open(&place.home()).unwrap().open_store(&KeySource::FolderKey).unwrap();
    assert_eq!(records[&RecordKey::Person].as_slice(), b"me");
}

#[test]
fn a_phone_is_not_destroyed_without_a_yes_and_then_nothing_is_left() {
    let place = Workplace::with_phone();
    let kept = "nothing was destroyed: say --yes to destroy this phone for good";
    assert_eq!(place.run(&["wipe"]), failed(2, kept));
    assert!(Home::open(&place.home()).is_ok());
    assert_eq!(place.run(&["wipe", "--yes"]).code, Some(0));
    assert_eq!(std::fs::read_dir(place.home()).unwrap().count(), 0);
    let missing = place.run(&["status"]);
    assert!(missing.stderr.contains("no phone lives here"), "{}", missing.stderr);
}
