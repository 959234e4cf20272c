//! Disks that are full, read-only, or give back other bytes than they were given.

use crate::bench::{Bench, Opened, copy, open, put, try_open};
use crate::reader::files;
use corona_core::storage::{Change, RecordKey, Store};
use corona_core::time::Timestamp;
use corona_phone::disk::{KeySource, OpenError, Step};
use corona_phone::home::Home;
use std::io;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const NOW: Timestamp = Timestamp(0);

/// A phone with a dozen records of several pages each.
fn filled(bench: &Bench) -> PathBuf {
    let folder = bench.phone();
    let mut store = open(&folder).store;
    for number in 0..12 {
        store.commit(&[put(RecordKey::Contact(number), &[number as u8; 9000])], NOW).unwrap();
    }
    folder
}

#[test]
fn a_changed_byte_anywhere_is_named_by_file_and_remedy_and_nothing_is_written() {
    let bench = Bench::new();
    let folder = filled(&bench);
    let file = folder.join("records.db");
    let good = std::fs::read(&file).unwrap();
    let pages = good.len() / 4096;
    assert!(pages > 30);
    for page in 0..pages {
        for at in [0, 17, 4096 - 81, 4095] {
            let mut bytes = good.clone();
            bytes[4096 * page + at] ^= 1;
            std::fs::write(&file, &bytes).unwrap();
            let error = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err();
            assert!(matches!(&error, OpenError::Damaged { .. }), "page {page}, byte {at}: {error}");
            let message = error.to_string();
            assert!(
                message.contains("records.db") && message.contains("restore a backup"),
                "{message}"
            );
            assert!(std::fs::read(&file).unwrap() == bytes, "it was touched");
        }
    }
    std::fs::write(&file, good).unwrap();
    assert_eq!(open(&folder).records.len(), 12);
}

#[test]
fn a_file_that_is_cut_short_or_missing_is_noticed() {
    let bench = Bench::new();
    let folder = filled(&bench);
    for name in ["records.db", "salts"] {
        let file = folder.join(name);
        let good = std::fs::read(&file).unwrap();
        for length in
            [0, 1, 31, 4095, 4096, good.len() / 2, good.len().saturating_sub(4096), good.len() - 1]
        {
            let Some(cut) = good.get(..length) else { continue };
            std::fs::write(&file, cut).unwrap();
            let error = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err();
            assert!(matches!(&error, OpenError::Damaged { .. }), "{name}, {length} bytes: {error}");
        }
        std::fs::remove_file(&file).unwrap();
        let error = try_open(&folder, &KeySource::FolderKey).map(drop).unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
        std::fs::write(&file, good).unwrap();
    }
    assert_eq!(open(&folder).records.len(), 12);
}

#[test]
fn a_journal_cut_anywhere_leaves_the_records_of_before_or_a_clear_error() {
    let bench = Bench::new();
    let folder = filled(&bench);
    let (killed, watched) = (bench.path("killed"), folder.clone());
    let mut opened = open(&folder);
    let to = killed.clone();
    opened.store.watch(Box::new(move |step| {
        if step == Step::Written {
            copy(&watched, &to);
        }
        Ok(())
    }));
    let changes: Vec<Change> =
        (0..12).map(|number| put(RecordKey::Contact(number), &[0xee; 9000])).collect();
    opened.store.commit(&changes, NOW).unwrap();
    let before = |opened: &Opened| {
        opened.records.iter().all(|(key, bytes)| {
            matches!(key, RecordKey::Contact(number) if bytes.iter().all(|byte| *byte == *number as u8))
        })
    };
    let journal = std::fs::read(killed.join("records.db-journal")).unwrap();
    assert!(journal.len() > 20 * 4096, "the transaction was on its way to the disk");
    let (mut rolled_back, mut refused) = (0, 0);
    for cut in (0..=journal.len()).rev().step_by(3001) {
        let folder = bench.path(&format!("cut-{cut}"));
        copy(&killed, &folder);
        std::fs::write(folder.join("records.db-journal"), &journal[..cut]).unwrap();
        match try_open(&folder, &KeySource::FolderKey) {
            Ok(opened) => {
                assert!(before(&opened), "{cut} bytes: neither before nor refused");
                rolled_back += 1;
            }
            Err(OpenError::Damaged { .. }) => refused += 1,
            Err(other) => panic!("{cut} bytes: {other}"),
        }
    }
    println!("journals cut: {rolled_back} rolled back, {refused} refused");
    let folder = bench.path("whole");
    copy(&killed, &folder);
    let opened = open(&folder);
    assert!(
        before(&opened) && opened.records.len() == 12,
        "a whole journal brings everything back"
    );
}

#[test]
fn a_full_disk_takes_nothing_loses_nothing_and_is_used_again_when_there_is_room() {
    let bench = Bench::new();
    let folder = filled(&bench);
    let mut opened = open(&folder);
    opened.store.limit_pages(1).unwrap();
    let (salts, database) = (folder.join("salts"), folder.join("records.db"));
    let salts_before = std::fs::read(&salts).unwrap().iter().filter(|byte| **byte != 0).count();
    let database_before = std::fs::read(&database).unwrap();
    let large = [put(RecordKey::Person, b"x"), put(RecordKey::Blob(7), &[7; 400_000])];
    let error = opened.store.commit(&large, NOW).unwrap_err().to_string();
    assert!(error.contains("records.db") && error.contains("make room"), "{error}");
    assert!(std::fs::read(&database).unwrap() == database_before);
    assert_eq!(
        std::fs::read(&salts).unwrap().iter().filter(|byte| **byte != 0).count(),
        salts_before
    );
    // What needs no room still goes.
    opened.store.commit(&[Change::Erase(RecordKey::Contact(3))], NOW).unwrap();
    opened.store.limit_pages(1 << 20).unwrap();
    opened.store.commit(&large, NOW).unwrap();
    drop(opened);
    let found = open(&folder).records;
    assert_eq!((found.len(), found[&RecordKey::Blob(7)].len()), (13, 400_000));
}

