//! `corona-sim run`: from arguments to a folder of results.

use crate::cli::{LARGEST_SEED, Run, VERSION};
use crate::cost::Meter;
use corona_core::time::Span;
use corona_simulator::checkpoint::{
    CheckpointError, CheckpointFolder, Checkpoints, Description, InputFile, data_hash,
};
use corona_simulator::engine::{Engine, EngineChoices};
use corona_simulator::replicates::{Replicate, Replicates, RunError};
use corona_simulator::results::{RunFolder, RunInputs, RunRecord, Summary, write};
use corona_simulator::scenario::{PopulationSection, Scenario, ScenarioError};
use corona_simulator::world::StoryLine;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const FAILED: u8 = 1;
const UNUSABLE: u8 = 2;

/// Runs, and says on stderr what went wrong.
pub(crate) fn run(arguments: &Run) -> ExitCode {
    match try_run(arguments) {
        Ok(code) => code,
        Err(trouble) => trouble.exit(),
    }
}

/// What ends a run early.
pub(crate) struct Trouble {
    message: String,
    code: u8,
}

impl Trouble {
    pub(crate) fn new(error: impl ToString, code: u8) -> Self {
        Self { message: error.to_string(), code }
    }

    /// Says it on stderr.
    pub(crate) fn exit(self) -> ExitCode {
        eprintln!("corona-sim: {}", self.message);
        ExitCode::from(self.code)
    }
}

impl From<CheckpointError> for Trouble {
    fn from(error: CheckpointError) -> Self {
        let code = match error {
            CheckpointError::Unwritable { .. } => FAILED,
            CheckpointError::Unreadable { .. }
            | CheckpointError::Nothing { .. }
            | CheckpointError::Unfinished { .. }
            | CheckpointError::InUse { .. }
            | CheckpointError::NotARun { .. }
            | CheckpointError::OtherProgram { .. }
            | CheckpointError::Changed { .. }
            | CheckpointError::Damaged { .. } => UNUSABLE,
        };
        Self { message: error.to_string(), code }
    }
}

/// The arguments, scenario, data or folder can't be used: the user mends them.
pub(crate) fn unusable(error: impl ToString) -> Trouble {
    Trouble { message: error.to_string(), code: UNUSABLE }
}

/// A run that may begin or go on: everything is checked but its population.
pub(crate) struct Job {
    pub(crate) meter: Meter,
    pub(crate) scenario: Scenario,
    pub(crate) text: String,
    pub(crate) scenario_path: String,
    /// For the manifest.
    pub(crate) arguments: Vec<String>,
    pub(crate) data: Option<PathBuf>,
    pub(crate) seeds: u32,
    pub(crate) threads: Option<u32>,
    pub(crate) check: bool,
    pub(crate) engine: EngineChoices,
    pub(crate) quiet: bool,
    pub(crate) json: bool,
    pub(crate) folder: RunFolder,
    pub(crate) checkpoint: Option<CheckpointFolder>,
    /// It has nothing yet that would be lost.
    pub(crate) begins: bool,
}

fn try_run(arguments: &Run) -> Result<ExitCode, Trouble> {
    let meter = Meter::start();
    let (scenario, text) = load(arguments)?;
    let folder = prepare_folder(arguments, &scenario)?;
    let engine = EngineChoices {
        signatures: arguments.signatures,
        polls: arguments.polls,
        queue: arguments.queue,
    };
    let checkpoint = match arguments.checkpoint_every {
        Some(every) => {
            let begun = describe(arguments, &scenario, engine, every);
            let begun = CheckpointFolder::begin(folder.path(), begun, text.clone());
            Some(begun.map_err(Trouble::from)?)
        }
        None => None,
    };
    finish(Job {
        meter,
        scenario_path: arguments.scenario.display().to_string(),
        arguments: repeatable(arguments),
        data: arguments.data.clone(),
        seeds: arguments.seeds,
        threads: arguments.threads,
        check: arguments.check,
        quiet: arguments.quiet,
        json: arguments.json,
        begins: true,
        scenario,
        text,
        engine,
        folder,
        checkpoint,
    })
}

/// For whoever resumes the run.
fn describe(
    arguments: &Run,
    scenario: &Scenario,
    engine: EngineChoices,
    every: Span,
) -> Description {
    Description {
        program: VERSION.to_owned(),
        scenario_path: arguments.scenario.display().to_string(),
        arguments: repeatable(arguments),
        sets: arguments.sets.clone(),
        seed: scenario.seed,
        seeds: arguments.seeds,
        every,
        check: arguments.check,
        force: arguments.force,
        engine,
        scenario: InputFile::default(),
        data: InputFile::of_population(scenario, arguments.data.as_deref()),
    }
}

