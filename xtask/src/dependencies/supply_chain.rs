//! What others could change under us without a commit of ours.
//!
//! It knows which crates break their promises between minor versions, and which of our
//! packages run code while they compile. Licences, sources and duplicates are left to
//! cargo-deny (`deny.toml`).

use crate::finding::Finding;
use crate::tree::Tree;
use toml::{Table, Value};

const WORKSPACE: &str = "Cargo.toml";

/// Crates outside of their semver promise, by how their names begin: one exact version, so that
/// `cargo update` brings no other.
const EXACT: [&str; 3] = ["arti-", "tor-", "uniffi"];

/// Our build scripts. They run with the rights of whoever compiles, so there is a reason for each.
const BUILD_SCRIPTS: [(&str, &str); 1] =
    [("simulator/build.rs", "a run's manifest names the commit it was built from")];

/// Crates of [`EXACT`] are declared with `=`.
pub(crate) fn fragile_crates_are_pinned(tree: &Tree) -> Vec<Finding> {
    let declared = match declared(tree) {
        Ok(declared) => declared,
        Err(message) => return vec![Finding::in_file(WORKSPACE, message)],
    };
    let is_loose = |(name, version): &(String, String)| {
        EXACT.iter().any(|start| name.starts_with(start)) && !version.starts_with('=')
    };
    let loose = declared.into_iter().filter(is_loose);
    loose
        .map(|(name, version)| {
            let message = format!(
                "`{name}` = \"{version}\" is outside of its semver promise: pin it, \"=MAJOR.MINOR.PATCH\""
            );
            Finding::in_file(WORKSPACE, message)
        })
        .collect()
}

/// No package of ours runs code while it compiles, but for [`BUILD_SCRIPTS`].
pub(crate) fn build_scripts_are_known(tree: &Tree) -> Vec<Finding> {
    let scripts = tree.paths().iter().filter(|path| is_build_script(tree, path));
    let unknown = scripts.filter(|path| BUILD_SCRIPTS.iter().all(|(known, _)| known != path));
    unknown
        .map(|path| {
            let message = "a build script runs with the rights of whoever compiles: do without, \
                 or give its reason in BUILD_SCRIPTS (xtask/src/dependencies/supply_chain.rs)";
            Finding::in_file(path, message)
        })
        .collect()
}

fn is_build_script(tree: &Tree, path: &str) -> bool {
    let package =
        path.strip_suffix("build.rs").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    package.is_some_and(|package| tree.has(&format!("{package}Cargo.toml")))
}

/// Name and version of each dependency that the workspace declares.
fn declared(tree: &Tree) -> Result<Vec<(String, String)>, String> {
    let text = tree.text(WORKSPACE).ok_or("is missing")?;
    let table: Table = text.content.parse().map_err(|error| format!("{error}"))?;
    let workspace = table.get("workspace").and_then(|it| it.get("dependencies"));
    let dependencies = workspace.and_then(Value::as_table).into_iter().flatten();
    let version = |value: &Value| {
        let version = value.as_str().or_else(|| value.get("version").and_then(Value::as_str));
        version.map(str::to_owned)
    };
    let package = |name: &String, value: &Value| {
        value.get("package").and_then(Value::as_str).unwrap_or(name).to_owned()
    };
    Ok(dependencies
        .filter_map(|(name, value)| Some((package(name, value), version(value)?)))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pins(dependencies: &str) -> Vec<String> {
        let workspace = format!("[workspace.dependencies]\n{dependencies}");
        let tree = Tree::of(&[(WORKSPACE, &workspace)]);
        fragile_crates_are_pinned(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_fragile_crate_without_an_exact_version_is_found() {
        for line in [
            "tor-cell = '0.47.0'",
            "arti-client = { version = '0.47', default-features = false }",
            "ffi = { package = 'uniffi', version = '^0.32' }",
        ] {
            let found = pins(line);
            assert_eq!(found.len(), 1, "{line}");
            assert!(found[0].contains("pin it"), "{found:?}");
        }
    }

    #[test]
    fn others_and_exact_versions_are_allowed() {
        let found =
            pins("serde = '1'\ntor-cell = '=0.47.0'\ntorut = '1'\ncore = { path = 'core' }");
        assert_eq!(found, [""; 0]);
        assert_eq!(fragile_crates_are_pinned(&Tree::of(&[])).len(), 1);
    }

    #[test]
    fn a_build_script_nobody_argued_for_is_found() {
        let found = |path: &str| {
            let manifest = path.replace("build.rs", "Cargo.toml");
            build_scripts_are_known(&Tree::of(&[(path, ""), (&manifest, "")])).len()
        };
        assert_eq!((found("phone/build.rs"), found("build.rs")), (1, 1));
        assert_eq!(found("simulator/build.rs"), 0);
        let module = Tree::of(&[("simulator/src/population/build.rs", "")]);
        assert_eq!(build_scripts_are_known(&module), []);
    }
}
