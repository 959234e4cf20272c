//! What is built by default stays light.
//!
//! It knows which packages a plain `cargo build` or `cargo run` compiles, and
//! refuses Arti and UniFFI among what they bring along: that is minutes and hundreds of
//! crates which only phones and apps need.

use crate::finding::Finding;
use crate::tree::Tree;
use std::collections::BTreeSet;
use toml::{Table, Value};

const LOCK: &str = "Cargo.lock";
const HEAVY: [&str; 3] = ["arti-client", "tor-proto", "uniffi_core"];

/// No default member brings Arti or UniFFI along, by any kind of dependency.
pub(crate) fn the_default_build_has_no_arti(tree: &Tree) -> Vec<Finding> {
    match (default_packages(tree), locked(tree)) {
        (Ok(defaults), Ok(packages)) => {
            defaults.iter().flat_map(|name| check(name, &packages)).collect()
        }
        (Err(message), _) | (_, Err(message)) => vec![Finding::in_file(LOCK, message)],
    }
}

/// A package of the lock file and what it depends on, as written there: `name` or `name version`.
struct Locked {
    name: String,
    version: String,
    dependencies: Vec<String>,
}

fn check(default: &str, packages: &[Locked]) -> Vec<Finding> {
    let mut reached = BTreeSet::new();
    let mut open = vec![default.to_owned()];
    while let Some(wanted) = open.pop() {
        if reached.insert(wanted.clone()) {
            let found = packages.iter().filter(|package| package.is(&wanted));
            open.extend(found.flat_map(|package| package.dependencies.iter().cloned()));
        }
    }
    let names: BTreeSet<&str> = reached.iter().map(|wanted| name_in(wanted)).collect();
    let heavy = HEAVY.iter().filter(|heavy| names.contains(*heavy));
    let message = |heavy| {
        format!(
            "`{default}`, built by default, brings `{heavy}` along: move what needs it to a phone's package"
        )
    };
    heavy.map(|heavy| Finding::in_file(LOCK, message(heavy))).collect()
}

impl Locked {
    fn is(&self, wanted: &str) -> bool {
        let mut words = wanted.split(' ');
        words.next() == Some(&self.name) && words.next().is_none_or(|it| it == self.version)
    }
}

fn name_in(wanted: &str) -> &str {
    wanted.split(' ').next().unwrap_or(wanted)
}

fn default_packages(tree: &Tree) -> Result<Vec<String>, String> {
    let workspace = parse(tree, "Cargo.toml")?;
    let folders = workspace.get("workspace").and_then(|table| table.get("default-members"));
    let folders = folders.and_then(Value::as_array).ok_or("there are no `default-members`")?;
    let name = |folder: &Value| {
        let manifest = parse(tree, &format!("{}/Cargo.toml", folder.as_str().unwrap_or_default()))?;
        let name = manifest.get("package").and_then(|package| package.get("name"));
        name.and_then(Value::as_str).map(str::to_owned).ok_or_else(|| "no name".to_owned())
    };
    folders.iter().map(name).collect()
}

fn locked(tree: &Tree) -> Result<Vec<Locked>, String> {
    let lock = parse(tree, LOCK)?;
    let packages = lock.get("package").and_then(Value::as_array).ok_or("no packages")?;
    let text =
        |table: &Value, key| table.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let package = |table: &Value| {
        let dependencies = table.get("dependencies").and_then(Value::as_array);
        let dependencies = dependencies.into_iter().flatten().filter_map(Value::as_str);
        Locked {
            name: text(table, "name"),
            version: text(table, "version"),
            dependencies: dependencies.map(str::to_owned).collect(),
        }
    };
    Ok(packages.iter().map(package).collect())
}

fn parse(tree: &Tree, path: &str) -> Result<Table, String> {
    let text = tree.text(path).ok_or_else(|| format!("{path} is missing"))?;
    text.content.parse::<Table>().map_err(|error| format!("{path}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(packages: &[(&str, &str, &str)]) -> Vec<String> {
        let tables = packages.iter().map(|(name, version, dependencies)| {
            format!("[[package]]\nname = '{name}'\nversion = '{version}'\ndependencies = [{dependencies}]\n")
        });
        let lock: String = tables.collect();
        let tree = Tree::of(&[
            ("Cargo.toml", "workspace.default-members = ['a']"),
            ("a/Cargo.toml", "package.name = 'ours'"),
            (LOCK, &lock),
        ]);
        the_default_build_has_no_arti(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arti_is_found_however_deep() {
        let found = findings(&[
            ("ours", "0", "'middle'"),
            ("middle", "1", "'arti-client'"),
            ("arti-client", "0.47", "'middle'"),
        ]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("`ours`, built by default, brings `arti-client`"), "{found:?}");
    }

    #[test]
    fn what_others_bring_along_is_theirs() {
        let packages =
            [("ours", "0", "'light 2'"), ("phone", "0", "'arti-client'"), ("arti-client", "0", "")];
        assert_eq!(findings(&packages), [""; 0]);
    }

    #[test]
    fn only_the_version_that_is_meant_counts() {
        let packages = [("ours", "0", "'x 2'"), ("x", "1", "'arti-client'"), ("x", "2", "")];
        assert_eq!(findings(&packages), [""; 0]);
        let packages = [("ours", "0", "'x 1'"), ("x", "1", "'arti-client'"), ("x", "2", "")];
        assert_eq!(findings(&packages).len(), 1);
    }

    #[test]
    fn a_missing_lock_file_is_a_finding() {
        let tree = Tree::of(&[("Cargo.toml", "workspace.default-members = []")]);
        assert_eq!(the_default_build_has_no_arti(&tree).len(), 1);
    }
}
