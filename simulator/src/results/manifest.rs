//! Where a run came from, what it wrote and by which digest it is known.
//!
//! It decides what the digest covers: everything that scenario and seeds must
//! reproduce on any machine, nothing that a clock or a build could change.

use super::inputs::RunInputs;
use crate::engine::Engine;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Component, Path};

/// The file that makes a folder a run folder.
pub(super) const MANIFEST: &str = "manifest.json";

/// Names the meaning of the manifest's fields; raised when one changes.
pub const RUN_SCHEMA: &str = "corona-run/1";

/// What every version of the schema begins with: how we recognise a folder of ours.
const RUN_SCHEMAS: &str = "corona-run/";

/// Hash in lower-case hexadecimal of each file, by its path with `/` between parts.
pub(super) type Hashes = BTreeMap<String, String>;

/// The contents of `manifest.json`, in this order. Documented in `docs/results.md`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Manifest<'a> {
    schema: &'static str,
    complete: bool,
    scenario: &'a str,
    scenario_path: &'a str,
    data_sha256: Option<&'a str>,
    seeds: Vec<u64>,
    arguments: &'a [String],
    version: &'a str,
    commit: &'a str,
    rustc: &'a str,
    #[serde(flatten)]
    engine: Engine,
    resolved: &'a serde_json::Value,
    digest: &'a str,
    files: &'a Hashes,
}

impl<'a> Manifest<'a> {
    pub(super) fn of(
        inputs: &'a RunInputs,
        seeds: Vec<u64>,
        digest: &'a str,
        files: &'a Hashes,
    ) -> Self {
        Self {
            schema: RUN_SCHEMA,
            complete: true,
            scenario: &inputs.name,
            scenario_path: &inputs.scenario_path,
            data_sha256: inputs.data_sha256.as_deref(),
            seeds,
            arguments: &inputs.arguments,
            version: &inputs.version,
            commit: &inputs.commit,
            rustc: &inputs.rustc,
            engine: inputs.engine,
            resolved: &inputs.resolved,
            digest,
            files,
        }
    }

    /// The bytes of `manifest.json`.
    pub(super) fn json(&self) -> String {
        pretty(self)
    }
}

/// What of a manifest matters for replacing a run: whose folder, which files.
#[derive(Deserialize, Serialize)]
struct Inventory {
    schema: String,
    #[serde(default)]
    complete: bool,
    #[serde(default)]
    files: BTreeMap<String, Option<String>>,
}

/// The manifest that stands while one run's files replace another's: it owns
/// both, so that a replacement cut short can be repeated.
pub(super) fn interim_manifest(files: impl IntoIterator<Item = String>) -> String {
    let files = files.into_iter().map(|path| (path, None)).collect();
    pretty(&Inventory { schema: RUN_SCHEMA.to_owned(), complete: false, files })
}

/// The files that a manifest claims, if it is one of ours. Paths that leave the
/// folder are left out: nobody gets us to delete them.
pub(super) fn claimed_files(manifest: &[u8]) -> Option<Vec<String>> {
    let inventory: Inventory = serde_json::from_slice(manifest).ok()?;
    if !inventory.schema.starts_with(RUN_SCHEMAS) {
        return None;
    }
    let inside = |path: &String| {
        let mut parts = Path::new(path).components();
        !path.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
    };
    Some(inventory.files.into_keys().filter(inside).collect())
}

/// SHA-256 in lower-case hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of some files: the hash of what `sha256sum` prints of them, sorted by path.
pub(super) fn digest_of(hashes: &Hashes) -> String {
    let lines: String = hashes.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
    sha256(lines.as_bytes())
}

fn pretty(value: &impl Serialize) -> String {
    // Strings, numbers and maps with string keys always serialise.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::sample;

    #[test]
    fn hashes_are_those_of_sha256sum() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256(b""), empty);
        let hashes = Hashes::from([("b".to_owned(), sha256(b"")), ("a".to_owned(), sha256(b""))]);
        let lines = format!("{empty}  a\n{empty}  b\n");
        assert_eq!(digest_of(&hashes), sha256(lines.as_bytes()));
    }

    #[test]
    fn a_manifest_claims_its_files_and_no_others() {
        let files = Hashes::from([("tables/a.csv".to_owned(), sha256(b"a"))]);
        let inputs = sample::inputs();
        let json = Manifest::of(&inputs, vec![7], "d", &files).json();
        assert_eq!(claimed_files(json.as_bytes()), Some(vec!["tables/a.csv".to_owned()]));
        let interim = interim_manifest(["x.csv".to_owned()]);
        assert_eq!(claimed_files(interim.as_bytes()), Some(vec!["x.csv".to_owned()]));
        for other in ["", "{}", "[1]", r#"{"schema":"somebody-else/1","files":{"a":"b"}}"#] {
            assert_eq!(claimed_files(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_forged_manifest_claims_nothing_outside_its_folder() {
        let forged = interim_manifest(
            ["../precious", "/etc/passwd", "a/../../b", "", "fine.csv"].map(str::to_owned),
        );
        assert_eq!(claimed_files(forged.as_bytes()), Some(vec!["fine.csv".to_owned()]));
    }

    #[test]
    fn the_documentation_names_every_field_of_the_manifest() {
        let docs = include_str!("../../../docs/results.md");
        let (inputs, files) = (sample::inputs(), Hashes::new());
        let json = Manifest::of(&inputs, vec![], "d", &files).json();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let section = docs.split("## manifest.json").nth(1).unwrap();
        for field in json.as_object().unwrap().keys() {
            assert!(section.contains(&format!("| `{field}` |")), "docs/results.md lacks {field}");
        }
    }
}
