//! The core knows nothing of the world it runs in.
//!
//! It knows which crates, features and names would bring a clock, chance, a
//! socket, a file, a thread or an executor into `core`, and why each is out.
//! Everything of the kind is left to transports, stores and hosts.

use super::manifest::{Manifest, members};
use crate::finding::Finding;
use crate::tree::{RustText, Text, Tree, used_paths};
use std::collections::BTreeSet;

const CORE: &str = "corona-core";
const CORE_SOURCES: &str = "core/src/";

const EXECUTOR: &str = "the node is a state machine: waiting is the host's";
const CHANCE: &str = "randomness enters by an argument: take `&mut dyn CryptoRng` of rand_core";
const WORLD: &str = "sockets, files and stores lie behind `Transport` and `Store`";
const CLOCK: &str = "time enters by an argument: take `now: Timestamp`";
const ORDER: &str = "its order differs from run to run: use BTreeMap, BTreeSet or a sorted vector";

/// Crates out of the core, with the reason; a `*` stands for any ending.
const CRATES: [(&str, &str); 24] = [
    ("tokio*", EXECUTOR),
    ("async-*", EXECUTOR),
    ("futures*", EXECUTOR),
    ("smol", EXECUTOR),
    ("embassy-*", EXECUTOR),
    ("crossbeam*", EXECUTOR),
    ("rayon*", EXECUTOR),
    ("rand", CHANCE),
    ("getrandom", CHANCE),
    ("fastrand", CHANCE),
    ("uuid", CHANCE),
    ("mio", WORLD),
    ("socket2", WORLD),
    ("hyper*", WORLD),
    ("rustls*", WORLD),
    ("arti-*", WORLD),
    ("tor-*", WORLD),
    ("rusqlite", WORLD),
    ("tempfile", WORLD),
    ("chrono", CLOCK),
    ("jiff", CLOCK),
    ("time", CLOCK),
    ("web-time", CLOCK),
    ("hashbrown", ORDER),
];

/// Features that make an allowed crate ask the operating system.
const FEATURES: [(&str, &str); 5] = [
    ("getrandom", CHANCE),
    ("os_rng", CHANCE),
    ("sys_rng", CHANCE),
    ("thread_rng", CHANCE),
    ("tokio", EXECUTOR),
];

/// Names out of the core's sources, wherever they come from.
const WORDS: [(&str, &str); 7] = [
    ("Instant", CLOCK),
    ("SystemTime", CLOCK),
    ("HashMap", ORDER),
    ("HashSet", ORDER),
    ("RandomState", ORDER),
    ("async", EXECUTOR),
    ("await", EXECUTOR),
];

/// Modules out of the core's sources.
const MODULES: [(&str, &str); 6] = [
    ("std::thread", EXECUTOR),
    ("std::net", WORLD),
    ("std::fs", WORLD),
    ("std::env", WORLD),
    ("std::process", WORLD),
    ("std::os", WORLD),
];

/// The core's manifest brings none of [`CRATES`] and [`FEATURES`], tests included.
pub(crate) fn core_manifest_is_pure(tree: &Tree) -> Vec<Finding> {
    let manifests = members(tree).unwrap_or_default();
    manifests.iter().filter(|manifest| manifest.package == CORE).flat_map(check_manifest).collect()
}

fn check_manifest(manifest: &Manifest) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dependency in &manifest.dependencies {
        let package = dependency.package.as_str();
        if let Some((_, reason)) = CRATES.iter().find(|(pattern, _)| fits(pattern, package)) {
            let message = format!("`{package}` stays out of the core: {reason}");
            findings.push(Finding::in_file(&manifest.path, message));
        }
        for (feature, reason) in FEATURES {
            if dependency.features.iter().any(|on| on == feature) {
                let message =
                    format!("feature `{feature}` of `{package}` stays out of the core: {reason}");
                findings.push(Finding::in_file(&manifest.path, message));
            }
        }
    }
    findings
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// The core's sources name none of [`WORDS`] and [`MODULES`] outside of comments.
pub(crate) fn core_sources_are_pure(tree: &Tree) -> Vec<Finding> {
    tree.rust_files()
        .filter(|file| file.path.starts_with(CORE_SOURCES))
        .flat_map(check_source)
        .collect()
}

