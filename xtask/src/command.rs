//! The command line of `cargo xtask`.
//!
//! It knows the commands and their arguments, and decides which call is
//! meaningless. What a command does is left to its module.

use crate::bench_report::Options;
use std::path::PathBuf;

/// What `cargo xtask help` prints.
pub(crate) const HELP: &str = "\
cargo xtask <command>

  test [--quick]      format, dependencies, lints, docs and all tests; --quick leaves out
                      dependencies, docs, release and the tests over Tor
  test tor            the tests over a private Tor network alone (binaries `over_tor_*`)
  test phone          the tests of the phone, its page and its bindings alone
  deny [check…]       licences, sources, banned and duplicate crates (deny.toml); by name
                      also `advisories`, which needs the network
  sbom [--out DIR]    what the phone is made of, as CycloneDX (target/sbom)
  tidy                the rules for files, manifests and links, alone
  bless [package…]    write golden files anew from what the tests get (CORONA_BLESS=1),
                      then run the same tests against them
  mutants [name…]     break the core's rules one at a time in a copy (target/mutants), and
                      expect the comparison with the oracle to fail for each
  bench-report [--quick] [--only SECTION…] [--out DIR] [--baseline FILE]
               [--save-baseline FILE] [--city | --city-run DIR]
               [--seattle | --seattle-run DIR] [--resume]
                      every figure of speed and memory, rivals beside, as one page
                      (target/bench-report/index.html); see docs/benchmarks.md
  help                this text

Environment: CORONA_DATA names the folder of data sets, CORONA_TOR_NETWORK the arti.toml of a
private Tor network that runs already (`private-tor up`), CORONA_KOTLIN the folder of a Kotlin
compiler. What tests need of the machine (libssl-dev, tor, chromium, a Java with JNA, cargo-deny,
the Kotlin compiler) `test` tries to install; where CI=true it fails if it can't.
CARGO_BUILD_JOBS and NEXTEST_TEST_THREADS limit what runs at once.
Exit codes: 0 as it should be, 1 failed, 2 wrong call.";

/// One call of `cargo xtask`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Check and test everything.
    Test {
        /// Leave out dependencies, documentation, release builds and Tor.
        quick: bool,
    },
    /// Run the tests over Tor alone.
    TestTor,
    /// Run the tests of the phone and of what embeds it alone.
    TestPhone,
    /// Check dependencies alone.
    Deny {
        /// Only these checks; those of a test run if empty.
        checks: Vec<String>,
    },
    /// Write down what the phone is made of.
    Sbom {
        /// The folder for the documents; `target/sbom` if none.
        out: Option<PathBuf>,
    },
    /// Check the rules for the tree alone.
    Tidy,
    /// Write golden files anew.
    Bless {
        /// Only these packages' tests; all if empty.
        packages: Vec<String>,
    },
    /// Break rules on purpose.
    Mutants {
        /// Only these; all if empty.
        names: Vec<String>,
    },
    /// Measure.
    BenchReport(Options),
    /// Explain.
    Help,
}

impl Command {
    /// Reads the arguments after `cargo xtask`.
    ///
    /// # Errors
    /// A sentence naming the argument that has no meaning.
    pub(crate) fn parse(arguments: &[String]) -> Result<Self, String> {
        let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] | ["help" | "--help" | "-h"] => Ok(Self::Help),
            ["test"] => Ok(Self::Test { quick: false }),
            ["test", "--quick"] => Ok(Self::Test { quick: true }),
            ["test", "tor"] => Ok(Self::TestTor),
            ["test", "phone"] => Ok(Self::TestPhone),
            ["deny", checks @ ..] if checks.iter().all(|name| is_name(name)) => {
                Ok(Self::Deny { checks: checks.iter().map(|&name| name.to_owned()).collect() })
            }
            ["sbom"] => Ok(Self::Sbom { out: None }),
            ["sbom", "--out", folder] => Ok(Self::Sbom { out: Some(folder.into()) }),
            ["tidy"] => Ok(Self::Tidy),
            ["bless", packages @ ..] if packages.iter().all(|name| is_name(name)) => {
                let packages = packages.iter().map(|&name| name.to_owned()).collect();
                Ok(Self::Bless { packages })
            }
            ["mutants", names @ ..] if names.iter().all(|name| is_name(name)) => {
                Ok(Self::Mutants { names: names.iter().map(|&name| name.to_owned()).collect() })
            }
            ["bench-report", rest @ ..] => Options::parse(rest).map(Self::BenchReport),
            [
                command @ ("test" | "deny" | "sbom" | "tidy" | "bless" | "mutants" | "help"),
                rest @ ..,
            ] => Err(format!(
                "`{command}` does not take `{}`: see `cargo xtask help`",
                rest.join(" ")
            )),
            [unknown, ..] => Err(format!("no command `{unknown}`: see `cargo xtask help`")),
        }
    }
}

fn is_name(name: &str) -> bool {
    !name.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Command, String> {
        let arguments: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Command::parse(&arguments)
    }

    #[test]
    fn every_command_of_the_help_is_understood() {
        assert_eq!(parse("test"), Ok(Command::Test { quick: false }));
        assert_eq!(parse("test --quick"), Ok(Command::Test { quick: true }));
        assert_eq!(parse("test tor"), Ok(Command::TestTor));
        assert_eq!(parse("test phone"), Ok(Command::TestPhone));
        assert_eq!(parse("deny"), Ok(Command::Deny { checks: vec![] }));
        assert_eq!(
            parse("deny advisories"),
            Ok(Command::Deny { checks: vec!["advisories".to_owned()] })
        );
        assert_eq!(parse("sbom"), Ok(Command::Sbom { out: None }));
        assert_eq!(parse("sbom --out a"), Ok(Command::Sbom { out: Some("a".into()) }));
        assert_eq!(parse("tidy"), Ok(Command::Tidy));
        assert_eq!(parse("bless"), Ok(Command::Bless { packages: vec![] }));
        assert_eq!(
            parse("bless corona-core"),
            Ok(Command::Bless { packages: vec!["corona-core".to_owned()] })
        );
        assert_eq!(parse("mutants"), Ok(Command::Mutants { names: vec![] }));
        assert_eq!(
            parse("mutants no-fading"),
            Ok(Command::Mutants { names: vec!["no-fading".to_owned()] })
        );
        let quick = Options { quick: true, ..Options::default() };
        assert_eq!(parse("bench-report --quick"), Ok(Command::BenchReport(quick)));
        assert_eq!(parse(""), Ok(Command::Help));
        assert_eq!(parse("help"), Ok(Command::Help));
    }

    #[test]
    fn what_has_no_meaning_is_named() {
        assert!(parse("tset").unwrap_err().contains("`tset`"));
        assert!(parse("test --slow").unwrap_err().contains("`--slow`"));
        assert!(parse("deny --all").unwrap_err().contains("`--all`"));
        assert!(parse("sbom --out").unwrap_err().contains("`--out`"));
        assert!(parse("bless --all").unwrap_err().contains("`--all`"));
        assert!(parse("mutants --all").unwrap_err().contains("`--all`"));
    }
}
