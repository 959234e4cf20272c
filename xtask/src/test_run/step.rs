//! One command of a run: its words, its environment, and what came of it.
//!
//! It knows how to run cargo, or a companion of it, while counting tests in what
//! that prints. It decides whether a step is passed; the order of steps is left to
//! the plan.

use super::tally::{Runner, Tally};
use super::tools::cargo;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where a command prints how many tests passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Counts {
    /// Nowhere: it runs no tests.
    Nowhere,
    /// On standard output, as `cargo test` does.
    Output,
    /// On standard error, as nextest does.
    Errors,
}

/// One call of cargo, or of a companion that is called like it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Step {
    /// What it is for, in a word or two.
    pub(crate) title: &'static str,
    /// Who is called; cargo, if nobody else.
    pub(crate) program: Option<PathBuf>,
    /// What follows the program.
    pub(crate) arguments: Vec<String>,
    /// Variables set, or removed so that nothing outside changes the step.
    pub(crate) environment: Vec<(&'static str, Option<OsString>)>,
    /// Where its tests are counted.
    pub(crate) counts: Counts,
    /// Whether its tests share one private Tor network, which runs as long as they do.
    pub(crate) over_tor: bool,
}

/// What came of a step.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Its tests, if it ran any.
    pub(crate) tally: Tally,
    /// Whether the program was content.
    pub(crate) success: bool,
    /// How long it took.
    pub(crate) duration: Duration,
}

impl Step {
    /// A call of cargo that runs no tests.
    pub(crate) fn new(title: &'static str, arguments: &str) -> Self {
        let arguments = arguments.split_whitespace().map(str::to_owned).collect();
        Self {
            title,
            program: None,
            arguments,
            environment: Vec::new(),
            counts: Counts::Nowhere,
            over_tor: false,
        }
    }

    /// The command as one would type it.
    pub(crate) fn command_line(&self) -> String {
        let set = self.environment.iter().filter_map(|(name, value)| {
            value.as_ref().map(|value| format!("{name}={} ", shell_word(&value.to_string_lossy())))
        });
        let words: Vec<String> = self.arguments.iter().map(|word| shell_word(word)).collect();
        let program = self.program.as_ref().map_or("cargo".into(), |path| path.to_string_lossy());
        format!("{}{} {}", set.collect::<String>(), shell_word(&program), words.join(" "))
    }

    /// Runs it in `root`, passing on everything it prints.
    ///
    /// # Errors
    /// A sentence if the program can't be started or watched.
    pub(crate) fn run(&self, root: &Path) -> Result<Outcome, String> {
        let start = now();
        let problem = |error| format!("`{}` can't be run: {error}", self.command_line());
        let mut child = self.command(root).spawn().map_err(problem)?;
        let tally = count_while_printing(&mut child).map_err(problem)?;
        let status = child.wait().map_err(problem)?;
        Ok(Outcome { tally, success: status.success(), duration: now() - start })
    }

    fn command(&self, root: &Path) -> Command {
        let program = self.program.as_ref().map_or_else(cargo, |path| path.clone().into());
        let mut command = Command::new(program);
        command.args(&self.arguments).current_dir(root).stdin(Stdio::null());
        for (name, value) in &self.environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        match self.counts {
            Counts::Nowhere => {}
            Counts::Output => {
                command.stdout(Stdio::piped());
            }
            Counts::Errors => {
                command.stderr(Stdio::piped());
            }
        }
        if self.counts != Counts::Nowhere && wants_colours() {
            command.env("CARGO_TERM_COLOR", "always");
        }
        command
    }
}

/// A pipe makes cargo print without colours; whoever watches may want them.
fn wants_colours() -> bool {
    let is_set = |name| std::env::var_os(name).is_some();
    std::io::stderr().is_terminal() && !is_set("NO_COLOR") && !is_set("CARGO_TERM_COLOR")
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a step took is printed, nothing depends on it"
)]
fn now() -> Instant {
    Instant::now()
}

fn count_while_printing(child: &mut Child) -> std::io::Result<Tally> {
    if let Some(output) = child.stdout.take() {
        pass_on(output, std::io::stdout().lock(), Runner::Libtest)
    } else if let Some(errors) = child.stderr.take() {
        pass_on(errors, std::io::stderr().lock(), Runner::Nextest)
    } else {
        Ok(Tally::default())
    }
}

fn pass_on(from: impl Read, mut to: impl Write, runner: Runner) -> std::io::Result<Tally> {
    let mut from = BufReader::new(from);
    let (mut tally, mut line) = (Tally::default(), Vec::new());
    while from.read_until(b'\n', &mut line)? > 0 {
        tally += Tally::of_line(&String::from_utf8_lossy(&line), runner);
        to.write_all(&line)?;
        to.flush()?;
        line.clear();
    }
    Ok(tally)
}

fn shell_word(value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-=:".contains(c);
    if value.chars().all(is_plain) { value.to_owned() } else { format!("'{value}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_can_be_typed_again() {
        let mut step = Step::new("docs", "doc --no-deps --test a*");
        step.environment.push(("RUSTDOCFLAGS", Some("-D warnings".into())));
        step.environment.push(("CORONA_BLESS", None));
        assert_eq!(
            step.command_line(),
            "RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --test 'a*'"
        );
        let step =
            Step { program: Some("/my tools/cargo-deny".into()), ..Step::new("", "check bans") };
        assert_eq!(step.command_line(), "'/my tools/cargo-deny' check bans");
    }

    #[test]
    fn what_passes_through_is_unchanged_and_counted() {
        let output = b"noise \xff\ntest result: ok. 2 passed; 1 failed; 0 ignored\nno newline";
        let mut passed_on = Vec::new();
        let tally = pass_on(&output[..], &mut passed_on, Runner::Libtest).unwrap();
        assert_eq!(passed_on, output);
        assert_eq!(tally, Tally { passed: 2, failed: 1, skipped: 0 });
    }

    #[test]
    fn a_step_that_fails_is_no_success() {
        let root = crate::workspace_root().unwrap();
        assert!(Step::new("", "--version").run(&root).unwrap().success);
        assert!(!Step::new("", "no-such-command").run(&root).unwrap().success);
        let companion = |name: &str| Step { program: Some(name.into()), ..Step::new("", "") };
        assert!(companion("true").run(&root).unwrap().success);
        assert!(companion("/no/such/program").run(&root).is_err());
    }
}
