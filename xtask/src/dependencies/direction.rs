//! Dependencies point inwards, to the protocol.
//!
//! ```text
//! core ◄── transport-sim ◄── simulator ◄── benches
//!   ▲
//!   └───── transport-tor ◄── phone ◄── bindings
//! ```
//!
//! `private-tor` imports none of ours; tests of `transport-tor`, `phone` and `bindings` import
//! it. `bindings/rehearsal` is `bindings` with a network for tests, which tests alone import.
//!
//! It knows every package and whom it may import, and refuses a package it
//! doesn't know: where a new one stands is decided here, before it is built.

use super::manifest::{Dependency, Kind, Manifest, members};
use crate::finding::Finding;
use crate::tree::Tree;

const OURS: &str = "corona-";

/// Every package with those of ours it may import, in any kind of dependency.
const MAY_IMPORT: [(&str, &[&str]); 11] = [
    ("corona-core", &[]),
    ("corona-transport-sim", &["corona-core"]),
    ("corona-transport-tor", &["corona-core"]),
    ("corona-simulator", &["corona-core", "corona-transport-sim"]),
    ("corona-phone", &["corona-core", "corona-transport-tor"]),
    ("corona-bindings", &["corona-core", "corona-phone"]),
    // A network on one machine, which no app may ship: see bindings/rehearsal.
    ("corona-bindings-rehearsal", &["corona-bindings", "corona-phone", "corona-transport-tor"]),
    ("corona-bindgen", &[]),
    (
        "corona-benches",
        &["corona-core", "corona-transport-sim", "corona-transport-tor", "corona-simulator"],
    ),
    ("corona-private-tor", &[]),
    ("corona-xtask", &[]),
];

/// What only a package's tests may import besides: a network to test over, and for the phone
/// the simulator, whose story it lives and which replays its decisions.
const TESTS_MAY_IMPORT: [(&str, &[&str]); 3] = [
    ("corona-transport-tor", &["corona-private-tor"]),
    ("corona-phone", &["corona-private-tor", "corona-simulator"]),
    ("corona-bindings", &["corona-bindgen", "corona-bindings-rehearsal", "corona-private-tor"]),
];

/// Every dependency among our packages is one of [`MAY_IMPORT`], and every
/// package takes the workspace's lints.
pub(crate) fn dependencies_point_inwards(tree: &Tree) -> Vec<Finding> {
    match members(tree) {
        Ok(manifests) => manifests.iter().flat_map(check).collect(),
        Err(message) => vec![Finding::in_file("Cargo.toml", message)],
    }
}

fn check(manifest: &Manifest) -> Vec<Finding> {
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == manifest.package) else {
        let message = format!(
            "package `{}` has no row in MAY_IMPORT (xtask/src/dependencies/direction.rs): \
             decide there whom it may import",
            manifest.package
        );
        return vec![Finding::in_file(&manifest.path, message)];
    };
    let mut findings: Vec<Finding> = manifest
        .dependencies
        .iter()
        .filter(|dependency| !is_allowed(dependency, &manifest.package, allowed))
        .map(|dependency| Finding::in_file(&manifest.path, refusal(manifest, dependency, allowed)))
        .collect();
    if !manifest.takes_the_lints {
        let message = "does not take the workspace's lints: add `[lints] workspace = true`";
        findings.push(Finding::in_file(&manifest.path, message));
    }
    findings
}

fn is_allowed(dependency: &Dependency, importer: &str, allowed: &[&str]) -> bool {
    let name = dependency.package.as_str();
    // A package's tests may import it with its testing features on.
    let is_itself = name == importer && dependency.kind == Kind::Dev;
    !name.starts_with(OURS)
        || is_itself
        || allowed.contains(&name)
        || (dependency.kind == Kind::Dev && tests_may_import(importer).contains(&name))
}

fn tests_may_import(importer: &str) -> &'static [&'static str] {
    let row = TESTS_MAY_IMPORT.iter().find(|(name, _)| *name == importer);
    row.map_or(&[], |(_, allowed)| allowed)
}

