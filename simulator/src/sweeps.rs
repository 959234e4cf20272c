//! `corona-sim sweep`: plan, run what is missing, collect.
//!
//! Knows the arguments and how to say what came of it; the work is the library's.

use crate::run::Trouble;
use crate::sweep_arguments::{Collect, Exec, Planned, Shown, Step, Sweep, Worked};
use corona_simulator::sweep::{
    Collection, Draft, Execution, Program, Shard, SweepError, SweepFolder, Tables,
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use toml::{Table, Value};

const FAILED: u8 = 1;
const UNUSABLE: u8 = 2;
const INCOMPLETE: u8 = 4;

/// Does what was asked, and says on stderr what went wrong.
pub(crate) fn sweep(arguments: &Sweep) -> ExitCode {
    let done = match &arguments.step {
        None => all(arguments),
        Some(Step::Plan(planned)) => plan(planned).map(|folder| say(&told_plan(&folder))),
        Some(Step::Exec(exec)) => execute(exec),
        Some(Step::Collect(asked)) => collect(asked),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => trouble.exit(),
    }
}

impl From<SweepError> for Trouble {
    fn from(error: SweepError) -> Self {
        let code = match error {
            SweepError::Incomplete { .. } => INCOMPLETE,
            SweepError::Unwritable { .. } | SweepError::Encode(_) | SweepError::Run { .. } => {
                FAILED
            }
            SweepError::Scenario(_)
            | SweepError::Data(_)
            | SweepError::SameTwice { .. }
            | SweepError::SeedTooLarge { .. }
            | SweepError::UnknownKey { .. }
            | SweepError::UnknownValue { .. }
            | SweepError::UnknownFigure { .. }
            | SweepError::NotAFolder { .. }
            | SweepError::NotOurs { .. }
            | SweepError::OtherSweep { .. }
            | SweepError::Nothing { .. }
            | SweepError::Manifest { .. }
            | SweepError::Edited { .. }
            | SweepError::OtherProgram { .. }
            | SweepError::Unreadable { .. } => UNUSABLE,
        };
        Self::new(error, code)
    }
}

fn program() -> Program {
    Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: env!("CORONA_COMMIT").to_owned(),
        rustc: env!("CORONA_RUSTC").to_owned(),
    }
}

/// Plans, runs what is missing and collects; running it again goes on.
fn all(arguments: &Sweep) -> Result<(), Trouble> {
    let folder = plan(&arguments.planned)?;
    // A name typed wrongly should not be found out after hours.
    folder.plan().reference(&arguments.shown.reference)?;
    let quiet = arguments.worked.quiet || arguments.json;
    run_missing(&folder, Shard::WHOLE, &arguments.worked, quiet)?;
    tell_tables(&folder, &arguments.shown, arguments.worked.quiet, arguments.json)
}

fn plan(planned: &Planned) -> Result<SweepFolder, Trouble> {
    let sweep = match &planned.sweep {
        Some(path) => std::fs::read_to_string(path).map_err(|error| {
            let path = path.display();
            Trouble::new(
                format!("{path}: cannot be read as a sweep ({error}): name a TOML file"),
                UNUSABLE,
            )
        })?,
        None => {
            if let Some(key) = repeated(planned) {
                let problem = format!("{key}: given twice: write it once, its values with commas");
                return Err(Trouble::new(problem, UNUSABLE));
            }
            typed(planned)
        }
    };
    let arguments = std::env::args_os().skip(1);
    let draft = Draft {
        sweep_path: planned.sweep.clone(),
        sweep,
        data: planned.data.clone(),
        arguments: arguments.map(|one| one.to_string_lossy().into_owned()).collect(),
        program: program(),
    };
    // Clap demands it; without a name the folder is refused like any that can't be.
    let out = planned.out.clone().unwrap_or_default();
    Ok(SweepFolder::begin(&out, &draft)?)
}

