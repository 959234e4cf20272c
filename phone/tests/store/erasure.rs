//! What is left of an event that was erased, and of a phone that was wiped: nothing.

use crate::bench::copy;
use crate::reader::{files, holds, pages, root_key, rows};
use crate::world::{Knife, World};
use corona_core::node::{Answer, Command};
use corona_core::status::InfectionStatus;
use corona_core::storage::{RecordKey, Snapshot};
use corona_core::time::{Span, Timestamp};
use corona_phone::disk::{KeyError, KeySource, OpenError};
use corona_phone::home::{Home, HomeError};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

const NAMES: [&str; 2] = ["Alice-of-the-erasure", "Bob-of-the-erasure"];
const ALICE: usize = 0;
const BOB: usize = 1;
const EVENT: &str = "Barbecue-of-the-erasure";
const NOTE: &str = "Cough-of-the-erasure";
/// No part of an erased record as long as this may be found.
const PART: usize = 12;

/// Bob is a guest of Alice's and has reported, with name and note.
fn evening(folder: &Path) -> World {
    let now = Timestamp::from_civil_date(2020, 4, 12).unwrap();
    let mut world = World::of(folder, &NAMES, now, Knife::default(), 0);
    let banner = Some((0..600_u32).map(|at| (at * at % 251) as u8).collect());
    world.command(ALICE, Command::CreateEvent { name: EVENT.to_owned(), banner });
    world.settle();
    let Some(Answer::Code(code)) = world.command(ALICE, Command::ShowCode { event: 0 }) else {
        panic!("no code")
    };
    world.command(BOB, Command::CheckIn { code });
    world.run_for(Span::hours(12));
    world.command(ALICE, Command::CloseEvent { event: 0 });
    let (status, note) = (InfectionStatus::Positive, NOTE.to_owned());
    world.command(BOB, Command::ReportInfection { status, infectious_from: None, note });
    world.run_for(Span::hours(12));
    world
}

/// Parts of records that say something: no runs of one byte, nothing that `left` holds.
fn parts(
    records: &Snapshot,
    is_asked: impl Fn(&RecordKey) -> bool,
    left: &[&[u8]],
) -> BTreeSet<Vec<u8>> {
    let known: BTreeSet<&[u8]> = left.iter().flat_map(|bytes| bytes.windows(PART)).collect();
    let asked = records.iter().filter(|(key, _)| is_asked(key));
    let parts = asked.flat_map(|(_, bytes)| bytes.windows(PART));
    let parts = parts.filter(|part| part.iter().collect::<BTreeSet<_>>().len() > PART / 2);
    parts.filter(|part| !known.contains(*part)).map(<[u8]>::to_vec).collect()
}

fn found(bytes: &[u8], parts: &BTreeSet<Vec<u8>>) -> usize {
    bytes.windows(PART).filter(|window| parts.contains(*window)).count()
}

fn is_of_event(key: &RecordKey) -> bool {
    matches!(
        key,
        RecordKey::Hosted(_)
            | RecordKey::Guest(..)
            | RecordKey::Participation(_)
            | RecordKey::Blob(_)
    )
}

#[test]
fn nothing_of_an_erased_event_is_in_any_file_page_or_row() {
    let temporary = TempDir::new().unwrap();
    let mut world = evening(temporary.path());
    for who in [ALICE, BOB] {
        let records = world.node(who).records();
        let all: Vec<u8> = records.values().flat_map(|bytes| bytes.iter().copied()).collect();
        for word in [EVENT, if who == ALICE { NOTE } else { EVENT }] {
            assert!(holds(&all, word.as_bytes()), "a test that could not fail");
        }
    }
    let before: Vec<Snapshot> = [ALICE, BOB].map(|who| world.node(who).records()).into();
    let stolen = temporary.path().join("stolen");
    for who in [ALICE, BOB] {
        copy(world.folder(who), &stolen.join(NAMES[who]));
    }
    world.run_for(Span::days(46));
    for who in [ALICE, BOB] {
        let after = world.node(who).records();
        assert!(!after.keys().any(is_of_event), "{:?}", after.keys());
        let left: Vec<&[u8]> = after.values().map(|bytes| bytes.as_slice()).collect();
        let erased = parts(&before[who], is_of_event, &left);
        assert!(erased.len() > 400, "{}", erased.len());
        let (folder, old) = (world.folder(who).to_owned(), stolen.join(NAMES[who]));
        let root = root_key(&folder);

        // Before: rows opened by their salts hold it, pages hold the rows, the file the salts.
        let old_rows = rows(&old, &root, &old.join("salts"));
        let opened = |row: &&crate::reader::Row| row.kind >= 3;
        let of_event: Vec<_> = old_rows.iter().filter(opened).collect();
        let in_rows: usize =
            of_event.iter().map(|row| found(row.content.as_ref().unwrap(), &erased)).sum();
        assert!(in_rows >= erased.len(), "{in_rows} of {}", erased.len());
        let old_pages = pages(&old, &root).concat();
        let nonces: BTreeSet<Vec<u8>> =
            of_event.iter().map(|row| row.sealed[..PART].to_vec()).collect();
        assert!(found(&old_pages, &nonces) >= nonces.len());
        let old_salts = std::fs::read(old.join("salts")).unwrap();
        let salts = std::fs::read(folder.join("salts")).unwrap();
        let gone: BTreeSet<Vec<u8>> = old_salts
            .chunks(32)
            .filter(|salt| !salts.chunks(32).any(|kept| kept == *salt))
            .map(|salt| salt[..PART].to_vec())
            .collect();
        assert!(gone.len() >= of_event.len(), "each row had a salt of its own");

        // After: neither in any file, nor in the decrypted pages, free ones included.
        let new_pages = pages(&folder, &root).concat();
        let rest: Vec<u8> = rows(&folder, &root, &folder.join("salts"))
            .into_iter()
            .flat_map(|row| row.content.unwrap())
            .collect();
        let mut searched = files(&folder);
        searched.push(("decrypted pages".into(), new_pages));
        searched.push(("opened rows".into(), rest));
        for (place, bytes) in &searched {
            for (what, parts) in [("content", &erased), ("sealed rows", &nonces), ("salts", &gone)]
            {
                assert_eq!(found(bytes, parts), 0, "{what} in {}", place.display());
            }
        }
        println!(
            "{}: {} parts of {PART} bytes searched for in {} files, {} pages and all rows",
            NAMES[who],
            erased.len(),
            searched.len() - 2,
            pages(&folder, &root).len()
        );

        // Whoever kept the database as it was, and has the key, opens nothing of the event.
        for row in rows(&old, &root, &folder.join("salts")) {
            assert!(row.kind < 3 || row.content.is_none(), "kind {} {}", row.kind, row.number);
        }
    }
}