fn check_source(file: &Text) -> BTreeSet<Finding> {
    let text = RustText::of(&file.content);
    let finding = |line, name: &str, reason: &str| {
        Finding::in_line(&file.path, line, format!("`{name}` stays out of the core: {reason}"))
    };
    let words = text.words().filter_map(|(at, word)| {
        let (name, reason) = WORDS.iter().find(|(name, _)| *name == word)?;
        Some(finding(text.line_of(at), name, reason))
    });
    let imports = used_paths(&text).into_iter().filter_map(|(line, path)| {
        let (name, reason) = MODULES.iter().find(|(name, _)| is_within(&path, name))?;
        Some(finding(line, name, reason))
    });
    let mentions = MODULES.iter().flat_map(|(name, reason)| {
        let places = text.code.match_indices(name);
        let places = places.filter(|(at, _)| is_within(path_at(&text.code, *at), name));
        places.map(|(at, _)| finding(text.line_of(at), name, reason)).collect::<Vec<_>>()
    });
    words.chain(imports).chain(mentions).collect()
}

/// The path that begins at a byte of the code.
fn path_at(code: &str, at: usize) -> &str {
    let rest = &code[at..];
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    &rest[..end.unwrap_or(rest.len())]
}

fn is_within(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_manifest(tables: &str) -> Vec<String> {
        let member = format!("package.name = 'corona-core'\n{tables}");
        let workspace = "workspace.members = ['core']\nworkspace.dependencies.dice = { package = 'rand_core', version = '1', features = ['os_rng'] }";
        let tree = Tree::of(&[("Cargo.toml", workspace), ("core/Cargo.toml", &member)]);
        core_manifest_is_pure(&tree).iter().map(ToString::to_string).collect()
    }

    fn in_source(source: &str) -> Vec<String> {
        let tree = Tree::of(&[("core/src/a.rs", source)]);
        core_sources_are_pure(&tree).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn executors_and_chance_are_refused_in_every_table() {
        for table in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for package in ["tokio", "tokio-util", "rand", "getrandom", "futures", "async-trait"] {
                assert_eq!(in_manifest(&format!("{table}.{package} = '1'")).len(), 1, "{package}");
            }
        }
    }

    #[test]
    fn what_the_core_needs_is_allowed() {
        let tables = "[dependencies]\nrand_core = '1'\nsha2 = '1'\nrand_chacha = '1'\nthiserror = '2'\ncurve25519-dalek = '5'";
        assert_eq!(in_manifest(tables), [""; 0]);
    }

    #[test]
    fn features_that_ask_the_operating_system_are_refused() {
        let found =
            in_manifest("dependencies.rand_core = { version = '1', features = ['getrandom'] }");
        assert!(found[0].contains("feature `getrandom` of `rand_core`"), "{found:?}");
        assert_eq!(in_manifest("dependencies.dice.workspace = true").len(), 1);
    }

    #[test]
    fn clocks_threads_sockets_and_files_are_refused_with_their_line() {
        for (source, name) in [
            ("\nuse std::time::Instant;", "Instant"),
            ("\nfn f() { std::time::SystemTime::now(); }", "SystemTime"),
            ("\nuse std::{fmt, thread};", "std::thread"),
            ("\nfn f() { std::thread::spawn(g) }", "std::thread"),
            ("\nuse std::net::{TcpStream};", "std::net"),
            ("\nuse std::fs::{self};", "std::fs"),
            ("\nfn f(x: std::collections::HashMap<u8, u8>) {}", "HashMap"),
            ("\npub async fn f() {}", "async"),
        ] {
            let found = in_source(source);
            assert_eq!(found.len(), 1, "{source}: {found:?}");
            assert!(found[0].starts_with(&format!("core/src/a.rs:2: `{name}`")), "{found:?}");
        }
    }

    #[test]
    fn prose_and_lookalikes_are_allowed() {
        let source = "//! Integers rather than `Instant`; no std::fs here.\n\
            use std::network::X; const A: &str = \"HashMap\"; struct Instantaneous;";
        assert_eq!(in_source(source), [""; 0]);
        let tree = Tree::of(&[("core/tests/golden.rs", "use std::fs;")]);
        assert_eq!(core_sources_are_pure(&tree), []);
    }
}
