//! Which steps a run takes, and which it can't.
//!
//! It knows what is checked in which profile and decides the order: what fails
//! fastest comes first. Running the steps is left to the session.

use super::step::{Counts, Step};
use super::tools::Tools;
use std::ffi::OsString;
use std::path::Path;

const BINARY: &str = "corona-sim";
const BLESS: &str = "CORONA_BLESS";
const DEBUG_BINARY: &str = "CORONA_SIM_DEBUG";
const RELEASE_BINARY: &str = "CORONA_SIM_RELEASE";

/// Packages whose tests also run optimised: what they simulate is large, and
/// results must not depend on the profile.
const TESTED_IN_RELEASE: [&str; 1] = ["corona-simulator"];

/// The tests over Tor are those binaries, whatever package they belong to: they need a private
/// Tor network, a share in two processors, and minutes.
const TESTS_OVER_TOR: &str = "over_tor_*";
const TESTS_WITHOUT_TOR: &str = "not binary(/^over_tor_/)";
const TOR_THREADS: u32 = 4;

/// What surrounds the steps of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    /// The companions found.
    pub(crate) tools: Tools,
    /// Whether there is a `tor` to make a network of.
    pub(crate) tor: bool,
    /// The folder that holds cargo's `debug` and `release`.
    pub(crate) target: &'a Path,
    /// The folder of data sets, if there is one.
    pub(crate) data: Option<&'a Path>,
}

/// The steps of a run, and what it leaves out for want of a tool.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// In order.
    pub(crate) steps: Vec<Step>,
    /// What isn't checked, with the remedy.
    pub(crate) left_out: Vec<String>,
}

impl Plan {
    /// Everything CI checks; `quick` leaves out docs, release and Tor.
    pub(crate) fn test(surroundings: &Surroundings<'_>, quick: bool) -> Self {
        let mut plan = Self::default();
        plan.check_format(surroundings.tools);
        plan.lint(surroundings.tools);
        if !quick {
            plan.document();
        }
        plan.build(!quick);
        let environment = test_environment(surroundings, !quick, false);
        plan.test_debug(surroundings.tools, &[], &environment);
        if !quick {
            plan.test_release(surroundings.tools, &environment);
            plan.test_over_tor(surroundings, &environment);
        }
        plan
    }

    /// The tests over Tor, with nothing else.
    pub(crate) fn test_tor(surroundings: &Surroundings<'_>) -> Self {
        let mut plan = Self::default();
        let environment = test_environment(surroundings, false, false);
        plan.test_over_tor(surroundings, &environment);
        plan
    }

    /// The tests of these packages (of all, if none is named), once writing
    /// golden files and once comparing with what was written.
    pub(crate) fn bless(surroundings: &Surroundings<'_>, packages: &[String]) -> Self {
        let mut plan = Self::default();
        plan.build(true);
        for writes in [true, false] {
            let environment = test_environment(surroundings, true, writes);
            plan.test_debug(surroundings.tools, packages, &environment);
        }
        plan
    }

    fn check_format(&mut self, tools: Tools) {
        if tools.rustfmt {
            self.steps.push(Step::new("format", "fmt --all --check"));
        } else {
            self.left_out.push("format: no rustfmt; `rustup component add rustfmt`".to_owned());
        }
    }

    fn lint(&mut self, tools: Tools) {
        if tools.clippy {
            let arguments = "clippy --workspace --all-targets -- -D warnings";
            self.steps.push(Step::new("lints", arguments));
        } else {
            self.left_out.push("lints: no clippy; `rustup component add clippy`".to_owned());
        }
    }

    fn document(&mut self) {
        let mut step = Step::new("docs", "doc --workspace --no-deps");
        step.environment.push(("RUSTDOCFLAGS", Some("-D warnings".into())));
        self.steps.push(step);
    }

    fn build(&mut self, with_release: bool) {
        // What the tests will build, and with it the programs they start: a build of these
        // alone would resolve features otherwise, and everything would be built twice.
        self.steps.push(Step::new("build", "test --workspace --no-run"));
        if with_release {
            let selection = selection(TESTED_IN_RELEASE);
            let arguments = format!("test {selection} --tests --release --no-run");
            self.steps.push(Step::new("release build", &arguments));
        }
    }

