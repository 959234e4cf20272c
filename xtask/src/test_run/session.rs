//! One run from the first step to the line that CI reads.
//!
//! It knows what was run and what came of it, and decides to stop at the first
//! step that fails. What the steps are is left to the plan.

use super::data_folder::{self, DataFolder};
use super::needs::{Machine, Need};
use super::plan::Plan;
use super::step::{Counts, Outcome, Step};
use super::surroundings::Surroundings;
use super::tally::Tally;
use super::tools::Tools;
use super::{cargo_deny, kotlin, tor_network};
use crate::tree::Tree;
use std::path::{Path, PathBuf};

/// Checks and tests everything; true if all is well.
///
/// # Errors
/// A sentence if something outside the repository is not as it must be.
pub(crate) fn test(root: &Path, quick: bool) -> Result<bool, String> {
    let around = if quick {
        // Installs only what compiling needs, and uses what is there already.
        let found = surroundings(root, &[Need::Libcrypto])?;
        let machine = Machine::find(&[Need::Libcrypto, Need::Browser, Need::Java, Need::Jna]);
        Surroundings { machine, kotlin: kotlin::find(root, &found.target), ..found }
    } else {
        let found = surroundings(root, &Need::ALL)?;
        let deny = cargo_deny::find_or_install(root, &found.target);
        let kotlin = kotlin::find_or_install(root, &found.target);
        Surroundings { deny, kotlin, ..found }
    };
    run(root, &around, &Plan::test(&around, quick))
}

/// Runs the tests over Tor alone; true if all is well.
///
/// # Errors
/// As [`test()`].
pub(crate) fn test_tor(root: &Path) -> Result<bool, String> {
    let around = surroundings(root, &[Need::Libcrypto, Need::Tor])?;
    run(root, &around, &Plan::test_tor(&around))
}

/// Runs the tests of the phone and of what embeds it alone; true if all is well.
///
/// # Errors
/// As [`test()`].
pub(crate) fn test_phone(root: &Path) -> Result<bool, String> {
    let found = surroundings(root, &Need::ALL)?;
    let kotlin = kotlin::find_or_install(root, &found.target);
    let around = Surroundings { kotlin, ..found };
    run(root, &around, &Plan::test_phone(&around))
}

/// Runs checks of dependencies alone; true if all is well.
///
/// # Errors
/// As [`test()`].
pub(crate) fn deny(root: &Path, checks: &[String]) -> Result<bool, String> {
    let found = surroundings(root, &[])?;
    let deny = cargo_deny::find_or_install(root, &found.target);
    let around = Surroundings { deny, ..found };
    run(root, &around, &Plan::deny(&around, checks))
}

/// Writes the golden files anew and compares with them; true if tests then pass.
///
/// # Errors
/// As [`test()`].
pub(crate) fn bless(root: &Path, packages: &[String]) -> Result<bool, String> {
    let around = surroundings(root, &[Need::Libcrypto])?;
    let success = run(root, &around, &Plan::bless(&around, packages))?;
    println!("`git diff` shows what the golden files say now; commit it with the reason.");
    Ok(success)
}

/// What a run finds, after installing what it needs of the machine.
fn surroundings(root: &Path, needs: &[Need]) -> Result<Surroundings, String> {
    let data = DataFolder::choose(root, std::env::var_os(data_folder::VARIABLE).as_deref())?;
    let machine = Machine::prepare(needs);
    if machine.lacks(Need::Libcrypto) {
        let (without, remedy) = (Need::Libcrypto.without(), Need::Libcrypto.remedy());
        return Err(format!("{without}: `{remedy}`, or say where they are by OPENSSL_DIR"));
    }
    Ok(Surroundings {
        tools: Tools::find(),
        machine,
        deny: None,
        kotlin: None,
        strict: std::env::var_os("CI").is_some_and(|ci| ci == "true"),
        target: target_folder()?,
        data: data.existing().map(Path::to_path_buf),
    })
}

fn run(root: &Path, around: &Surroundings, plan: &Plan) -> Result<bool, String> {
    let mut warnings: Vec<String> =
        plan.left_out.iter().map(|what| format!("!!! NOT CHECKED: {what}")).collect();
    if plan.steps.iter().any(|step| step.counts != Counts::Nowhere) {
        let data = DataFolder::choose(root, around.data.as_ref().map(|path| path.as_os_str()))?;
        warnings.splice(0..0, data.describe(&Tree::read(root)?));
    }
    print_all(&warnings);
    let session = Session::run(&plan.steps, |step| {
        if step.over_tor {
            tor_network::run_over(step, root, &around.target)
        } else {
            step.run(root)
        }
    })?;
    println!();
    print_all(&session.lines(&plan.steps));
    print_all(&warnings);
    println!("{}", session.last_line());
    Ok(session.is_success())
}

