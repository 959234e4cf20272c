//! A run of `corona-sim`, and what its folder says of it.

use super::bench::Bench;
use super::command_line::CommandLine;
use super::figure::Figure;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The optimized program.
pub(crate) const RELEASE: &str = "target/release/corona-sim";
/// The one with debug checks.
pub(crate) const DEBUG: &str = "target/debug/corona-sim";
const CITY: &str = "scenarios/city.toml";
const TOWN: &str = "scenarios/town.toml";

/// A run to be made.
#[derive(Clone, Debug)]
pub(crate) struct Simulation {
    /// Its folder's name below the report's `runs`.
    name: String,
    program: &'static str,
    arguments: Vec<String>,
}

/// A run that was made.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Simulated {
    /// As typed.
    pub(crate) command: String,
    /// The contents of `summary.json`.
    pub(crate) summary: Value,
    /// What the run is known by.
    pub(crate) digest: String,
}

/// Builds the optimized program.
pub(crate) fn build(bench: &mut Bench<'_>) -> Result<(), String> {
    let build = CommandLine::words("cargo build --release -p corona-simulator");
    bench.build(&build).map(|_| ())
}

/// The scenario whose size is varied: the city where it exists, else the town.
pub(crate) fn varied(bench: &Bench<'_>) -> &'static str {
    if bench.runner.read(Path::new(CITY)).is_ok() { CITY } else { TOWN }
}

impl Simulation {
    /// A run of a scenario by the optimized program.
    pub(crate) fn of(name: &str, scenario: &str) -> Self {
        let arguments = vec!["run".to_owned(), scenario.to_owned()];
        Self { name: name.to_owned(), program: RELEASE, arguments }
    }

    /// With a key overridden.
    pub(crate) fn set(mut self, key: &str, value: impl ToString) -> Self {
        self.arguments.push("--set".to_owned());
        self.arguments.push(format!("{key}={}", value.to_string()));
        self
    }

    /// With options, parted by blanks.
    pub(crate) fn options(mut self, options: &str) -> Self {
        self.arguments.extend(options.split_whitespace().map(str::to_owned));
        self
    }

    /// With one option whose value may hold blanks.
    pub(crate) fn option(mut self, option: &str, value: &str) -> Self {
        self.arguments.extend([option.to_owned(), value.to_owned()]);
        self
    }

    /// Under another name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// By another program.
    pub(crate) const fn by(mut self, program: &'static str) -> Self {
        self.program = program;
        self
    }

    /// Where it writes.
    pub(crate) fn folder(&self, bench: &Bench<'_>) -> PathBuf {
        bench.options.out.join("runs").join(&self.name)
    }

    /// The command.
    pub(crate) fn command(&self, bench: &Bench<'_>) -> CommandLine {
        let out = self.folder(bench).display().to_string();
        let arguments = [self.arguments.clone(), vec!["--quiet".into(), "--force".into()]].concat();
        CommandLine { environment: Vec::new(), program: self.program.to_owned(), arguments }
            .with(&["--out", &out])
    }

    /// Runs it and reads its folder.
    ///
    /// # Errors
    /// A sentence with the command, or the file that is not as it should be.
    pub(crate) fn run(&self, bench: &mut Bench<'_>) -> Result<Simulated, String> {
        let command = self.command(bench);
        bench.run(&command)?;
        read(bench, &self.folder(bench), &command.to_string())
    }
}

/// What a run's folder says.
///
/// # Errors
/// A sentence naming the file that is not as it should be.
pub(crate) fn read(bench: &Bench<'_>, folder: &Path, command: &str) -> Result<Simulated, String> {
    let json = |name: &str| {
        let path = folder.join(name);
        let problem = |error| format!("{} is no JSON: {error}", path.display());
        serde_json::from_str::<Value>(&bench.runner.read(&path)?).map_err(problem)
    };
    let (summary, manifest) = (json("summary.json")?, json("manifest.json")?);
    let digest = manifest.get("digest").and_then(Value::as_str);
    let digest = digest.ok_or_else(|| format!("{} has no digest", folder.display()))?.to_owned();
    Ok(Simulated { command: command.to_owned(), summary, digest })
}

impl Simulated {
    /// A number of the summary, by JSON pointer (`/machine/cpu_seconds`).
    ///
    /// # Errors
    /// A sentence naming the field.
    pub(crate) fn number(&self, pointer: &str) -> Result<f64, String> {
        let number = self.summary.pointer(pointer).and_then(Value::as_f64);
        number.ok_or_else(|| format!("no number `{pointer}` in the summary of `{}`", self.command))
    }

    /// Processor time.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub(crate) fn cpu_seconds(&self) -> Result<f64, String> {
        self.number("/machine/cpu_seconds")
    }

    /// Largest memory in bytes.
    ///
    /// # Errors
    /// As [`Self::number`].
    pub(crate) fn peak_bytes(&self) -> Result<f64, String> {
        self.number("/machine/peak_rss_bytes")
    }

    /// A figure this run alone gave.
    pub(crate) fn figure(&self, key: impl Into<String>, value: f64, unit: &'static str) -> Figure {
        Figure::new(key, value, unit, std::slice::from_ref(&self.command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench_report::fake::Fake;
    use crate::bench_report::options::Options;

    #[test]
    fn a_run_is_read_from_its_folder() {
        let (mut fake, options) = (Fake::default(), Options::default());
        let folder = "target/bench-report/runs/small";
        fake.file(&format!("{folder}/summary.json"), r#"{"machine":{"cpu_seconds":2.5}}"#);
        fake.file(&format!("{folder}/manifest.json"), r#"{"digest":"abc"}"#);
        let mut bench = Bench { runner: &mut fake, options: &options, figures: &[] };
        let small = Simulation::of("small", varied(&bench)).set("duration", "2 days");
        let run = small.options("--polls every").run(&mut bench).unwrap();
        assert_eq!((run.cpu_seconds(), run.digest.as_str()), (Ok(2.5), "abc"));
        assert!(run.peak_bytes().unwrap_err().contains("peak_rss_bytes"));
        assert_eq!(
            fake.commands,
            ["target/release/corona-sim run scenarios/town.toml --set 'duration=2 days' \
              --polls every --quiet --force --out target/bench-report/runs/small"]
        );
    }
}