/// A key that was typed more than once.
fn repeated(planned: &Planned) -> Option<&str> {
    let sets = planned.sets.iter().map(|(key, _)| key);
    let mut keys: Vec<&str> =
        sets.chain(planned.grid.iter().map(|(key, _)| key)).map(String::as_str).collect();
    keys.sort_unstable();
    keys.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// The file that says what was typed.
fn typed(planned: &Planned) -> String {
    let value = |text: &String| text.parse::<Value>().unwrap_or_else(|_| text.clone().into());
    let scenario = planned.scenario.as_deref().unwrap_or(Path::new("")).to_string_lossy();
    let mut seeds = Table::new();
    if let Some(first) = planned.seed.and_then(|seed| i64::try_from(seed).ok()) {
        seeds.insert("first".to_owned(), first.into());
    }
    seeds.insert("count".to_owned(), i64::from(planned.seeds.unwrap_or(1)).into());
    let set = planned.sets.iter().map(|(key, text)| (key.clone(), value(text)));
    let grid = planned
        .grid
        .iter()
        .map(|(key, texts)| (key.clone(), Value::Array(texts.iter().map(value).collect())));
    let mut file = Table::new();
    file.insert("scenario".to_owned(), scenario.into_owned().into());
    file.insert("seeds".to_owned(), seeds.into());
    file.insert("set".to_owned(), set.collect::<Table>().into());
    file.insert("grid".to_owned(), grid.collect::<Table>().into());
    // Tables of texts and numbers are what TOML is made of.
    toml::to_string(&file).unwrap_or_default()
}

fn execute(exec: &Exec) -> Result<(), Trouble> {
    let folder = SweepFolder::open(&exec.folder)?;
    let shard = exec.shard.unwrap_or(Shard::WHOLE);
    run_missing(&folder, shard, &exec.worked, exec.worked.quiet)?;
    if exec.worked.quiet {
        return Ok(());
    }
    match folder.all_figures() {
        Ok(_) => say(&format!("next: corona-sim sweep collect {}", folder.path().display())),
        Err(SweepError::Incomplete { missing, .. }) => {
            say(&format!("{missing} runs of other shards are missing"));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn run_missing(
    folder: &SweepFolder,
    shard: Shard,
    worked: &Worked,
    quiet: bool,
) -> Result<(), Trouble> {
    folder.refuse_other(&program())?;
    let bar = ProgressBar::new(0);
    let hidden = quiet || !std::io::stderr().is_terminal();
    bar.set_draw_target(if hidden {
        ProgressDrawTarget::hidden()
    } else {
        ProgressDrawTarget::stderr()
    });
    let style = ProgressStyle::with_template("{bar:30} run {pos} of {len}, {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let threads = threads(worked.threads);
    let execution = Execution {
        folder,
        shard,
        threads,
        begun: &|missing| {
            bar.set_length(missing as u64);
            if !quiet {
                eprintln!("{missing} runs to do, {threads} side by side");
            }
        },
        run_over: &|| bar.inc(1),
    };
    let executed = execution.run();
    bar.finish_and_clear();
    let executed = executed?;
    if !quiet {
        let done = executed.planned - executed.present;
        eprintln!("{done} runs done, {} were there before", executed.present);
    }
    Ok(())
}

fn threads(asked: Option<u32>) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    asked.map_or(cores, |threads| threads as usize)
}

fn collect(asked: &Collect) -> Result<(), Trouble> {
    let folder = SweepFolder::open(&asked.folder)?;
    tell_tables(&folder, &asked.shown, asked.quiet, asked.json)
}

fn tell_tables(
    folder: &SweepFolder,
    shown: &Shown,
    quiet: bool,
    json: bool,
) -> Result<(), Trouble> {
    let (reference, figures) = (shown.reference.clone(), shown.figures.clone());
    let tables = Collection { reference, figures }.collect(folder)?;
    if json {
        say(&json_of(folder, &tables));
    } else if !quiet {
        say(&told_tables(folder, &tables));
    }
    Ok(())
}

fn json_of(folder: &SweepFolder, tables: &Tables<'_>) -> String {
    let plan = folder.plan();
    let told = serde_json::json!({
        "folder": folder.path().display().to_string(),
        "runs": plan.runs.len(),
        "arms": plan.arms.len(),
        "seeds": plan.seeds(),
        "reference": plan.arms[tables.reference].told(&plan.keys),
        "figures": tables.collected.figures.iter().map(|figure| &figure.name).collect::<Vec<_>>(),
        "digest": tables.digest,
    });
    serde_json::to_string_pretty(&told).expect("counts and names are plain data")
}

fn told_plan(folder: &SweepFolder) -> String {
    let (plan, path) = (folder.plan(), folder.path().display());
    format!(
        "{} runs: {} combinations of {}, {} seeds each\nplan in {path}\n\
         next: corona-sim sweep exec {path}",
        plan.runs.len(),
        plan.arms.len(),
        plan.keys.join(", "),
        plan.seeds()
    )
}

fn told_tables(folder: &SweepFolder, tables: &Tables<'_>) -> String {
    let (plan, path) = (folder.plan(), folder.path());
    format!(
        "{} runs, {} figures each; compared with {}\ntables in {}\nopen {}",
        plan.runs.len(),
        tables.collected.figures.len(),
        plan.arms[tables.reference].told(&plan.keys),
        path.join("tables").display(),
        path.join("index.html").display()
    )
}

/// A reader that closes the pipe (head) has read what it wanted.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}
