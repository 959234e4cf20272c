//! The workspace's manifests, as far as dependencies go.
//!
//! It knows how cargo writes dependencies: by kind, by target, renamed, or
//! inherited from the workspace. What they may be is left to the rules.

use crate::tree::Tree;
use toml::{Table, Value};

/// When a dependency is linked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Always.
    Normal,
    /// Into the build script.
    Build,
    /// Into tests, examples and benches.
    Dev,
}

impl Kind {
    const TABLES: [(Self, &str); 3] = [
        (Self::Normal, "dependencies"),
        (Self::Build, "build-dependencies"),
        (Self::Dev, "dev-dependencies"),
    ];
}

/// One line of a dependency table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Dependency {
    /// The package's own name, whatever it is called here.
    pub(crate) package: String,
    /// When it is linked.
    pub(crate) kind: Kind,
    /// Features switched on here or by the workspace.
    pub(crate) features: Vec<String>,
}

/// One member's manifest.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// Where it lies in the tree.
    pub(crate) path: String,
    /// The package's name.
    pub(crate) package: String,
    /// Of all kinds and targets.
    pub(crate) dependencies: Vec<Dependency>,
    /// Whether `[lints] workspace = true` is there.
    pub(crate) takes_the_lints: bool,
}

/// Reads the manifests of all workspace members.
///
/// # Errors
/// A sentence naming the manifest and what is wrong with it.
pub(crate) fn members(tree: &Tree) -> Result<Vec<Manifest>, String> {
    let workspace = parse(tree, "Cargo.toml")?;
    let shared = table_at(&workspace, &["workspace", "dependencies"]).cloned().unwrap_or_default();
    let folders = table_at(&workspace, &["workspace"])
        .and_then(|table| table.get("members"))
        .and_then(Value::as_array)
        .ok_or("Cargo.toml has no `workspace.members`")?;
    folders
        .iter()
        .map(|folder| {
            let folder = folder.as_str().unwrap_or_default();
            if folder.contains(['*', '?']) {
                return Err(format!(
                    "Cargo.toml: member `{folder}` is a pattern: write each member out"
                ));
            }
            manifest(tree, &format!("{folder}/Cargo.toml"), &shared)
        })
        .collect()
}

fn manifest(tree: &Tree, path: &str, shared: &Table) -> Result<Manifest, String> {
    let table = parse(tree, path)?;
    let package = table_at(&table, &["package"])
        .and_then(|package| package.get("name"))
        .and_then(Value::as_str)
        .ok_or_else(|| format!("{path} has no `package.name`"))?;
    let lints = table_at(&table, &["lints"]).and_then(|lints| lints.get("workspace"));
    let mut dependencies = dependencies_of(&table, shared);
    let targets = table_at(&table, &["target"]).into_iter().flat_map(Table::values);
    for target in targets.filter_map(Value::as_table) {
        dependencies.extend(dependencies_of(target, shared));
    }
    Ok(Manifest {
        path: path.to_owned(),
        package: package.to_owned(),
        dependencies,
        takes_the_lints: lints.and_then(Value::as_bool) == Some(true),
    })
}

fn dependencies_of(table: &Table, shared: &Table) -> Vec<Dependency> {
    let of_kind = |(kind, name)| {
        let lines = table_at(table, &[name]).into_iter().flatten();
        lines.map(move |(name, value)| dependency(kind, name, value, shared))
    };
    Kind::TABLES.into_iter().flat_map(of_kind).collect()
}

fn dependency(kind: Kind, name: &str, value: &Value, shared: &Table) -> Dependency {
    let inherits = value.get("workspace").and_then(Value::as_bool) == Some(true);
    let inherited = if inherits { shared.get(name) } else { None };
    let sources = [Some(value), inherited];
    let package = sources
        .iter()
        .flatten()
        .find_map(|source| source.get("package").and_then(Value::as_str))
        .unwrap_or(name);
    let features = sources
        .iter()
        .flatten()
        .filter_map(|source| source.get("features").and_then(Value::as_array))
        .flatten();
    Dependency {
        package: package.to_owned(),
        kind,
        features: features.filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

fn parse(tree: &Tree, path: &str) -> Result<Table, String> {
    let text = tree.text(path).ok_or_else(|| format!("{path} is missing"))?;
    text.content.parse::<Table>().map_err(|error| format!("{path}: {error}"))
}

fn table_at<'a>(table: &'a Table, keys: &[&str]) -> Option<&'a Table> {
    keys.iter().try_fold(table, |table, key| table.get(*key).and_then(Value::as_table))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(workspace: &str, member: &str) -> Result<Vec<Manifest>, String> {
        members(&Tree::of(&[("Cargo.toml", workspace), ("a/Cargo.toml", member)]))
    }

    #[test]
    fn dependencies_of_every_kind_and_target_are_found() {
        let member = "
            [package]
            name = 'a'
            [dependencies]
            one = '1'
            [build-dependencies]
            two = '2'
            [dev-dependencies]
            three = '3'
            [target.'cfg(unix)'.dependencies]
            four = '4'";
        let manifests = read("workspace = { members = ['a'] }", member).unwrap();
        let found: Vec<_> =
            manifests[0].dependencies.iter().map(|d| (d.package.as_str(), d.kind)).collect();
        assert_eq!(
            found,
            [
                ("one", Kind::Normal),
                ("two", Kind::Build),
                ("three", Kind::Dev),
                ("four", Kind::Normal)
            ]
        );
    }

    #[test]
    fn renaming_hides_no_package() {
        let workspace = "
            [workspace]
            members = ['a']
            [workspace.dependencies]
            clock = { package = 'tokio', version = '1', features = ['time'] }";
        let member = "
            [package]
            name = 'a'
            [dependencies]
            clock = { workspace = true, features = ['rt'] }
            dice = { package = 'rand', version = '0.10' }";
        let manifests = read(workspace, member).unwrap();
        let [clock, dice] = manifests[0].dependencies.as_slice() else { panic!() };
        assert_eq!((clock.package.as_str(), dice.package.as_str()), ("tokio", "rand"));
        assert_eq!(clock.features, ["rt", "time"]);
    }

    #[test]
    fn what_is_no_manifest_is_named() {
        let pattern = read("workspace = { members = ['*'] }", "").unwrap_err();
        assert!(pattern.contains("write each member out"), "{pattern}");
        let nameless = read("workspace = { members = ['a'] }", "").unwrap_err();
        assert!(nameless.contains("a/Cargo.toml"), "{nameless}");
        let missing = read("workspace = { members = ['b'] }", "").unwrap_err();
        assert_eq!(missing, "b/Cargo.toml is missing");
    }
}