    fn test_debug(&mut self, tools: Tools, packages: &[String], environment: &Environment) {
        let selection = selection(packages.iter().map(String::as_str));
        self.push_tests("tests", tools, &selection, environment);
        if let Some(step) = self.steps.last_mut().filter(|_| tools.nextest) {
            step.arguments.extend(["-E".to_owned(), TESTS_WITHOUT_TOR.to_owned()]);
        }
        if tools.nextest {
            let arguments = format!("test {selection} --doc --no-fail-fast");
            self.push_counted("doc tests", &arguments, Counts::Output, environment);
        }
    }

    fn test_release(&mut self, tools: Tools, environment: &Environment) {
        let selection = format!("{} --tests --release", selection(TESTED_IN_RELEASE));
        self.push_tests("release tests", tools, &selection, environment);
    }

    /// Without tor they run all the same: each says that it skips, or fails where `CI=true`.
    fn test_over_tor(&mut self, around: &Surroundings<'_>, environment: &Environment) {
        if !around.tor {
            self.left_out.push(
                "tests over Tor skip: no tor; `apt-get install --no-install-recommends tor`"
                    .to_owned(),
            );
        }
        // All of the workspace, as for the other tests: else features differ and Arti is built
        // anew. With the tests come their packages' programs, among them the network's.
        let selection = format!("--workspace --test {TESTS_OVER_TOR}");
        self.steps.push(Step::new("Tor build", &format!("test {selection} --no-run")));
        self.push_tests("tests over Tor", around.tools, &selection, environment);
        let Some(step) = self.steps.last_mut() else { return };
        step.over_tor = around.tor;
        if !around.tools.nextest {
            step.arguments.push("--".to_owned());
        }
        step.arguments.push(format!("--test-threads={TOR_THREADS}"));
        if around.tools.nextest && !around.tor {
            // What a passing test prints is hidden, but skipping must be seen.
            step.arguments.push("--success-output=immediate".to_owned());
        }
    }

    fn push_tests(
        &mut self,
        title: &'static str,
        tools: Tools,
        selection: &str,
        environment: &Environment,
    ) {
        if tools.nextest {
            let arguments = format!("nextest run {selection} --no-fail-fast --no-tests=pass");
            self.push_counted(title, &arguments, Counts::Errors, environment);
        } else {
            let arguments = format!("test {selection} --no-fail-fast");
            self.push_counted(title, &arguments, Counts::Output, environment);
        }
    }

    fn push_counted(
        &mut self,
        title: &'static str,
        arguments: &str,
        counts: Counts,
        environment: &Environment,
    ) {
        let step = Step::new(title, arguments);
        self.steps.push(Step { counts, environment: environment.clone(), ..step });
    }
}