/// Runs what is left, and writes results where they belong.
pub(crate) fn finish(job: Job) -> Result<ExitCode, Trouble> {
    let threads = threads(&job);
    let scripted = matches!(job.scenario.population, PopulationSection::Script(_));
    let tells = scripted && job.seeds == 1 && !job.quiet && !job.json;
    // Before the run: what is in the file afterwards may be something else.
    let data_sha256 = data_hash(&job.scenario, job.data.as_deref());
    let bar = progress_bar(&job, tells);
    let replicates = Replicates {
        data: job.data.as_deref(),
        seeds: job.seeds,
        threads,
        check: job.check,
        engine: job.engine,
        checkpoints: job.checkpoint.as_ref().map(Checkpoints::new),
        tell: tells.then_some(print_line),
        note: &|note| {
            if !job.quiet {
                bar.suspend(|| eprintln!("corona-sim: note: {note}"));
            }
        },
        day_over: &|| bar.inc(1),
    };
    let outcomes = match replicates.run(&job.scenario) {
        Ok(outcomes) => outcomes,
        Err(RunError::Checkpoint(error)) => return Err(Trouble::from(error)),
        Err(RunError::Scenario(error)) => {
            if let Some(checkpoint) = job.checkpoint.filter(|_| job.begins) {
                checkpoint.remove().map_err(Trouble::from)?;
            }
            return Err(unusable(error));
        }
    };
    bar.finish_and_clear();
    let engine = outcomes.first().map_or(Engine::PLAIN, |outcome| outcome.engine);
    let (records, differences) = split(outcomes);
    let inputs = inputs(&job, data_sha256, scripted, engine);
    let cost = job.meter.cost(threads);
    let written = write(job.folder, &inputs, &records, &cost)
        .map_err(|error| Trouble { message: error.to_string(), code: FAILED })?;
    if let Some(checkpoint) = job.checkpoint {
        checkpoint.remove().map_err(Trouble::from)?;
    }
    let summary = Summary::of(&inputs, &records, Some(cost));
    if job.json {
        print(&summary.json(), &written.path)?;
    } else if !job.quiet {
        print(&told(&summary, &records, &written.path), &written.path)?;
    }
    Ok(judge(job.check, job.quiet || job.json, &differences))
}

/// The scenario, and the text it was read from: a pipe can be read only once.
pub(crate) fn read_scenario(
    path: &Path,
    sets: &[(String, String)],
    seed: Option<u64>,
) -> Result<(Scenario, String), Trouble> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        let problem = format!("cannot be read as a scenario ({error}): name a TOML file");
        unusable(ScenarioError::in_data(path, None, "", problem))
    })?;
    let mut scenario = Scenario::load(path, &text, sets).map_err(unusable)?;
    scenario.seed = seed.unwrap_or(scenario.seed);
    Ok((scenario, text))
}

fn load(arguments: &Run) -> Result<(Scenario, String), Trouble> {
    let (scenario, text) = read_scenario(&arguments.scenario, &arguments.sets, arguments.seed)?;
    if LARGEST_SEED - scenario.seed < u64::from(arguments.seeds) - 1 {
        return Err(unusable(format!(
            "--seeds {}: counting up from seed {} passes the largest, {LARGEST_SEED}: \
             lower --seed or --seeds",
            arguments.seeds, scenario.seed
        )));
    }
    Ok((scenario, text))
}

fn prepare_folder(arguments: &Run, scenario: &Scenario) -> Result<RunFolder, Trouble> {
    let path = match &arguments.out {
        Some(path) => path.clone(),
        None => free_folder(&scenario.name, scenario.seed),
    };
    RunFolder::prepare(path, arguments.force).map_err(unusable)
}

/// `runs/NAME-SEED`, or the first of `runs/NAME-SEED-2`, `-3`, … that isn't there yet: a
/// folder nobody named must not stand in the way of the next run.
fn free_folder(name: &str, seed: u64) -> PathBuf {
    let safe: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let base = format!("{safe}-{seed}");
    let numbered = (2_u32..).map(|n| Path::new("runs").join(format!("{base}-{n}")));
    std::iter::once(Path::new("runs").join(&base))
        .chain(numbered)
        .find(|path| !path.exists() && !CheckpointFolder::of(path).exists())
        .unwrap_or_else(|| Path::new("runs").join(base))
}

