//! The packages that a build of one of ours takes in.
//!
//! It knows three witnesses: `cargo tree`, who alone says which packages and features a
//! build really takes; `cargo metadata`, who knows licences and who needs whom; and the
//! lock file, which has the digests. What is written of it is left to the document.

use crate::test_run::cargo;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use toml::{Table, Value};

/// Name and version: enough, because all foreign packages come from one registry.
pub(crate) type Id = (String, String);

/// One package of the graph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    /// The licence expression of its manifest.
    pub(crate) licence: Option<String>,
    /// Its archive's SHA-256 by the lock file; ours have none.
    pub(crate) sha256: Option<String>,
    /// Whether it is in the program; macros and what they need only run while it compiles.
    pub(crate) in_program: bool,
    /// The native library it brings or binds, by its manifest's `links`.
    pub(crate) native: Option<String>,
    /// Where its source is kept.
    pub(crate) repository: Option<String>,
    /// Those of the graph that it needs by itself.
    pub(crate) needs: BTreeSet<Id>,
}

/// All packages in a build of `root`, itself among them, for all platforms together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Graph {
    /// The package whose build it is.
    pub(crate) root: Id,
    /// By name and version.
    pub(crate) parts: BTreeMap<Id, Part>,
}

/// Asks `cargo metadata` once, for all graphs.
///
/// # Errors
/// A sentence if cargo can't tell.
pub(crate) fn metadata(root: &Path) -> Result<Metadata, String> {
    let mut command = MetadataCommand::new();
    command.cargo_path(cargo()).current_dir(root).other_options(["--locked".to_owned()]);
    command.exec().map_err(|error| format!("cargo metadata: {error}"))
}

impl Graph {
    /// The graph of one package of the workspace at `root`.
    ///
    /// # Errors
    /// A sentence if cargo or the lock file can't tell.
    pub(crate) fn of(package: &str, root: &Path, metadata: &Metadata) -> Result<Self, String> {
        let all = tree(package, root, "normal")?;
        let in_program = tree(package, root, "normal,no-proc-macro")?;
        let digests = digests(root)?;
        let known: BTreeMap<Id, &Package> =
            metadata.packages.iter().map(|package| (id(package), package)).collect();
        let needs = needs(metadata);
        let part = |id: &Id| {
            let package =
                known.get(id).ok_or_else(|| format!("{id:?} is not in cargo metadata"))?;
            let needs = needs.get(id).into_iter().flatten();
            Ok::<Part, String>(Part {
                licence: package.license.clone(),
                sha256: digests.get(id).cloned(),
                in_program: in_program.contains(id),
                native: package.links.clone(),
                repository: package.repository.clone(),
                needs: needs.filter(|need| all.contains(*need)).cloned().collect(),
            })
        };
        let parts: BTreeMap<Id, Part> =
            all.iter().map(|id| Ok((id.clone(), part(id)?))).collect::<Result<_, String>>()?;
        let root = parts.keys().find(|(name, _)| name == package).cloned();
        let root = root.ok_or_else(|| format!("cargo tree does not list `{package}`"))?;
        Ok(Self { root, parts })
    }
}

pub(super) fn id(package: &Package) -> Id {
    (package.name.to_string(), package.version.to_string())
}

/// Who needs whom in a program, by cargo metadata: more than a build takes, because it turns
/// on features that only weaker dependencies ask for.
fn needs(metadata: &Metadata) -> BTreeMap<Id, BTreeSet<Id>> {
    let ids: BTreeMap<_, Id> =
        metadata.packages.iter().map(|package| (&package.id, id(package))).collect();
    let nodes = metadata.resolve.iter().flat_map(|resolve| &resolve.nodes);
    nodes
        .filter_map(|node| {
            let is_normal =
                |kind: &cargo_metadata::DepKindInfo| kind.kind == DependencyKind::Normal;
            let deps = node.deps.iter().filter(|dep| dep.dep_kinds.iter().any(is_normal));
            let needs = deps.filter_map(|dep| ids.get(&dep.pkg).cloned()).collect();
            Some((ids.get(&node.id)?.clone(), needs))
        })
        .collect()
}

fn tree(package: &str, root: &Path, edges: &str) -> Result<BTreeSet<Id>, String> {
    let mut command = Command::new(cargo());
    command.current_dir(root).args(["tree", "--locked", "--target", "all", "--prefix", "none"]);
    command.args(["--format", "{p}", "--edges", edges, "--package", package]);
    let output = command.output().map_err(|error| format!("cargo tree: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo tree: {}", String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().filter_map(package_of_line).collect())
}

/// `name v1.2.3`, with remarks after it.
fn package_of_line(line: &str) -> Option<Id> {
    let (name, rest) = line.split_once(" v")?;
    Some((name.to_owned(), rest.split(' ').next()?.to_owned()))
}

fn digests(root: &Path) -> Result<BTreeMap<Id, String>, String> {
    let path = root.join("Cargo.lock");
    let problem = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(&path).map_err(|error| problem(&error))?;
    let lock: Table = text.parse().map_err(|error: toml::de::Error| problem(&error))?;
    let packages = lock.get("package").and_then(Value::as_array).into_iter().flatten();
    let text = |package: &Value, key| package.get(key).and_then(Value::as_str).map(str::to_owned);
    let digest = |package| {
        let id = (text(package, "name")?, text(package, "version")?);
        Some((id, text(package, "checksum")?))
    };
    Ok(packages.filter_map(digest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_tree_are_read_with_their_remarks() {
        let id = |name: &str, version: &str| Some((name.to_owned(), version.to_owned()));
        assert_eq!(package_of_line("toml v1.2.1+spec-1.1.0 (*)"), id("toml", "1.2.1+spec-1.1.0"));
        assert_eq!(package_of_line("corona-core v0.1.0 (/a v/core)"), id("corona-core", "0.1.0"));
        assert_eq!(package_of_line("paste v1.0.15 (proc-macro)"), id("paste", "1.0.15"));
        assert_eq!(package_of_line(""), None);
    }

    #[test]
    fn macros_run_while_compiling_and_are_not_in_the_program() {
        let root = crate::workspace_root().unwrap();
        let graph = Graph::of("corona-core", &root, &metadata(&root).unwrap()).unwrap();
        let part = |name: &str| graph.parts.iter().find(|((it, _), _)| it == name).unwrap().1;
        assert!(part("serde").in_program && part("corona-core").in_program);
        assert!(!part("serde_derive").in_program && !part("syn").in_program);
        assert_eq!(graph.root.0, "corona-core");
        assert!(graph.parts[&graph.root].needs.iter().any(|(name, _)| name == "ed25519-dalek"));
    }

    #[test]
    fn a_package_that_does_not_exist_is_an_error() {
        let root = crate::workspace_root().unwrap();
        let metadata = metadata(&root).unwrap();
        let error = Graph::of("corona-nothing", &root, &metadata).unwrap_err();
        assert!(error.contains("corona-nothing"), "{error}");
    }
}