fn print_all(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}

/// The folder that holds `debug` and `release`: cargo put this command into one of them.
fn target_folder() -> Result<PathBuf, String> {
    let here = std::env::current_exe().map_err(|error| format!("own file not found: {error}"))?;
    let target = here.parent().and_then(Path::parent);
    target
        .map(Path::to_path_buf)
        .ok_or_else(|| "started without cargo: use `cargo xtask`".to_owned())
}

#[derive(Debug, Default)]
struct Session {
    outcomes: Vec<Outcome>,
}

impl Session {
    fn run(steps: &[Step], run: impl Fn(&Step) -> Result<Outcome, String>) -> Result<Self, String> {
        let mut session = Self::default();
        for step in steps {
            println!("\n── {}: {}", step.title, step.command_line());
            let outcome = run(step)?;
            println!("── {}: {}", step.title, verdict(&outcome));
            let success = outcome.success;
            session.outcomes.push(outcome);
            if !success {
                break;
            }
        }
        Ok(session)
    }

    fn is_success(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.success)
    }

    /// A line for each step, run or not.
    fn lines(&self, steps: &[Step]) -> Vec<String> {
        let verdicts = self.outcomes.iter().map(verdict);
        let verdicts = verdicts.chain(std::iter::repeat("not run".to_owned()));
        let lines = steps.iter().zip(verdicts);
        let mut lines: Vec<String> =
            lines.map(|(step, verdict)| format!("{:<14} {verdict}", step.title)).collect();
        let failed = steps.iter().zip(&self.outcomes).find(|(_, outcome)| !outcome.success);
        lines.extend(failed.map(|(step, _)| {
            format!("stopped at `{}`; again with: {}", step.title, step.command_line())
        }));
        lines
    }

    /// Tests of all steps; a failure without a failed test (of a build or a lint) counts as one.
    fn last_line(&self) -> String {
        let mut sum = Tally::default();
        for outcome in &self.outcomes {
            sum += outcome.tally;
            if !outcome.success && outcome.tally.failed == 0 {
                sum.failed += 1;
            }
        }
        sum.to_string()
    }
}

fn verdict(outcome: &Outcome) -> String {
    let word = if outcome.success { "ok" } else { "FAILED" };
    let tally = outcome.tally;
    let tests = if tally.is_empty() { String::new() } else { format!(", {tally}") };
    format!("{word} in {:.1} s{tests}", outcome.duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn session(outcomes: &[(&'static str, bool, usize, usize)]) -> (Vec<Step>, Session) {
        let steps: Vec<Step> = outcomes.iter().map(|(title, ..)| Step::new(title, "x")).collect();
        let run = |step: &Step| {
            let (_, success, passed, failed) =
                *outcomes.iter().find(|(title, ..)| *title == step.title).unwrap();
            let tally = Tally { passed, failed, skipped: 0 };
            Ok(Outcome { tally, success, duration: Duration::from_secs(1) })
        };
        let session = Session::run(&steps, run).unwrap();
        (steps, session)
    }

    #[test]
    fn tests_of_all_steps_are_summed() {
        let (_, session) = session(&[("a", true, 0, 0), ("b", true, 20, 0), ("c", true, 3, 0)]);
        assert!(session.is_success());
        assert_eq!(session.last_line(), "23 passed, 0 failed");
    }

    #[test]
    fn the_first_failure_ends_the_run() {
        let (steps, session) = session(&[("a", true, 1, 0), ("b", false, 4, 2), ("c", true, 9, 0)]);
        assert!(!session.is_success());
        assert_eq!(session.last_line(), "5 passed, 2 failed");
        let lines = session.lines(&steps);
        assert!(lines[2].ends_with("not run"), "{lines:?}");
        assert_eq!(lines[3], "stopped at `b`; again with: cargo x");
    }

    #[test]
    fn a_failed_build_is_a_failure_though_no_test_failed() {
        let (_, session) = session(&[("a", false, 0, 0)]);
        assert_eq!(session.last_line(), "0 passed, 1 failed");
    }

    #[test]
    fn a_step_that_can_not_start_is_an_error() {
        let steps = [Step::new("a", "x")];
        assert!(Session::run(&steps, |_| Err("no cargo".to_owned())).is_err());
    }
}
