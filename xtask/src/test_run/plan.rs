//! Which steps a run takes, and which it can't.
//!
//! It knows what is checked in which profile and decides the order: what fails
//! fastest comes first. Running the steps is left to the session.

use super::needs::Need;
use super::step::{Counts, Step};
use super::surroundings::{Environment, Surroundings};
use super::tools::Tools;

/// Packages whose integration tests also run optimised: what they simulate is large, and
/// results must not depend on the profile.
const TESTED_IN_RELEASE: [&str; 1] = ["corona-simulator"];
/// Those that simulate, with the programs they start; tests of single modules would have the
/// library optimised once more.
const OPTIMISED: &str = "--test *";

/// What a phone is made of above the protocol: tested by `cargo xtask test phone`.
const OF_THE_PHONE: [&str; 4] =
    ["corona-phone", "corona-bindings", "corona-bindings-rehearsal", "corona-bindgen"];
/// Has the program that is the network of the phone's tests over Tor.
const NETWORK: &str = "corona-private-tor";

/// The tests over Tor are those binaries, whatever package they belong to: they need a private
/// Tor network, a share in two processors, and minutes.
const TESTS_OVER_TOR: &str = "over_tor_*";
const TESTS_WITHOUT_TOR: &str = "not binary(/^over_tor_/)";
const TOR_THREADS: u32 = 4;

/// The steps of a run, and what it leaves out for want of a tool.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// In order.
    pub(crate) steps: Vec<Step>,
    /// What isn't checked, with the remedy.
    pub(crate) left_out: Vec<String>,
}

impl Plan {
    /// Everything CI checks; `quick` leaves out dependencies, docs, release and Tor.
    pub(crate) fn test(around: &Surroundings, quick: bool) -> Self {
        let mut plan = Self::default();
        plan.check_format(around.tools);
        if !quick {
            plan.check_dependencies(around, &[]);
        }
        plan.lint(around.tools);
        if !quick {
            plan.document();
        }
        plan.leave_out_tests(around);
        plan.build(&[]);
        if !quick {
            plan.build_release();
        }
        let environment = around.test_environment(!quick, false);
        plan.test_debug(around.tools, &[], &environment);
        if !quick {
            plan.test_release(around.tools, &environment);
            plan.test_over_tor(around, &[], &environment);
        }
        plan.built_once(around)
    }

    /// The tests over Tor, with nothing else.
    pub(crate) fn test_tor(around: &Surroundings) -> Self {
        let mut plan = Self::default();
        plan.leave_out_tests(around);
        plan.test_over_tor(around, &[], &around.test_environment(false, false));
        plan.built_once(around)
    }

    /// The tests of the phone and of what embeds it, with nothing else.
    pub(crate) fn test_phone(around: &Surroundings) -> Self {
        let mut plan = Self::default();
        let packages = OF_THE_PHONE.map(str::to_owned);
        let environment = around.test_environment(false, false);
        plan.leave_out_tests(around);
        plan.build(&packages);
        plan.test_debug(around.tools, &packages, &environment);
        plan.test_over_tor(around, &packages, &environment);
        plan.built_once(around)
    }

    /// These checks of dependencies with nothing else; those of a test run if none is named.
    pub(crate) fn deny(around: &Surroundings, checks: &[String]) -> Self {
        let mut plan = Self::default();
        plan.check_dependencies(&Surroundings { strict: true, ..around.clone() }, checks);
        plan
    }

    /// The tests of these packages (of all, if none is named), once writing
    /// golden files and once comparing with what was written.
    pub(crate) fn bless(around: &Surroundings, packages: &[String]) -> Self {
        let mut plan = Self::default();
        plan.build(&[]);
        plan.build_release();
        for writes in [true, false] {
            let environment = around.test_environment(true, writes);
            plan.test_debug(around.tools, packages, &environment);
        }
        plan
    }

