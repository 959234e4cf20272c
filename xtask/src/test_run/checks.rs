//! What of a run looks at the sources alone, and what is said of tests that can't do their work.
//!
//! It knows the checks before the first test and decides what is left out for want of a
//! tool, with the remedy. When they come is left to the plan.

use super::needs::Need;
use super::plan::Plan;
use super::step::Step;
use super::surroundings::Surroundings;
use super::tools::Tools;
use super::{cargo_deny, kotlin};

/// What cargo-deny checks without the network.
const DEPENDENCY_CHECKS: [&str; 3] = ["bans", "licenses", "sources"];

impl Plan {
    pub(super) fn check_format(&mut self, tools: Tools) {
        if tools.rustfmt {
            self.steps.push(Step::new("format", "fmt --all --check"));
        } else {
            self.left_out.push("format: no rustfmt; `rustup component add rustfmt`".to_owned());
        }
    }

    /// Without cargo-deny the step is there all the same where nothing may be left out, and fails.
    pub(super) fn check_dependencies(&mut self, around: &Surroundings, checks: &[String]) {
        if around.deny.is_none() {
            let remedy = cargo_deny::remedy();
            self.left_out.push(format!("dependencies: no cargo-deny; {remedy}"));
        }
        if around.deny.is_none() && !around.strict {
            return;
        }
        let mut step = Step::new("dependencies", "check");
        if checks.is_empty() {
            step.arguments.extend(DEPENDENCY_CHECKS.map(str::to_owned));
        } else {
            step.arguments.extend_from_slice(checks);
        }
        if around.deny.is_none() {
            step.arguments.insert(0, "deny".to_owned());
        }
        self.steps.push(Step { program: around.deny.clone(), ..step });
    }

    /// Tests say themselves that they skip, or fail where `CI=true`; here it is said with the
    /// remedy, before and after the run.
    pub(super) fn leave_out_tests(&mut self, around: &Surroundings) {
        let missing = Need::ALL.into_iter().filter(|need| around.machine.lacks(*need));
        self.left_out
            .extend(missing.map(|need| format!("{}; `{}`", need.without(), need.remedy())));
        if around.machine.has(Need::Java) && around.kotlin.is_none() {
            let remedy = kotlin::remedy();
            self.left_out.push(format!("tests of the Kotlin bindings skip: no compiler; {remedy}"));
        }
    }

    pub(super) fn lint(&mut self, tools: Tools) {
        if tools.clippy {
            let arguments = "clippy --workspace --all-targets -- -D warnings";
            self.steps.push(Step::new("lints", arguments));
        } else {
            self.left_out.push("lints: no clippy; `rustup component add clippy`".to_owned());
        }
    }

    pub(super) fn document(&mut self) {
        let mut step = Step::new("docs", "doc --workspace --no-deps");
        step.environment.push(("RUSTDOCFLAGS", Some("-D warnings".into())));
        self.steps.push(step);
    }
}

#[cfg(test)]
mod tests {
    use super::super::surroundings::tests::{everything, nothing};
    use super::*;

    fn titles(plan: &Plan) -> Vec<&str> {
        plan.steps.iter().map(|step| step.title).collect()
    }

    #[test]
    fn a_missing_tool_is_named_with_its_remedy() {
        let plan = Plan::test(&nothing(), false);
        let tested = ["tests", "release tests", "Tor build", "tests over Tor"];
        assert_eq!(titles(&plan), [&["docs", "build", "release build"], &tested[..]].concat());
        assert_eq!(plan.left_out.len(), 3 + Need::ALL.len());
        let with = |remedy| plan.left_out.iter().filter(|line| line.contains(remedy)).count();
        let remedies = [with("rustup component add"), with("cargo install"), with("apt-get")];
        assert_eq!(remedies, [2, 1, Need::ALL.len()]);
    }

    #[test]
    fn dependencies_are_checked_by_the_program_that_was_found() {
        let plan = Plan::deny(&everything(), &[]);
        let [step] = plan.steps.as_slice() else { panic!("{plan:?}") };
        assert_eq!(step.command_line(), "/t/cargo-deny check bans licenses sources");
        let plan = Plan::deny(&everything(), &["advisories".to_owned()]);
        assert_eq!(plan.steps[0].command_line(), "/t/cargo-deny check advisories");
    }

    #[test]
    fn where_nothing_may_be_left_out_unchecked_dependencies_fail() {
        let lenient = Plan::test(&nothing(), false);
        assert!(!titles(&lenient).contains(&"dependencies"));
        let strict = Plan::test(&Surroundings { strict: true, ..nothing() }, false);
        assert_eq!(strict.steps[0].command_line(), "cargo deny check bans licenses sources");
        for plan in [lenient, strict] {
            let told = plan.left_out.iter().any(|line| line.starts_with("dependencies: "));
            assert!(told, "{:?}", plan.left_out);
        }
    }

    #[test]
    fn a_missing_compiler_is_named_where_java_is_not_missing_too() {
        let plan = Plan::test_phone(&Surroundings { kotlin: None, ..everything() });
        let [line] = plan.left_out.as_slice() else { panic!("{:?}", plan.left_out) };
        assert!(line.contains("no compiler") && line.contains("npm"), "{line}");
    }
}