#[test]
fn no_name_is_in_any_file_of_a_phone_that_lives() {
    let temporary = TempDir::new().unwrap();
    let world = evening(temporary.path());
    for who in [ALICE, BOB] {
        for (file, bytes) in files(world.folder(who)) {
            for word in [NAMES[ALICE], NAMES[BOB], EVENT, NOTE] {
                assert!(!holds(&bytes, word.as_bytes()), "{word} in {}", file.display());
            }
        }
    }
}

#[test]
fn after_a_panic_wipe_nothing_of_the_phone_is_left() {
    let temporary = TempDir::new().unwrap();
    let world = evening(temporary.path());
    let folder = world.folder(ALICE).to_owned();
    let records = world.node(ALICE).records();
    let everything = parts(&records, |_| true, &[]);
    drop(world);
    std::fs::create_dir_all(folder.join("tor/state")).unwrap();
    std::fs::write(folder.join("tor/state/guards.json"), EVENT).unwrap();
    std::fs::write(folder.join("tor.toml"), "bridges").unwrap();
    let root = root_key(&folder);
    let opened: Vec<u8> = rows(&folder, &root, &folder.join("salts"))
        .into_iter()
        .flat_map(|row| row.content.unwrap())
        .collect();
    assert!(found(&opened, &everything) >= everything.len(), "a test that could not fail");

    // Half of it is enough: the key is gone first, whoever runs the phone.
    let home = Home::open(&folder).unwrap();
    let held = home.lock().unwrap();
    Home::open(&folder).unwrap().destroy_key().unwrap();
    drop(held);
    assert!(std::fs::read(folder.join("key")).unwrap().iter().all(|byte| *byte == 0));
    let error = home.open_store(&KeySource::FolderKey).map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Key(KeyError::Wiped(_))), "{error}");
    for (file, bytes) in files(&folder) {
        assert!(!holds(&bytes, &root), "the root key in {}", file.display());
        if !file.starts_with(folder.join("tor")) {
            assert_eq!(found(&bytes, &everything), 0, "{}", file.display());
        }
    }

    for torn in ["phone.new", "key.new", "gateway-off"] {
        std::fs::write(folder.join(torn), NAMES[ALICE]).unwrap();
    }
    let lock = home.lock().unwrap();
    home.wipe(lock).unwrap();
    let left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(matches!(Home::open(&folder), Err(HomeError::Missing(_))));
    let new = crate::bench::alice();
    Home::create(&folder, new, &KeySource::FolderKey).unwrap();
    assert!(crate::bench::open(&folder).records.is_empty(), "a new phone is a new one");
}

#[test]
fn a_wipe_that_was_interrupted_is_done_again() {
    let bench = crate::bench::Bench::new();
    let whole = bench.phone();
    for gone in ["key", "salts", "records.db", "tor"] {
        let folder = bench.path(&format!("without-{gone}"));
        copy(&whole, &folder);
        let home = Home::open(&folder).unwrap();
        home.destroy_key().unwrap();
        let _absent = std::fs::remove_file(folder.join(gone));
        let lock = home.lock().unwrap();
        home.wipe(lock).unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0, "without {gone}");
    }
}
