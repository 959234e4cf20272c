//! Breaks the core in a copy of the repository, and expects the tests to notice.
//!
//! It knows where the copy lies and how to test it, and decides whether the tests
//! noticed: a mutant that doesn't compile proves nothing. Which rules are broken is
//! left to the table.

use super::table::{MUTANTS, Mutant};
use std::path::{Path, PathBuf};
use std::process::Command;

const TEST: &str = "test --release --package corona-simulator --test oracle_equality";
/// What a few hundred steps leave of a counterexample can be read; more would take minutes.
const SHRINKING: &str = "200";

/// What the tests said.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Passed,
    /// With the first line of the counterexample.
    Failed(String),
}

/// Tests every mutant, or those named; true if the tests fail for each.
///
/// # Errors
/// A sentence if a name or a row of the table fits nothing, a mutant doesn't compile, or
/// the tests fail without any mutant.
pub(crate) fn run(root: &Path, names: &[String]) -> Result<bool, String> {
    let mutants = chosen(names)?;
    let copy = Copy::of(root)?;
    for mutant in &mutants {
        mutant.apply(&copy.read(mutant.file)?)?;
    }
    println!("as it is: cargo {TEST}");
    if let Verdict::Failed(line) = copy.test()? {
        return Err(format!("the tests fail without any mutant: {line}"));
    }
    let width = mutants.iter().map(|mutant| mutant.name.len()).max().unwrap_or(0);
    let mut survivors = 0;
    for mutant in &mutants {
        let told = match copy.test_mutant(mutant)? {
            Verdict::Failed(line) => format!("killed    {line}"),
            Verdict::Passed => {
                survivors += 1;
                "SURVIVED".to_owned()
            }
        };
        println!("{:width$}  {told}", mutant.name);
    }
    println!("{} killed, {survivors} survived", mutants.len() - survivors);
    Ok(survivors == 0)
}

fn chosen(names: &[String]) -> Result<Vec<Mutant>, String> {
    if names.is_empty() {
        return Ok(MUTANTS.to_vec());
    }
    let named = |name: &String| {
        MUTANTS.iter().find(|mutant| mutant.name == name).copied().ok_or_else(|| {
            let known: Vec<&str> = MUTANTS.iter().map(|mutant| mutant.name).collect();
            format!("no mutant `{name}`: there are {}", known.join(", "))
        })
    };
    names.iter().map(named).collect()
}

/// The tracked files, as they are now, with a build folder of their own.
struct Copy {
    tree: PathBuf,
    target: PathBuf,
}

impl Copy {
    fn of(root: &Path) -> Result<Self, String> {
        let folder = root.join("target/mutants");
        let copy = Self { tree: folder.join("tree"), target: folder.join("target") };
        if copy.tree.exists() {
            std::fs::remove_dir_all(&copy.tree).map_err(|error| problem(&copy.tree, &error))?;
        }
        for path in tracked_files(root)? {
            let (from, to) = (root.join(&path), copy.tree.join(&path));
            // Git still lists what was deleted since the last commit.
            if from.is_file() {
                let parent = to.parent().unwrap_or(&copy.tree);
                std::fs::create_dir_all(parent).map_err(|error| problem(parent, &error))?;
                std::fs::copy(&from, &to).map_err(|error| problem(&from, &error))?;
            }
        }
        Ok(copy)
    }

    fn read(&self, file: &str) -> Result<String, String> {
        let path = self.tree.join(file);
        std::fs::read_to_string(&path).map_err(|error| problem(&path, &error))
    }

    fn write(&self, file: &str, source: &str) -> Result<(), String> {
        let path = self.tree.join(file);
        std::fs::write(&path, source).map_err(|error| problem(&path, &error))
    }

    fn test_mutant(&self, mutant: &Mutant) -> Result<Verdict, String> {
        let source = self.read(mutant.file)?;
        self.write(mutant.file, &mutant.apply(&source)?)?;
        let verdict = self.test().map_err(|message| format!("mutant {}: {message}", mutant.name));
        self.write(mutant.file, &source)?;
        verdict
    }