type Environment = Vec<(&'static str, Option<OsString>)>;

/// Variables that tests read; what is `None` must not leak in from outside.
fn test_environment(around: &Surroundings<'_>, with_release: bool, blesses: bool) -> Environment {
    let file = format!("{BINARY}{}", std::env::consts::EXE_SUFFIX);
    let built = |profile: &str| Some(around.target.join(profile).join(&file).into_os_string());
    vec![
        (DEBUG_BINARY, built("debug")),
        (RELEASE_BINARY, if with_release { built("release") } else { None }),
        (super::data_folder::VARIABLE, around.data.map(|path| path.as_os_str().to_owned())),
        (BLESS, blesses.then(|| "1".into())),
    ]
}

fn selection<'a>(packages: impl IntoIterator<Item = &'a str>) -> String {
    let packages: Vec<String> = packages.into_iter().map(|name| format!("-p {name}")).collect();
    if packages.is_empty() { "--workspace".to_owned() } else { packages.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Tools = Tools { rustfmt: true, clippy: true, nextest: true };
    const NONE: Tools = Tools { rustfmt: false, clippy: false, nextest: false };

    fn around(tools: Tools) -> Surroundings<'static> {
        Surroundings { tools, tor: true, target: Path::new("/t"), data: Some(Path::new("/d")) }
    }

    fn titles(plan: &Plan) -> Vec<&str> {
        plan.steps.iter().map(|step| step.title).collect()
    }

    fn value<'a>(step: &'a Step, name: &str) -> Option<&'a str> {
        let found = step.environment.iter().find(|(key, _)| *key == name);
        found.and_then(|(_, value)| value.as_ref()?.to_str())
    }

    #[test]
    fn a_full_run_checks_everything() {
        assert_eq!(
            titles(&Plan::test(&around(ALL), false)),
            [
                "format",
                "lints",
                "docs",
                "build",
                "release build",
                "tests",
                "doc tests",
                "release tests",
                "Tor build",
                "tests over Tor"
            ]
        );
    }

    #[test]
    fn a_quick_run_builds_no_docs_and_no_release() {
        let plan = Plan::test(&around(ALL), true);
        assert_eq!(titles(&plan), ["format", "lints", "build", "tests", "doc tests"]);
        assert!(plan.steps.iter().all(|step| !step.command_line().contains("release")));
    }

    #[test]
    fn a_missing_tool_is_named_with_its_remedy() {
        let plan = Plan::test(&around(NONE), false);
        let tested = ["tests", "release tests", "Tor build", "tests over Tor"];
        assert_eq!(titles(&plan), [&["docs", "build", "release build"], &tested[..]].concat());
        assert_eq!(plan.left_out.len(), 2);
        assert!(plan.left_out.iter().all(|line| line.contains("rustup component add")));
    }

    #[test]
    fn tests_over_tor_run_once_and_a_few_at_a_time() {
        let plan = Plan::test(&around(ALL), false);
        let over: Vec<&Step> = plan.steps.iter().filter(|step| step.over_tor).collect();
        let [over] = over.as_slice() else { panic!("{over:?}") };
        assert!(over.command_line().contains("--test 'over_tor_*'"), "{}", over.command_line());
        assert!(over.command_line().ends_with("--test-threads=4"), "{}", over.command_line());
        let others = plan.steps.iter().find(|step| step.title == "tests").unwrap();
        assert!(others.arguments.ends_with(&["-E".to_owned(), TESTS_WITHOUT_TOR.to_owned()]));
        let alone = Plan::test_tor(&around(ALL));
        assert_eq!(titles(&alone), ["Tor build", "tests over Tor"]);
        assert_eq!(alone.steps.last().unwrap().arguments, over.arguments);
    }

    #[test]
    fn without_tor_its_tests_run_to_say_that_they_skip() {
        for tools in [ALL, NONE] {
            let plan = Plan::test_tor(&Surroundings { tor: false, ..around(tools) });
            let step = plan.steps.last().unwrap();
            assert_eq!((step.title, step.over_tor), ("tests over Tor", false));
            assert!(plan.left_out[0].contains("apt-get install"), "{:?}", plan.left_out);
            let shown = step.command_line().contains("--success-output=immediate");
            assert_eq!(shown, tools.nextest);
        }
    }

    #[test]
    fn without_nextest_cargo_runs_all_tests_and_doc_tests_at_once() {
        let plan = Plan::test(&around(NONE), false);
        let tests = plan.steps.iter().find(|step| step.title == "tests").unwrap();
        assert_eq!(tests.arguments.join(" "), "test --workspace --no-fail-fast");
        assert_eq!(tests.counts, Counts::Output);
    }

    #[test]
    fn every_test_knows_both_binaries_and_the_data() {
        let plan = Plan::test(&around(ALL), false);
        for step in plan.steps.iter().filter(|step| step.counts != Counts::Nowhere) {
            let debug = value(step, DEBUG_BINARY).unwrap();
            assert!(debug.starts_with("/t/debug/corona-sim"), "{debug}");
            let release = value(step, RELEASE_BINARY).unwrap();
            assert!(release.starts_with("/t/release/corona-sim"), "{release}");
            assert_eq!(value(step, "CORONA_DATA"), Some("/d"));
        }
    }

    #[test]
    fn only_the_first_half_of_a_blessing_writes() {
        let plan = Plan::bless(&around(ALL), &["corona-core".to_owned()]);
        let tests: Vec<&Step> = plan.steps.iter().filter(|step| step.title == "tests").collect();
        let [writes, compares] = tests.as_slice() else { panic!("{tests:?}") };
        assert_eq!((value(writes, BLESS), value(compares, BLESS)), (Some("1"), None));
        assert!(writes.command_line().contains("-p corona-core"), "{}", writes.command_line());
        for step in Plan::test(&around(ALL), false).steps {
            assert_eq!(value(&step, BLESS), None, "{}", step.title);
        }
    }
}
