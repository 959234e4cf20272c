//! What surrounds the steps of a run: tools, programs, folders.
//!
//! It knows what was found on this machine and what tests are told of it by
//! variables. What is run with it is left to the plan.

use super::needs::Machine;
use super::tools::Tools;
use super::{data_folder, kotlin};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

const BINARY: &str = "corona-sim";
const BLESS: &str = "CORONA_BLESS";
const DEBUG_BINARY: &str = "CORONA_SIM_DEBUG";
const RELEASE_BINARY: &str = "CORONA_SIM_RELEASE";

/// Variables set for a step; what is `None` must not leak in from outside.
pub(crate) type Environment = Vec<(&'static str, Option<OsString>)>;

/// What was found, or wasn't.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Surroundings {
    /// Cargo's companions.
    pub(crate) tools: Tools,
    /// What this run needs of the machine.
    pub(crate) machine: Machine,
    /// The cargo-deny to check dependencies with.
    pub(crate) deny: Option<PathBuf>,
    /// The Kotlin compiler's folder.
    pub(crate) kotlin: Option<PathBuf>,
    /// Whether what is missing is a failure, as it is where `CI=true`.
    pub(crate) strict: bool,
    /// The folder that holds cargo's `debug` and `release`.
    pub(crate) target: PathBuf,
    /// The folder of data sets, if there is one.
    pub(crate) data: Option<PathBuf>,
}

impl Surroundings {
    /// Variables that tests read.
    pub(crate) fn test_environment(&self, with_release: bool, blesses: bool) -> Environment {
        let file = format!("{BINARY}{}", std::env::consts::EXE_SUFFIX);
        let built = |profile: &str| Some(self.target.join(profile).join(&file).into_os_string());
        let folder = |path: Option<&Path>| path.map(|path| path.as_os_str().to_owned());
        vec![
            (DEBUG_BINARY, built("debug")),
            (RELEASE_BINARY, if with_release { built("release") } else { None }),
            (data_folder::VARIABLE, folder(self.data.as_deref())),
            (kotlin::VARIABLE, folder(self.kotlin.as_deref())),
            (BLESS, blesses.then(|| "1".into())),
        ]
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::needs::Need;
    use super::*;

    /// A machine that has everything.
    pub(crate) fn everything() -> Surroundings {
        Surroundings {
            tools: Tools { rustfmt: true, clippy: true, nextest: true },
            machine: Machine::of(&Need::ALL, &[]),
            deny: Some("/t/cargo-deny".into()),
            kotlin: Some("/t/kotlin".into()),
            strict: false,
            target: "/t".into(),
            data: Some("/d".into()),
        }
    }

    /// A machine that has a toolchain and nothing else.
    pub(crate) fn nothing() -> Surroundings {
        Surroundings {
            tools: Tools { rustfmt: false, clippy: false, nextest: false },
            machine: Machine::of(&[], &Need::ALL),
            deny: None,
            kotlin: None,
            data: None,
            ..everything()
        }
    }

    fn value(environment: &Environment, name: &str) -> Option<String> {
        let (_, value) = environment.iter().find(|(key, _)| *key == name).unwrap();
        value.as_ref().map(|value| value.to_string_lossy().into_owned())
    }

    #[test]
    fn tests_know_both_binaries_the_data_and_the_compiler() {
        let environment = everything().test_environment(true, false);
        assert!(value(&environment, DEBUG_BINARY).unwrap().starts_with("/t/debug/corona-sim"));
        assert!(value(&environment, RELEASE_BINARY).unwrap().starts_with("/t/release/corona-sim"));
        assert_eq!(value(&environment, "CORONA_DATA").as_deref(), Some("/d"));
        assert_eq!(value(&environment, "CORONA_KOTLIN").as_deref(), Some("/t/kotlin"));
        assert_eq!(value(&environment, BLESS), None);
    }

    #[test]
    fn what_is_not_there_does_not_leak_in() {
        let environment = nothing().test_environment(false, true);
        for name in [RELEASE_BINARY, "CORONA_DATA", "CORONA_KOTLIN"] {
            assert_eq!(value(&environment, name), None, "{name}");
        }
        assert_eq!(value(&environment, BLESS).as_deref(), Some("1"));
    }
}