    /// Where `CI=true` everything is built once: what a second build could reuse only costs.
    fn built_once(mut self, around: &Surroundings) -> Self {
        let builds = |step: &&mut Step| !matches!(step.title, "format" | "dependencies");
        for step in self.steps.iter_mut().filter(|_| around.strict).filter(builds) {
            step.environment.push(("CARGO_INCREMENTAL", Some("0".into())));
        }
        self
    }

    /// What the tests will build, and with it the programs they start: a build of these alone
    /// would resolve features otherwise, and everything would be built twice.
    fn build(&mut self, packages: &[String]) {
        let selection = selection(packages);
        self.steps.push(Step::new("build", &format!("test {selection} --no-run")));
    }

    fn build_release(&mut self) {
        let selection = selection(&TESTED_IN_RELEASE);
        let arguments = format!("test {selection} {OPTIMISED} --release --no-run");
        self.steps.push(Step::new("release build", &arguments));
    }

    fn test_debug(&mut self, tools: Tools, packages: &[String], environment: &Environment) {
        let selection = selection(packages);
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
        let selection = format!("{} {OPTIMISED} --release", selection(&TESTED_IN_RELEASE));
        self.push_tests("release tests", tools, &selection, environment);
    }

    /// Without tor they run all the same: each says that it skips, or fails where `CI=true`.
    fn test_over_tor(
        &mut self,
        around: &Surroundings,
        packages: &[String],
        environment: &Environment,
    ) {
        // All of the workspace, as for the other tests: else features differ and Arti is built
        // anew. With the tests come their packages' programs, among them the network's.
        let mut selection = format!("{} --test {TESTS_OVER_TOR}", selection(packages));
        if !packages.is_empty() {
            selection = format!("-p {NETWORK} {selection}");
        }
        let tor = around.machine.has(Need::Tor);
        self.steps.push(Step::new("Tor build", &format!("test {selection} --no-run")));
        self.push_tests("tests over Tor", around.tools, &selection, environment);
        let Some(step) = self.steps.last_mut() else { return };
        step.over_tor = tor;
        if !around.tools.nextest {
            step.arguments.push("--".to_owned());
        }
        step.arguments.push(format!("--test-threads={TOR_THREADS}"));
        if around.tools.nextest && !tor {
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

fn selection(packages: &[impl AsRef<str>]) -> String {
    let packages: Vec<String> =
        packages.iter().map(|name| format!("-p {}", name.as_ref())).collect();
    if packages.is_empty() { "--workspace".to_owned() } else { packages.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::super::needs::Machine;
    use super::super::surroundings::tests::{everything, nothing};
    use super::*;

    fn titles(plan: &Plan) -> Vec<&str> {
        plan.steps.iter().map(|step| step.title).collect()
    }

    fn value<'a>(step: &'a Step, name: &str) -> Option<&'a str> {
        let found = step.environment.iter().find(|(key, _)| *key == name);
        found.and_then(|(_, value)| value.as_ref()?.to_str())
    }

    #[test]
    fn where_nothing_is_built_again_nothing_is_kept_for_it() {
        let incremental = |around: &Surroundings| {
            let steps = Plan::test(around, false).steps.into_iter().skip(2);
            steps
                .map(|step| value(&step, "CARGO_INCREMENTAL").map(str::to_owned))
                .collect::<Vec<_>>()
        };
        let here = everything();
        assert!(incremental(&here).iter().all(Option::is_none));
        let there = Surroundings { strict: true, ..here };
        assert!(incremental(&there).iter().all(|set| set.as_deref() == Some("0")));
    }

    #[test]
    fn a_full_run_checks_everything() {
        assert_eq!(
            titles(&Plan::test(&everything(), false)),
            [
                "format",
                "dependencies",
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
        let plan = Plan::test(&everything(), true);
        assert_eq!(titles(&plan), ["format", "lints", "build", "tests", "doc tests"]);
        assert!(plan.steps.iter().all(|step| !step.command_line().contains("release")));
    }

    #[test]
    fn tests_over_tor_run_once_and_a_few_at_a_time() {
        let plan = Plan::test(&everything(), false);
        let over: Vec<&Step> = plan.steps.iter().filter(|step| step.over_tor).collect();
        let [over] = over.as_slice() else { panic!("{over:?}") };
        assert!(over.command_line().contains("--test 'over_tor_*'"), "{}", over.command_line());
        assert!(over.command_line().ends_with("--test-threads=4"), "{}", over.command_line());
        let others = plan.steps.iter().find(|step| step.title == "tests").unwrap();
        assert!(others.arguments.ends_with(&["-E".to_owned(), TESTS_WITHOUT_TOR.to_owned()]));
        let alone = Plan::test_tor(&everything());
        assert_eq!(titles(&alone), ["Tor build", "tests over Tor"]);
        assert_eq!(alone.steps.last().unwrap().arguments, over.arguments);
    }

    #[test]
    fn without_tor_its_tests_run_to_say_that_they_skip() {
        let machine = Machine::of(&[], &[Need::Tor]);
        for around in [everything(), nothing()] {
            let around = Surroundings { machine: machine.clone(), ..around };
            let plan = Plan::test_tor(&around);
            let step = plan.steps.last().unwrap();
            assert_eq!((step.title, step.over_tor), ("tests over Tor", false));
            assert!(plan.left_out[0].contains("apt-get install"), "{:?}", plan.left_out);
            let shown = step.command_line().contains("--success-output=immediate");
            assert_eq!(shown, around.tools.nextest);
        }
    }

    #[test]
    fn a_run_of_the_phone_tests_its_packages_with_and_without_tor() {
        let plan = Plan::test_phone(&everything());
        assert_eq!(titles(&plan), ["build", "tests", "doc tests", "Tor build", "tests over Tor"]);
        for step in &plan.steps {
            assert!(step.command_line().contains("-p corona-phone"), "{}", step.command_line());
            assert!(!step.command_line().contains("--workspace"), "{}", step.command_line());
        }
        let over = plan.steps.last().unwrap();
        assert!(over.over_tor && over.command_line().contains("-p corona-private-tor"));
    }

    #[test]
    fn without_nextest_cargo_runs_all_tests_and_doc_tests_at_once() {
        let plan = Plan::test(&nothing(), false);
        let tests = plan.steps.iter().find(|step| step.title == "tests").unwrap();
        assert_eq!(tests.arguments.join(" "), "test --workspace --no-fail-fast");
        assert_eq!(tests.counts, Counts::Output);
    }

    #[test]
    fn every_test_gets_the_variables() {
        for plan in [Plan::test(&everything(), false), Plan::test_phone(&everything())] {
            for step in plan.steps.iter().filter(|step| step.counts != Counts::Nowhere) {
                assert_eq!(value(step, "CORONA_DATA"), Some("/d"), "{}", step.title);
                assert_eq!(value(step, "CORONA_KOTLIN"), Some("/t/kotlin"), "{}", step.title);
            }
        }
    }

    #[test]
    fn only_the_first_half_of_a_blessing_writes() {
        let plan = Plan::bless(&everything(), &["corona-core".to_owned()]);
        let tests: Vec<&Step> = plan.steps.iter().filter(|step| step.title == "tests").collect();
        let [writes, compares] = tests.as_slice() else { panic!("{tests:?}") };
        assert_eq!(
            (value(writes, "CORONA_BLESS"), value(compares, "CORONA_BLESS")),
            (Some("1"), None)
        );
        assert!(writes.command_line().contains("-p corona-core"), "{}", writes.command_line());
        for step in Plan::test(&everything(), false).steps {
            assert_eq!(value(&step, "CORONA_BLESS"), None, "{}", step.title);
        }
    }
}
