//! A runner for tests: answers by what a command contains, files in memory.

use super::bench::{Ran, Runner};
use super::command_line::CommandLine;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Answers and files, and every command it was given.
#[derive(Debug, Default)]
pub(crate) struct Fake {
    answers: Vec<(String, Result<String, String>)>,
    files: BTreeMap<PathBuf, String>,
    /// What was run, as typed.
    pub(crate) commands: Vec<String>,
    /// Where something was waited for, and by what name.
    pub(crate) awaited: Vec<(PathBuf, String)>,
}

impl Fake {
    /// A file.
    pub(crate) fn file(&mut self, path: &str, content: &str) {
        self.files.insert(path.into(), content.to_owned());
    }

    /// What a command containing `part` prints, or fails with; later answers go first.
    pub(crate) fn answer(&mut self, part: &str, answer: Result<&str, &str>) {
        let answer = answer.map(str::to_owned).map_err(str::to_owned);
        self.answers.push((part.to_owned(), answer));
    }
}

impl Runner for Fake {
    fn run(&mut self, command: &CommandLine, _: Duration) -> Result<Ran, String> {
        let command = command.to_string();
        self.commands.push(command.clone());
        let answer = self.answers.iter().rev().find(|(part, _)| command.contains(part));
        let stdout = answer.map_or(Ok(String::new()), |(_, answer)| answer.clone())?;
        Ok(Ran { stdout, wall_seconds: 1.0, cpu_seconds: Some(1.0) })
    }

    fn run_until(
        &mut self,
        command: &CommandLine,
        folder: &Path,
        word: &str,
        limit: Duration,
    ) -> Result<(), String> {
        self.awaited.push((folder.to_owned(), word.to_owned()));
        self.run(command, limit).map(|_| ())
    }

    fn read(&self, path: &Path) -> Result<String, String> {
        let file = self.files.get(path);
        file.cloned().ok_or_else(|| format!("{} can't be read", path.display()))
    }

    fn files(&self, folder: &Path, name: &str) -> Vec<PathBuf> {
        let named = |path: &&PathBuf| path.file_name().is_some_and(|file| file == name);
        self.files.keys().filter(|path| path.starts_with(folder)).filter(named).cloned().collect()
    }
}