fn threads(job: &Job) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let asked = job.threads.map_or(cores, |threads| threads as usize);
    asked.min(job.seeds as usize).max(1)
}

fn progress_bar(job: &Job, tells: bool) -> ProgressBar {
    let quiet = job.quiet || job.json || tells || !std::io::stderr().is_terminal();
    let days = job.scenario.duration.as_hours() / 24.0;
    let bar = ProgressBar::new(days.ceil() as u64 * u64::from(job.seeds));
    bar.set_draw_target(if quiet {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    });
    let style = ProgressStyle::with_template("{msg} {bar:30} day {pos} of {len}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(job.scenario.name.clone());
    bar
}

fn print_line(line: &StoryLine) {
    // A reader that closes the pipe (head) ends the story, not the run.
    let _ = writeln!(std::io::stdout(), "{}  {}", line.time, line.text);
}

/// The records in order of seeds, and what the check found, with its seed.
fn split(outcomes: Vec<Replicate>) -> (Vec<RunRecord>, Vec<String>) {
    let mut differences = Vec::new();
    let mut records = Vec::with_capacity(outcomes.len());
    for Replicate { record, differences: found, .. } in outcomes {
        differences.extend(found.iter().map(|one| format!("seed {}: {one}", record.seed)));
        records.push(record);
    }
    (records, differences)
}

fn inputs(job: &Job, data_sha256: Option<String>, scripted: bool, engine: Engine) -> RunInputs {
    let scenario = &job.scenario;
    let resolved_text = scenario.resolved();
    let resolved = toml::from_str(&resolved_text).unwrap_or(serde_json::Value::Null);
    RunInputs {
        name: scenario.name.clone(),
        about: scenario.about.clone(),
        scenario_text: job.text.clone(),
        resolved_text,
        resolved,
        scenario_path: job.scenario_path.clone(),
        data_sha256,
        arguments: job.arguments.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("CORONA_COMMIT").to_owned(),
        rustc: env!("CORONA_RUSTC").to_owned(),
        scripted,
        engine,
    }
}

/// What was typed, with the seed also if the environment gave it: these arguments
/// must give the same results again.
fn repeatable(arguments: &Run) -> Vec<String> {
    let typed = std::env::args_os().skip(1);
    let mut typed: Vec<String> = typed.map(|one| one.to_string_lossy().into_owned()).collect();
    let is_seed = |one: &String| one == "--seed" || one.starts_with("--seed=");
    if let Some(seed) = arguments.seed.filter(|_| !typed.iter().any(is_seed)) {
        // After the command, because `--` may end the options.
        typed.insert(1, format!("--seed={seed}"));
    }
    typed
}

fn told(summary: &Summary, records: &[RunRecord], folder: &Path) -> String {
    let warned: usize = records.iter().map(|record| record.warnings.len()).sum();
    let reports: usize = records.iter().map(|record| record.self_reports.len()).sum();
    let mut told = String::from("\n");
    for person in summary.people.iter().flatten() {
        let hop = person.hop.map_or_else(String::new, |hop| format!(", hop {hop}"));
        // Writing to a text cannot fail.
        let _ = writeln!(told, "{:>12}  {}{hop}", person.name, person.status);
    }
    let _ = writeln!(told, "{reports} self-reports, {warned} warnings, {} phones", summary.phones);
    let _ = writeln!(told, "results in {}", folder.display());
    let _ = write!(told, "open {}", folder.join("index.html").display());
    told
}

/// Prints to stdout. A reader that has gone (head) is no failure, a full disk is.
fn print(text: &str, folder: &Path) -> Result<(), Trouble> {
    match writeln!(std::io::stdout(), "{}", text.trim_end_matches('\n')) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Trouble {
            message: format!(
                "stdout: cannot be written ({error}): the results are in {}",
                folder.display()
            ),
            code: FAILED,
        }),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn judge(check: bool, is_quiet: bool, differences: &[String]) -> ExitCode {
    if !check {
        return ExitCode::SUCCESS;
    }
    if differences.is_empty() {
        if !is_quiet {
            eprintln!("check: every phone holds what the oracle says");
        }
        return ExitCode::SUCCESS;
    }
    eprintln!("check: {} phones differ from the oracle", differences.len());
    differences.iter().take(20).for_each(|difference| eprintln!("  {difference}"));
    ExitCode::from(FAILED)
}
