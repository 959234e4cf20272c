//! The entry point: a finished run goes in, a folder of files comes out.
//!
//! It decides the order (digest before anything is visible, manifest last) and
//! holds one table at a time; encoding and the folder's rules are left to others.

use super::csv_file::csv_bytes;
use super::encode_error::EncodeError;
use super::folder::RunFolder;
use super::folder_error::FolderError;
use super::inputs::{MachineCost, RunInputs};
use super::manifest::{Hashes, MANIFEST, Manifest, digest_of, sha256};
use super::page::{Page, TableEntry};
use super::parquet_file::parquet_bytes;
use super::plots::{Plot, plots};
use super::record::RunRecord;
use super::summary::Summary;
use super::tables::each_table;
use std::path::PathBuf;

const SUMMARY: &str = "summary.json";
/// Files that tell of traffic, which depends on which polls were simulated; nothing else does.
const TRAFFIC: [&str; 3] = ["plots/traffic.svg", "tables/traffic.csv", "tables/traffic.parquet"];

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub path: PathBuf,
    /// Hash of the results, equal wherever scenario and seeds are (see `docs/results.md`).
    pub digest: String,
    /// Every file by its path in the folder, sorted.
    pub files: Vec<String>,
    /// Bytes of all files.
    pub bytes: u64,
}

/// Writes all results of a run (one record per seed) to a prepared folder. The
/// folder appears complete or not at all.
///
/// # Errors
/// [`FolderError`] if the file system refuses; what was staged is removed then.
pub fn write(
    folder: RunFolder,
    inputs: &RunInputs,
    records: &[RunRecord],
    machine: &MachineCost,
) -> Result<Written, FolderError> {
    let path = folder.path().to_owned();
    let plots = plots(records)?;
    let summary = Summary::of(inputs, records, Some(*machine));
    let mut staging = folder.stage()?;
    let (mut hashes, mut bytes) = (Hashes::new(), 0);
    let mut put = |hashes: &mut Hashes, name: &str, content: &[u8]| {
        hashes.insert(name.to_owned(), sha256(content));
        bytes += content.len() as u64;
        staging.write(name, content)
    };
    let tables =
        each_result(inputs, records, &plots, |name, content| put(&mut hashes, name, content))?;
    let digest = digest_with(&hashes, &summary);
    let page =
        Page { inputs, summary: &summary, plots: &plots, tables: &tables, digest: &digest }.html();
    put(&mut hashes, SUMMARY, summary.json().as_bytes())?;
    put(&mut hashes, "index.html", page.as_bytes())?;
    let manifest = Manifest::of(inputs, summary.seeds.clone(), &digest, &hashes).json();
    put(&mut Hashes::new(), MANIFEST, manifest.as_bytes())?;
    let files = staging.publish()?;
    Ok(Written { path, digest, files, bytes })
}

/// The digest that [`write()`] would give, without writing anything.
///
/// # Errors
/// [`EncodeError`] if a file can't be encoded, which no record causes.
pub fn digest(inputs: &RunInputs, records: &[RunRecord]) -> Result<String, EncodeError> {
    let mut hashes = Hashes::new();
    each_result(inputs, records, &plots(records)?, |name, content| {
        hashes.insert(name.to_owned(), sha256(content));
        Ok::<_, EncodeError>(())
    })?;
    Ok(digest_with(&hashes, &Summary::of(inputs, records, None)))
}

/// The digest of the files so far and of what it sees of the summary.
fn digest_with(hashes: &Hashes, summary: &Summary) -> String {
    let mut hashes = hashes.clone();
    hashes.retain(|path, _| !TRAFFIC.contains(&path.as_str()));
    hashes.insert(SUMMARY.to_owned(), sha256(summary.json_for_digest().as_bytes()));
    digest_of(&hashes)
}