fn refusal(manifest: &Manifest, dependency: &Dependency, allowed: &[&str]) -> String {
    let allowed = if allowed.is_empty() { "none of ours".to_owned() } else { allowed.join(", ") };
    format!(
        "`{}` may not import `{}` ({:?} dependency); it may import {allowed}: \
         move the code that needs it, or argue a new edge in MAY_IMPORT",
        manifest.package, dependency.package, dependency.kind
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(package: &str, tables: &str) -> Vec<String> {
        let member = format!("package.name = '{package}'\nlints.workspace = true\n{tables}");
        let workspace = "workspace = { members = ['a'], dependencies = { seam = { package = 'corona-core', path = 'core' } } }";
        let tree = Tree::of(&[("Cargo.toml", workspace), ("a/Cargo.toml", &member)]);
        dependencies_point_inwards(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_edges_of_the_drawing_are_allowed() {
        let tables = "dependencies = { corona-core.workspace = true, corona-transport-sim = { path = '..' }, serde = '1' }";
        assert_eq!(findings("corona-simulator", tables), [""; 0]);
        assert_eq!(
            findings("corona-core", "[dev-dependencies]\ncorona-core = { path = '.' }"),
            [""; 0]
        );
    }

    #[test]
    fn the_core_imports_nobody() {
        for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
            let found =
                findings("corona-core", &format!("[{kind}]\ncorona-transport-sim.path = '..'"));
            assert_eq!(found.len(), 1, "{kind}: {found:?}");
            assert!(found[0].contains("may not import `corona-transport-sim`"), "{found:?}");
        }
    }

    #[test]
    fn nobody_imports_benches_or_the_commands() {
        for (importer, _) in MAY_IMPORT {
            for imported in ["corona-benches", "corona-bindgen", "corona-xtask"] {
                let found = findings(importer, &format!("dependencies.{imported} = '1'"));
                assert_eq!(found.len(), 1, "{importer} imports {imported}");
            }
        }
    }

    #[test]
    fn only_bindings_import_the_phone_and_only_tests_their_rehearsal() {
        let found = |importer, line: &str| findings(importer, line).len();
        for (importer, _) in MAY_IMPORT {
            let binds = ["corona-bindings", "corona-bindings-rehearsal"].contains(&importer);
            let phone = found(importer, "dependencies.corona-phone = '1'");
            assert_eq!(phone, usize::from(!binds), "{importer} imports the phone");
            let rehearsal = found(importer, "dependencies.corona-bindings-rehearsal = '1'");
            assert_eq!(rehearsal, 1, "{importer} ships a network for tests");
        }
        let in_tests = "dev-dependencies.corona-bindings-rehearsal = '1'";
        assert_eq!(found("corona-bindings", in_tests), 0);
        // What is shipped never sees another network than the phone's own.
        assert_eq!(found("corona-bindings", "dependencies.corona-transport-tor = '1'"), 1);
    }

    #[test]
    fn only_tests_of_phones_and_their_transport_see_a_private_network() {
        for (importer, _) in MAY_IMPORT.iter().filter(|(name, _)| *name != "corona-private-tor") {
            let found =
                |kind| findings(importer, &format!("{kind}.corona-private-tor = '1'")).len();
            let may = TESTS_MAY_IMPORT.iter().any(|(name, _)| name == importer);
            assert_eq!(found("dev-dependencies"), usize::from(!may), "{importer}");
            assert_eq!(found("dependencies"), 1, "{importer}");
        }
    }

    #[test]
    fn only_tests_of_the_phone_see_the_simulator() {
        let found = |kind| findings("corona-phone", &format!("{kind}.corona-simulator = '1'"));
        assert_eq!(found("dev-dependencies"), [""; 0]);
        assert_eq!(found("dependencies").len(), 1);
    }

    #[test]
    fn stand_in_signatures_are_out_of_reach_for_phones_and_their_transport() {
        // They are `corona_transport_sim::StandIn`, and whoever imports whom is checked for
        // every package, so nobody brings them along either.
        let row = |package: &str| MAY_IMPORT.iter().find(|(name, _)| *name == package).unwrap();
        for package in [
            "corona-core",
            "corona-phone",
            "corona-bindings",
            "corona-transport-tor",
            "corona-private-tor",
        ] {
            let mut reached = vec![package];
            let mut next = 0;
            while let Some(name) = reached.get(next).copied() {
                reached.extend(row(name).1);
                next += 1;
            }
            assert!(!reached.contains(&"corona-transport-sim"), "{package} reaches {reached:?}");
            for kind in ["dependencies", "build-dependencies", "dev-dependencies"] {
                let found = findings(package, &format!("{kind}.corona-transport-sim = '1'"));
                assert_eq!(found.len(), 1, "{package}, {kind}");
            }
        }
    }

    #[test]
    fn transports_never_see_each_other() {
        assert_eq!(
            findings("corona-transport-sim", "dependencies.corona-transport-tor = '1'").len(),
            1
        );
        assert_eq!(
            findings("corona-transport-tor", "dependencies.corona-transport-sim = '1'").len(),
            1
        );
        assert_eq!(
            findings("corona-simulator", "dependencies.corona-transport-tor = '1'").len(),
            1
        );
    }

    #[test]
    fn a_renamed_import_is_still_one() {
        let found = findings("corona-xtask", "dependencies.seam.workspace = true");
        assert!(found[0].contains("may not import `corona-core`"), "{found:?}");
        let targeted =
            "target.'cfg(unix)'.dependencies.x = { package = 'corona-core', path = '..' }";
        assert_eq!(findings("corona-xtask", targeted).len(), 1);
    }

    #[test]
    fn an_unknown_package_is_refused() {
        let found = findings("corona-newcomer", "");
        assert!(found[0].contains("`corona-newcomer` has no row in MAY_IMPORT"), "{found:?}");
    }

    #[test]
    fn a_package_without_the_lints_is_refused() {
        let tree = Tree::of(&[
            ("Cargo.toml", "workspace.members = ['a']"),
            ("a/Cargo.toml", "package.name = 'corona-core'"),
        ]);
        let found = dependencies_point_inwards(&tree);
        assert!(found[0].to_string().contains("lints"), "{found:?}");
    }
}
