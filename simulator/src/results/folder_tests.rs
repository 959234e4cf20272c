//! Which folders are refused, what is replaced and what is left alone.

use super::folder::RunFolder;
use super::folder_error::FolderError;
use super::manifest::interim_manifest;
use std::fs;
use std::path::{Path, PathBuf};

fn write_run(path: &Path, force: bool, files: &[(&str, &str)]) -> Result<Vec<String>, FolderError> {
    let mut staging = RunFolder::prepare(path, force)?.stage()?;
    for (name, content) in files {
        staging.write(name, content.as_bytes())?;
    }
    let claimed = files.iter().map(|(name, _)| (*name).to_owned());
    staging.write("manifest.json", interim_manifest(claimed).as_bytes())?;
    staging.publish()
}

fn listing(path: &Path) -> Vec<String> {
    let mut names = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_dir() {
                folders.push(entry);
            } else {
                names.push(entry.strip_prefix(path).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    names
}

fn refusal(path: PathBuf, force: bool) -> String {
    RunFolder::prepare(path, force).unwrap_err().to_string()
}

#[test]
fn a_new_folder_appears_only_with_all_its_files() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("deep/er/run");
    let folder = RunFolder::prepare(&path, false).unwrap();
    assert!(!home.path().join("deep").exists(), "prepare leaves nothing behind");
    let mut staging = folder.stage().unwrap();
    staging.write("tables/a.csv", b"a").unwrap();
    assert!(!path.exists());
    assert_eq!(staging.publish().unwrap(), ["tables/a.csv"]);
    assert_eq!(listing(&home.path().join("deep/er")), ["run/tables/a.csv"]);
}

#[test]
fn a_run_that_fails_half_way_leaves_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut staging = RunFolder::prepare(home.path().join("run"), false).unwrap().stage().unwrap();
    staging.write("tables/a.csv", b"a").unwrap();
    drop(staging);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_with_files_of_others_is_refused_even_with_force() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("thesis.tex"), "x").unwrap();
    for force in [false, true] {
        let words = refusal(home.path().to_owned(), force);
        assert!(
            words.contains(home.path().to_str().unwrap()) && words.contains("--out"),
            "{words}"
        );
    }
    fs::write(home.path().join("manifest.json"), r#"{"schema":"other/1"}"#).unwrap();
    assert!(matches!(RunFolder::prepare(home.path(), true), Err(FolderError::NotOurs { .. })));
    assert_eq!(listing(home.path()), ["manifest.json", "thesis.tex"]);
}

#[test]
fn an_earlier_run_is_replaced_only_with_force() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    write_run(&path, false, &[("tables/old.csv", "old"), ("index.html", "old")]).unwrap();
    let words = refusal(path.clone(), false);
    assert!(words.contains("--force") && words.contains("--out"), "{words}");
    assert_eq!(fs::read_to_string(path.join("index.html")).unwrap(), "old");

    write_run(&path, true, &[("plots/new.svg", "new"), ("index.html", "new")]).unwrap();
    assert_eq!(listing(&path), ["index.html", "manifest.json", "plots/new.svg"]);
    assert!(!path.join("tables").exists(), "folders that we emptied go too");
    assert_eq!(fs::read_to_string(path.join("index.html")).unwrap(), "new");
}

#[test]
fn files_of_others_survive_a_replacement() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    write_run(&path, false, &[("tables/old.csv", "old")]).unwrap();
    fs::write(path.join("tables/notes.txt"), "mine").unwrap();
    write_run(&path, true, &[("tables/new.csv", "new")]).unwrap();
    assert_eq!(listing(&path), ["manifest.json", "tables/new.csv", "tables/notes.txt"]);
}

#[test]
fn a_file_of_others_with_a_results_name_stops_the_replacement_before_it_begins() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("run");
    write_run(&path, false, &[("index.html", "old")]).unwrap();
    fs::write(path.join("summary.json"), "mine").unwrap();
    let files = [("index.html", "new"), ("summary.json", "new")];
    let error = write_run(&path, true, &files).unwrap_err();
    assert!(matches!(error, FolderError::InTheWay { .. }), "{error}");
    assert!(error.to_string().contains("summary.json"));
    assert_eq!(fs::read_to_string(path.join("summary.json")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(path.join("index.html")).unwrap(), "old");
    assert_eq!(listing(&path).len(), 3, "no staging is left");
}

#[test]
fn an_empty_folder_is_used_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    write_run(home.path(), false, &[("tables/a.csv", "a")]).unwrap();
    assert_eq!(listing(home.path()), ["manifest.json", "tables/a.csv"]);
}

#[test]
fn what_a_killed_run_left_behind_does_not_stop_the_next() {
    let home = tempfile::tempdir().unwrap();
    let left = format!(".corona-sim-partial-{}", std::process::id());
    fs::create_dir(home.path().join(&left)).unwrap();
    fs::create_dir(home.path().join(format!(".run{left}"))).unwrap();
    write_run(&home.path().join("run"), false, &[("index.html", "new")]).unwrap();
    fs::remove_dir_all(home.path().join("run")).unwrap();
    fs::remove_dir(home.path().join(format!(".run{left}"))).unwrap();
    write_run(home.path(), false, &[("index.html", "new")]).unwrap();
    assert_eq!(listing(home.path()), ["index.html", "manifest.json"]);
}

#[test]
fn a_file_is_no_folder_and_nothing_fits_below_one() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "x").unwrap();
    assert!(refusal(file.clone(), true).contains("--out"));
    let below = refusal(file.join("run"), true);
    assert!(below.contains("file") && below.contains("--out"), "{below}");
    assert_eq!(fs::read_to_string(file).unwrap(), "x");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    let home = tempfile::tempdir().unwrap();
    let (path, precious) = (home.path().join("run"), home.path().join("precious"));
    write_run(&path, false, &[("tables/a.csv", "old")]).unwrap();
    fs::create_dir(&precious).unwrap();
    fs::write(precious.join("a.csv"), "precious").unwrap();
    fs::remove_dir_all(path.join("tables")).unwrap();
    std::os::unix::fs::symlink(&precious, path.join("tables")).unwrap();
    write_run(&path, true, &[("index.html", "new")]).unwrap();
    assert_eq!(fs::read_to_string(precious.join("a.csv")).unwrap(), "precious");
    let error = write_run(&path, true, &[("tables/a.csv", "new")]).unwrap_err();
    assert!(matches!(error, FolderError::InTheWay { .. }), "{error}");
}