    fn test(&self) -> Result<Verdict, String> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let output = Command::new(cargo)
            .args(TEST.split(' '))
            .current_dir(&self.tree)
            .env("CARGO_TARGET_DIR", &self.target)
            // A mutant changes one function of a workspace whose builds take minutes.
            .env("CARGO_INCREMENTAL", "1")
            .env("PROPTEST_MAX_SHRINK_ITERS", SHRINKING)
            .env_remove("PROPTEST_CASES")
            .env_remove("PROPTEST_RNG_SEED")
            .output()
            .map_err(|error| format!("cargo {TEST} can't be run: {error}"))?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        verdict(&text(&output.stdout))
            .ok_or_else(|| format!("the tests didn't come to an end:\n{}", text(&output.stderr)))
    }
}

fn tracked_files(root: &Path) -> Result<Vec<String>, String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root).output();
    let listed = listed.map_err(|error| format!("git ls-files can't be run: {error}"))?;
    if !listed.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&listed.stderr).trim()));
    }
    let paths = String::from_utf8_lossy(&listed.stdout);
    Ok(paths.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect())
}

fn problem(path: &Path, error: &std::io::Error) -> String {
    format!("{} can't be copied: {error}", path.display())
}

/// `None` unless tests ran to their end.
fn verdict(output: &str) -> Option<Verdict> {
    let result = output.lines().find_map(|line| line.strip_prefix("test result: "))?;
    if result.starts_with("ok. ") {
        return (!result.starts_with("ok. 0 passed")).then_some(Verdict::Passed);
    }
    Some(Verdict::Failed(counterexample(output)))
}

/// What differs first: the line after the one that says when it was compared.
fn counterexample(output: &str) -> String {
    let mut lines = output.lines().skip_while(|line| !line.contains("Test failed: "));
    let failed = lines.next().unwrap_or("no counterexample was printed");
    let failed = failed.split_once("Test failed: ").map_or(failed, |(_, reason)| reason);
    let line = match lines.next().filter(|_| failed.ends_with(':')) {
        Some(difference) => format!("{failed} {}", difference.trim()),
        None => failed.to_owned(),
    };
    // Where a test compares says nothing of the mutant.
    line.split(" at simulator/").next().unwrap_or(&line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILED: &str = "thread 't' panicked at a.rs:1:\n\
        Test failed: after 13 d:\n  Bob: HighRisk at simulator/tests/a.rs:33.\n  Eve: Unknown.\nminimal failing input: …\n\
        test result: FAILED. 0 passed; 1 failed; 0 ignored";

    #[test]
    fn a_failed_test_kills_with_its_first_difference() {
        let killed = Verdict::Failed("after 13 d: Bob: HighRisk".to_owned());
        assert_eq!(verdict(FAILED), Some(killed));
        let panic = "Test failed: only counted signals are removed.\ntest result: FAILED. 0 passed";
        let killed = Verdict::Failed("only counted signals are removed.".to_owned());
        assert_eq!(verdict(panic), Some(killed));
    }

    #[test]
    fn what_does_not_compile_or_tests_nothing_is_no_verdict() {
        assert_eq!(verdict(""), None);
        assert_eq!(verdict("test result: ok. 0 passed; 0 failed"), None);
        assert_eq!(verdict("test result: ok. 1 passed; 0 failed"), Some(Verdict::Passed));
    }

    #[test]
    fn an_unknown_mutant_is_refused_with_those_there_are() {
        let refusal = chosen(&["no-split-horizn".to_owned()]).unwrap_err();
        assert!(refusal.contains("`no-split-horizn`") && refusal.contains("no-split-horizon"));
        assert_eq!(chosen(&[]).unwrap().len(), MUTANTS.len());
    }
}