/// Calls `take` with every file whose bytes scenario and seeds alone decide;
/// returns what the page says of the tables.
fn each_result<E: From<EncodeError>>(
    inputs: &RunInputs,
    records: &[RunRecord],
    plots: &[Plot],
    mut take: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Vec<TableEntry>, E> {
    take("scenario.toml", inputs.scenario_text.as_bytes())?;
    take("resolved.toml", inputs.resolved_text.as_bytes())?;
    for plot in plots {
        take(&format!("plots/{}.svg", plot.name), plot.svg.as_bytes())?;
    }
    let mut entries = Vec::new();
    each_table(records, |table| {
        entries.push(TableEntry { name: table.name, about: table.about, rows: table.rows() });
        take(&format!("tables/{}.csv", table.name), &csv_bytes(table)?)?;
        take(&format!("tables/{}.parquet", table.name), &parquet_bytes(table)?)
    })?;
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;
    use std::fs;

    fn write_to(path: PathBuf, force: bool, records: &[RunRecord], seconds: f64) -> Written {
        let folder = RunFolder::prepare(path, force).unwrap();
        let machine = MachineCost { wall_seconds: seconds, ..sample::machine() };
        write(folder, &sample::inputs(), records, &machine).unwrap()
    }

    #[test]
    fn two_runs_differ_in_nothing_but_what_they_cost() {
        let home = tempfile::tempdir().unwrap();
        let records = [sample::town(1, 300, 12), sample::town(2, 300, 12)];
        let first = write_to(home.path().join("a"), false, &records, 1.0);
        let second = write_to(home.path().join("b"), false, &records, 99.0);
        assert_eq!(first.digest, second.digest);
        assert_eq!(first.digest, digest(&sample::inputs(), &records).unwrap());
        assert_eq!(first.files, second.files);
        for file in &first.files {
            let same = fs::read(first.path.join(file)).unwrap()
                == fs::read(second.path.join(file)).unwrap();
            let costs = ["summary.json", "index.html", "manifest.json"].contains(&file.as_str());
            assert_eq!(same, !costs, "{file}");
        }
    }

    #[test]
    fn different_results_have_different_digests() {
        let of = |records: &[RunRecord]| digest(&sample::inputs(), records).unwrap();
        let mut later = sample::barbecue();
        later.warnings[0].time.0 += 1;
        assert_ne!(of(&[sample::barbecue()]), of(&[later]));
        assert_ne!(of(&[]), of(&[sample::empty_run()]));
    }

    #[test]
    fn the_digest_ignores_builds_and_arguments() {
        let other = RunInputs {
            commit: "fffffff".to_owned(),
            arguments: vec!["--out".to_owned()],
            ..sample::inputs()
        };
        let records = [sample::barbecue()];
        assert_eq!(digest(&other, &records).unwrap(), digest(&sample::inputs(), &records).unwrap());
    }

    #[test]
    fn the_manifest_holds_the_hash_of_every_other_file() {
        let home = tempfile::tempdir().unwrap();
        let written = write_to(home.path().join("run"), false, &[sample::barbecue()], 1.0);
        let manifest = fs::read(written.path.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        assert_eq!(manifest["digest"], written.digest.as_str());
        assert_eq!(manifest["complete"], true);
        assert_eq!(manifest["resolved"]["policy"]["positive"], 14);
        let mut bytes = 0;
        for file in &written.files {
            let content = fs::read(written.path.join(file)).unwrap();
            bytes += content.len() as u64;
            if file != "manifest.json" {
                assert_eq!(manifest["files"][file], sha256(&content).as_str(), "{file}");
            }
        }
        assert_eq!(bytes, written.bytes);
        assert_eq!(written.files.len(), 2 * 14 + 6 + 2 + 2 + 1);
    }

    #[test]
    fn a_run_of_nothing_is_written_like_any_other() {
        let home = tempfile::tempdir().unwrap();
        let full = write_to(home.path().join("full"), false, &[sample::barbecue()], 1.0);
        let empty = write_to(home.path().join("empty"), false, &[sample::empty_run()], 1.0);
        assert_eq!(full.files, empty.files);
    }
}