#[test]
fn a_disk_that_fails_before_a_commit_takes_nothing_and_after_it_everything() {
    for (at, taken) in [
        (Step::Begun, false),
        (Step::Salted, false),
        (Step::Written, false),
        (Step::Committed, true),
        (Step::Settled, true),
    ] {
        let bench = Bench::new();
        let folder = filled(&bench);
        let mut opened = open(&folder);
        opened.store.watch(Box::new(move |step| {
            if step == at { Err(io::Error::other("the disk has failed")) } else { Ok(()) }
        }));
        let changes = [put(RecordKey::Hosted(0), b"new"), Change::Erase(RecordKey::Contact(0))];
        let error = opened.store.commit(&changes, NOW).unwrap_err().to_string();
        assert!(error.contains("the disk has failed"), "{error}");
        drop(opened);
        let found = open(&folder).records;
        assert_eq!(found.contains_key(&RecordKey::Hosted(0)), taken, "{at:?}");
        assert_eq!(found.contains_key(&RecordKey::Contact(0)), !taken, "{at:?}");
        let used = std::fs::read(folder.join("salts")).unwrap();
        let used = used.chunks(32).filter(|salt| salt.iter().any(|byte| *byte != 0)).count();
        assert_eq!(used, 12, "a salt belongs to nobody, or is missing");
    }
}

const LIMITED: &str = "CORONA_TEST_LIMITED";

#[test]
fn a_phone_whose_files_may_not_grow() {
    let Some(folder) = std::env::var_os(LIMITED) else { return };
    let folder = Path::new(&folder);
    let mut store = open(folder).store;
    for number in 12..1000 {
        match store.commit(&[put(RecordKey::Contact(number), &[number as u8; 9000])], NOW) {
            Ok(()) => std::fs::write(folder.join("acknowledged"), number.to_string()).unwrap(),
            Err(error) => {
                assert!(error.to_string().contains("records.db"), "{error}");
                return;
            }
        }
    }
    panic!("the system let it grow");
}

#[test]
fn a_write_that_the_system_refuses_in_the_middle_loses_nothing_that_was_acknowledged() {
    // Of 512 or 1024 bytes, as the shell counts; what is refused differs with the limit.
    for blocks in [400, 417, 433, 450] {
        let bench = Bench::new();
        let folder = filled(&bench);
        let output = Command::new("sh")
            .args(["-c", r#"trap "" XFSZ; ulimit -f "$1"; shift; exec "$@""#, "sh"])
            .arg(blocks.to_string())
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "damage::a_phone_whose_files_may_not_grow"])
            .env(LIMITED, &folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let told = std::fs::read_to_string(folder.join("acknowledged")).unwrap();
        let acknowledged: u32 = told.parse().unwrap();
        let mut opened = open(&folder);
        for number in 0..=acknowledged {
            let kept = &opened.records[&RecordKey::Contact(number)];
            assert!(kept.iter().all(|byte| *byte == number as u8) && kept.len() == 9000);
        }
        assert_eq!(opened.records.len() as u32, acknowledged + 1, "what failed is there");
        opened.store.commit(&[put(RecordKey::Person, b"x")], NOW).unwrap();
    }
}

const READ_ONLY: &str = "CORONA_TEST_READ_ONLY";

#[test]
fn a_phone_in_a_folder_that_cannot_be_written() {
    let Some(folder) = std::env::var_os(READ_ONLY) else { return };
    let folder = Path::new(&folder);
    let home = Home::open(folder).unwrap();
    let error = home.open_store(&KeySource::FolderKey).map(drop).unwrap_err();
    assert!(matches!(error, OpenError::Unusable { .. }), "{error}");
    let message = error.to_string();
    assert!(
        message.contains(folder.to_str().unwrap()) && message.contains("who owns"),
        "{message}"
    );
}

#[test]
fn a_read_only_folder_is_refused_before_anything_is_acknowledged() {
    let bench = Bench::new();
    let folder = filled(&bench);
    // With its journal there a phone writes in place, whatever the folder allows.
    std::fs::remove_file(folder.join("records.db-journal")).unwrap();
    let before = files(&folder);
    let mode = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    // Whoever may do everything is stopped by no permission: another user tries.
    let nobody = 65_534;
    let is_root =
        std::fs::metadata("/proc/self").is_ok_and(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0);
    if is_root {
        mode(folder.parent().unwrap(), 0o755);
        for (file, _) in &before {
            chown(file, Some(nobody), Some(nobody)).unwrap();
        }
        chown(&folder, Some(nobody), Some(nobody)).unwrap();
    }
    // The program itself may lie where nobody may go.
    let program = bench.path("program");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    mode(&program, 0o755);
    for (folder_mode, file_mode) in [(0o500, 0o600), (0o700, 0o400)] {
        mode(&folder, folder_mode);
        for name in ["records.db", "salts"] {
            mode(&folder.join(name), file_mode);
        }
        let mut command = Command::new(&program);
        command
            .args(["--exact", "damage::a_phone_in_a_folder_that_cannot_be_written"])
            .env(READ_ONLY, &folder)
            .current_dir("/");
        if is_root {
            command.uid(nobody).gid(nobody);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        mode(&folder, 0o700);
        for name in ["records.db", "salts"] {
            mode(&folder.join(name), 0o600);
        }
    }
    assert_eq!(files(&folder), before);
    assert_eq!(open(&folder).records.len(), 12);
}
