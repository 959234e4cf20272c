//! What a section may use: programs to run, options, figures of earlier sections.

use super::command_line::CommandLine;
use super::figure::Figure;
use super::options::Options;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a build may take before it counts as hanging.
const BUILDING: Duration = Duration::from_secs(3_600);

/// What came of a command that ended well.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ran {
    /// What it printed.
    pub(crate) stdout: String,
    /// From start to end.
    pub(crate) wall_seconds: f64,
    /// Processor time of it and its children, if the system tells.
    pub(crate) cpu_seconds: Option<f64>,
}

/// Where commands are run; a fake one in tests.
pub(crate) trait Runner {
    /// Runs a command to its end.
    ///
    /// # Errors
    /// A sentence with the command and its last words if it can't be started, fails, or
    /// takes longer than `limit`.
    fn run(&mut self, command: &CommandLine, limit: Duration) -> Result<Ran, String>;

    /// Runs a command until something below `folder` is named with `word`, then kills it.
    ///
    /// # Errors
    /// A sentence if it can't be started, or ends before.
    fn run_until(
        &mut self,
        command: &CommandLine,
        folder: &Path,
        word: &str,
        limit: Duration,
    ) -> Result<(), String>;

    /// The text of a file, from the repository's root.
    ///
    /// # Errors
    /// A sentence naming the file.
    fn read(&self, path: &Path) -> Result<String, String>;

    /// Files called `name` anywhere below a folder, sorted.
    fn files(&self, folder: &Path, name: &str) -> Vec<PathBuf>;
}

/// Everything a section gets.
pub(crate) struct Bench<'a> {
    /// Runs commands.
    pub(crate) runner: &'a mut dyn Runner,
    /// What was typed.
    pub(crate) options: &'a Options,
    /// Figures of the sections before.
    pub(crate) figures: &'a [Figure],
}

impl Bench<'_> {
    /// How long one command may take before it counts as hanging.
    pub(crate) const fn limit(&self) -> Duration {
        Duration::from_secs(self.options.size(1_800, 300))
    }

    /// Runs a command that compiles or installs, which may take long the first time.
    ///
    /// # Errors
    /// As [`Runner::run`].
    pub(crate) fn build(&mut self, command: &CommandLine) -> Result<Ran, String> {
        self.runner.run(command, BUILDING)
    }

    /// Runs a command within the usual limit.
    ///
    /// # Errors
    /// As [`Runner::run`].
    pub(crate) fn run(&mut self, command: &CommandLine) -> Result<Ran, String> {
        let limit = self.limit();
        self.runner.run(command, limit)
    }
}
