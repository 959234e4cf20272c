//! What can be typed after `corona-sim sweep`.

use crate::cli::{key_and_value, seed};
use clap::{Args, Subcommand};
use corona_simulator::sweep::Shard;
use std::path::PathBuf;

/// `corona-sim sweep`: all steps at once, or one of them.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    arg_required_else_help = true
)]
pub(crate) struct Sweep {
    /// One step alone.
    #[command(subcommand)]
    pub(crate) step: Option<Step>,
    #[command(flatten)]
    pub(crate) planned: Planned,
    #[command(flatten)]
    pub(crate) worked: Worked,
    #[command(flatten)]
    pub(crate) shown: Shown,
    /// Where the sweep came to as JSON on stdout, nothing else.
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) json: bool,
}

/// One step.
#[derive(Subcommand, Debug)]
pub(crate) enum Step {
    /// Name all runs of a sweep, without running any.
    #[command(after_help = "\
Every scenario of the sweep is resolved, so what can't be run is refused here. Planning the same
sweep into the same folder again changes nothing.

Examples:
  corona-sim sweep plan scenarios/sweeps/loss-and-adoption.toml --out runs/loss
  corona-sim sweep plan --scenario scenarios/town.toml --grid policy.loss=1,2,5 --seeds 20 --out runs/loss

Exit codes: 0 planned; 1 the plan could not be written; 2 the command line, the sweep, a scenario,
its data or the folder is not usable (nothing was written).")]
    Plan(Planned),
    /// Run what is missing of a planned sweep.
    #[command(after_help = "\
Each run's result is a file of its own that appears whole, and what is there is skipped: stop or
kill it at any time and run the same command again. Shards may run at once, on any machines that
share the folder.

Examples:
  corona-sim sweep exec runs/loss --threads 2
  corona-sim sweep exec runs/loss --shard 1/3

Exit codes: 0 no run of the shard is missing; 1 a run failed or could not be written; 2 the folder
is not usable; 130 interrupted: run it again.")]
    Exec(Exec),
    /// Make tables, plots and a page of a sweep whose runs are all there.
    #[command(after_help = "\
Examples:
  corona-sim sweep collect runs/loss
  corona-sim sweep collect runs/loss --reference policy.loss=2 --figure people_warned

Exit codes: 0 collected; 1 the tables could not be written; 2 the folder is not usable, or there is
no such combination or figure; 4 runs are missing (which, and how to go on, is told).")]
    Collect(Collect),
}

/// What is to be planned.
#[derive(Args, Debug)]
pub(crate) struct Planned {
    /// Sweep (TOML): scenario, seeds, tables grid and list; see docs/sweeps.md.
    #[arg(value_name = "SWEEP", required_unless_present = "scenario")]
    pub(crate) sweep: Option<PathBuf>,
    /// Instead of a sweep's file: the scenario to sweep.
    #[arg(long, value_name = "SCENARIO", conflicts_with = "sweep", requires = "grid")]
    pub(crate) scenario: Option<PathBuf>,
    /// A key and its values: policy.loss=1,2,5. Repeatable: every value with every other.
    #[arg(long, value_name = "KEY=VALUES", requires = "scenario", value_parser = key_and_values)]
    pub(crate) grid: Vec<(String, Vec<String>)>,
    /// A key that is the same in all runs. Repeatable.
    #[arg(long = "set", value_name = "KEY=VALUE", requires = "scenario", value_parser = key_and_value)]
    pub(crate) sets: Vec<(String, String)>,
    /// Seeds of each combination. Default: 1.
    #[arg(long, value_name = "N", requires = "scenario", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) seeds: Option<u32>,
    /// First seed, instead of the scenario's.
    #[arg(long, value_name = "N", requires = "scenario", allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: Option<u64>,
    /// Data file of an attendance or contacts population.
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Folder of the sweep: new, empty, or that of the same sweep.
    #[arg(long, value_name = "DIR", required = true)]
    pub(crate) out: Option<PathBuf>,
}

/// How runs are worked off.
#[derive(Args, Debug)]
pub(crate) struct Worked {
    /// Runs side by side; results are the same whatever the number. Default: all cores.
    #[arg(long, value_name = "N", env = "CORONA_THREADS", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// No progress, no summary; errors only.
    #[arg(long)]
    pub(crate) quiet: bool,
}

/// What tables and page show.
#[derive(Args, Debug)]
pub(crate) struct Shown {
    /// Combination with which others are compared: the first that has the value. Repeatable.
    /// Default: the first of all.
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub(crate) reference: Vec<(String, String)>,
    /// Figure on the page, by its name in tables/arms.csv. Repeatable. Default: the main ones.
    #[arg(long = "figure", value_name = "NAME")]
    pub(crate) figures: Vec<String>,
}

/// `corona-sim sweep exec`.
#[derive(Args, Debug)]
pub(crate) struct Exec {
    /// Folder of a planned sweep.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Part i of N of the runs. Default: all.
    #[arg(long, value_name = "i/N")]
    pub(crate) shard: Option<Shard>,
    #[command(flatten)]
    pub(crate) worked: Worked,
}

/// `corona-sim sweep collect`.
#[derive(Args, Debug)]
pub(crate) struct Collect {
    /// Folder of a sweep whose runs are all there.
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) shown: Shown,
    /// No summary; errors only.
    #[arg(long)]
    pub(crate) quiet: bool,
    /// Where the sweep came to as JSON on stdout, nothing else.
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) json: bool,
}

fn key_and_values(text: &str) -> Result<(String, Vec<String>), String> {
    let remedy = "write KEY=VALUE,VALUE,…, for example policy.loss=1,2,5";
    let (key, values) = text.split_once('=').ok_or(remedy)?;
    let values: Vec<String> = values.split(',').map(|value| value.trim().to_owned()).collect();
    if key.trim().is_empty() || values.iter().any(String::is_empty) {
        return Err(remedy.to_owned());
    }
    Ok((key.trim().to_owned(), values))
}
