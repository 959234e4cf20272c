//! Which versions gave the figures.

use super::bench::Bench;
use super::command_line::CommandLine;
use std::path::Path;

/// Rivals and queues of crates.io whose versions matter.
const LOCKED: [&str; 3] = ["nexosim", "ixa", "dary_heap"];

const UNKNOWN: &str = "unknown";

/// The commit of the tree, with `-dirty` behind it where files differ.
pub(crate) fn commit(bench: &mut Bench<'_>) -> String {
    first_line(bench, "git --no-optional-locks describe --always --dirty --abbrev=12")
}

/// Whether [`commit`] says all of what the tree is.
pub(crate) fn is_clean(commit: &str) -> bool {
    commit != UNKNOWN && !commit.ends_with("-dirty")
}

fn first_line(bench: &mut Bench<'_>, line: &str) -> String {
    let answer = bench.runner.run(&CommandLine::words(line), bench.limit());
    answer.map_or_else(
        |_| UNKNOWN.to_owned(),
        |ran| ran.stdout.lines().next().unwrap_or(UNKNOWN).trim().to_owned(),
    )
}

/// Names and versions, in reading order; what can't be found out says so.
pub(crate) fn versions(bench: &mut Bench<'_>) -> Vec<(String, String)> {
    let mut found = vec![
        ("commit".to_owned(), commit(bench)),
        ("rustc".to_owned(), first_line(bench, "rustc --version")),
        ("python".to_owned(), first_line(bench, "python3 --version")),
    ];
    let lock = bench.runner.read(Path::new("benches/rivals/Cargo.lock")).unwrap_or_default();
    let locked = LOCKED.iter().map(|name| {
        ((*name).to_owned(), locked(&lock, name).unwrap_or_else(|| UNKNOWN.to_owned()))
    });
    found.extend(locked);
    let installed = super::sections::PACKAGES.iter();
    found.extend(installed.map(|(name, version)| ((*name).to_owned(), (*version).to_owned())));
    found
}

/// The version of a package in a lock file.
fn locked(lock: &str, name: &str) -> Option<String> {
    let package = format!("name = \"{name}\"");
    let line = lock.lines().skip_while(|line| **line != *package).nth(1)?;
    Some(line.strip_prefix("version = \"")?.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locked_versions_are_found() {
        let lock = "[[package]]\nname = \"ixa\"\nversion = \"4.0.0\"\n";
        assert_eq!(locked(lock, "ixa").as_deref(), Some("4.0.0"));
        assert_eq!(locked(lock, "ix"), None);
    }
}
