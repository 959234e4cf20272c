//! A run of hours, made only if asked for, or read from where it has been made.

use crate::bench_report::bench::Bench;
use crate::bench_report::command_line::CommandLine;
use crate::bench_report::contents::{Contents, Table};
use crate::bench_report::figure::{Figure, number};
use crate::bench_report::simulation::{self, Simulated, Simulation};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Larger than any run on a laptop should take: six hours.
const LIMIT: Duration = Duration::from_secs(6 * 3_600);

/// What may be asked for.
pub(super) struct LongRun {
    /// Part of keys and options.
    pub(super) name: &'static str,
    /// What is run.
    pub(super) run: Simulation,
    /// Whether it is to be run.
    pub(super) wanted: bool,
    /// Where it was.
    pub(super) made: Option<PathBuf>,
    /// How to read its table.
    pub(super) reading: &'static str,
    /// Fields of its summary beside those of every run: name, place and unit.
    pub(super) fields: &'static [(&'static str, &'static str, &'static str)],
}

impl LongRun {
    /// Nothing but a sentence unless it was asked for.
    pub(super) fn measure(&self, bench: &mut Bench<'_>) -> Contents {
        let (mut contents, name) = (Contents::default(), self.name);
        if !self.wanted && self.made.is_none() {
            contents.text(format!("Not run: neither --{name} nor --{name}-run was given."));
        }
        if let Some(run) = self.simulate(bench).and_then(|run| contents.note(run))
            && let Some(figures) = contents.note(self.figures(&run))
        {
            contents.table(self.table(&run, &figures));
            contents.figures.extend(figures);
        }
        contents
    }

    fn simulate(&self, bench: &mut Bench<'_>) -> Option<Result<Simulated, String>> {
        if let Some(made) = &self.made {
            return Some(self.read(bench, made));
        }
        let (command, folder) = (self.run.command(bench), self.run.folder(bench));
        self.wanted.then(|| {
            simulation::build(bench)?;
            bench.runner.run(&command, LIMIT)?;
            simulation::read(bench, &folder, &command.to_string())
        })
    }

    /// A run that was made before, by the command that its manifest tells.
    fn read(&self, bench: &Bench<'_>, made: &Path) -> Result<Simulated, String> {
        let file = made.join("manifest.json");
        let manifest: Value = serde_json::from_str(&bench.runner.read(&file)?)
            .map_err(|error| format!("{} is no JSON: {error}", file.display()))?;
        if manifest["scenario"] != self.name {
            return Err(format!(
                "{} is a run of {}, not of {}: name the folder of one",
                made.display(),
                manifest["scenario"],
                self.name
            ));
        }
        let words = manifest["arguments"].as_array().map_or(&[][..], Vec::as_slice);
        let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
        let command = CommandLine::words(simulation::RELEASE).with(&words);
        simulation::read(bench, made, &command.to_string())
    }

    fn figures(&self, run: &Simulated) -> Result<Vec<Figure>, String> {
        let (phones, occurrences) = (run.number("/phones")?, run.number("/occurrences")?);
        let (cpu, peak) = (run.cpu_seconds()?, run.peak_bytes()?);
        let figure =
            |what: &str, value, unit| run.figure(format!("{}/{what}", self.name), value, unit);
        let mut figures = vec![
            figure("phones", phones, "phones"),
            figure("wall_seconds", run.number("/machine/wall_seconds")?, "s"),
            figure("cpu_seconds", cpu, "CPU s"),
            figure("occurrences", occurrences, "occurrences"),
            figure("elided_polls", run.number("/elided_polls")?, "polls"),
            figure("occurrences_per_cpu_second", occurrences / cpu, "per CPU second"),
            figure("peak_bytes", peak, "bytes"),
            figure("bytes_per_phone", peak / phones, "bytes per phone"),
        ];
        for (what, place, unit) in self.fields {
            figures.push(figure(what, run.number(place)?, unit));
        }
        Ok(figures)
    }

    fn table(&self, run: &Simulated, figures: &[Figure]) -> Table {
        let mut table = Table::new(&[self.name, ""], self.reading);
        for figure in figures {
            let name = figure.key.trim_start_matches(self.name);
            let name = name.trim_start_matches('/').replace('_', " ");
            table.row([name, format!("{} {}", number(figure.value), figure.unit)]);
        }
        table.command(&run.command);
        table
    }
}
