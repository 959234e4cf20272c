//! What can be typed.

use crate::sweep_arguments::Sweep;
use clap::{Args, Parser, Subcommand};
use corona_core::time::Span;
use corona_simulator::SignatureScheme;
use corona_simulator::scenario::units;
use corona_simulator::world::Polls;
use corona_transport_sim::agenda::QueueKind;
use std::path::PathBuf;

/// TOML's integers end there, and `resolved.toml` must be able to say the seed.
pub(crate) const LARGEST_SEED: u64 = i64::MAX.unsigned_abs();

/// Which program this is, to the commit.
pub(crate) const VERSION: &str =
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("CORONA_COMMIT"), ")");

/// Simulates the Corona Network: phones, events, and warnings that cascade.
#[derive(Parser, Debug)]
#[command(name = "corona-sim", version = VERSION, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What corona-sim can do.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Run a scenario and write its results into a folder.
    #[command(after_help = "\
Examples:
  corona-sim run scenarios/whitepaper.toml
  corona-sim run scenarios/town.toml --seeds 4 --threads 2 --out runs/town
  corona-sim run scenarios/town.toml --set policy.preset=whitepaper --set population.people=2000
  corona-sim run scenarios/conference.toml --data tij.dat.gz --json
  corona-sim run scenarios/city.toml --out runs/city --checkpoint-every \"5 days\"

Exit codes: 0 done; 1 the run failed, or --check found a difference;
2 the command line, the scenario, its data or the output folder is not usable (nothing was written).")]
    Run(Run),
    /// Continue a run that was cut short, from its newest checkpoint.
    #[command(after_help = "\
Only for runs with --checkpoint-every. Results, digest and manifest are those of the run as if
it had never been cut short; its story begins anew where it goes on.

Example:
  corona-sim resume runs/city

Exit codes: 0 done; 1 the run failed, or its --check found a difference; 2 the checkpoint, the
data or the output folder is not usable (nothing was changed).")]
    Resume(Resume),
    /// Run a scenario over many values of its keys and many seeds: plan, exec and collect in one.
    #[command(after_help = "\
Examples:
  corona-sim sweep scenarios/sweeps/loss-and-adoption.toml --out runs/loss
  corona-sim sweep --scenario scenarios/town.toml --grid policy.loss=1,2,5 --seeds 20 --out runs/loss
  corona-sim sweep plan scenarios/sweeps/loss-and-adoption.toml --out runs/loss
  corona-sim sweep exec runs/loss --shard 1/3
  corona-sim sweep collect runs/loss

What is there is not run again: stop or kill it at any time and run the same command again.

Exit codes: 0 done; 1 a run failed or something could not be written; 2 the command line, the sweep,
a scenario, its data or the folder is not usable; 4 (collect) runs are missing; 130 interrupted.")]
    Sweep(Box<Sweep>),
    /// Say how two runs, or two sweeps, differ: seed by seed.
    #[command(after_help = "\
Examples:
  corona-sim compare runs/town-1 runs/town-1-2
  corona-sim compare runs/loss runs/loss-new --json

Exit codes: 0 compared; 2 a folder holds neither a run nor a sweep, or they can't be compared;
4 runs of a sweep are missing.")]
    Compare(Compare),
    /// Say what running a scenario will take, before running it.
    #[command(after_help = "\
Tries a small world of the same scenario for two or three seconds, then builds the whole
population, so it needs the memory of that (about a tenth of the run's).

Examples:
  corona-sim estimate scenarios/city.toml
  corona-sim estimate scenarios/town.toml --set population.people=100000 --json

Exit codes: 0 done; 2 the command line, the scenario or its data is not usable.")]
    Estimate(Estimate),
    /// Live the recorded phones of one run again and compare what they decide.
    #[command(after_help = "\
Name the traces of all phones of the run: frames and codes come from those who made them.
Traces are written by phones under test, one file each, and hold their secrets.

Example:
  corona-sim replay run/alice.jsonl run/bob.jsonl

Exit codes: 0 every phone decided as recorded; 1 some phone did not (the first difference of
each is told); 2 a trace is not usable.")]
    Replay(Replay),
    /// Compute a published result again and compare it with its authors' numbers.
    #[command(after_help = "\
NAME is one of kucharski2020, firth2020, cencetti2021; docs/reproductions.md tells what each is.
Data sets aren't included: each file that is missing is told with where it is published.

Examples:
  corona-sim reproduce cencetti2021 --data data
  CORONA_DATA=data corona-sim reproduce kucharski2020 --json

Exit codes: 0 all rows are within their tolerance; 1 some row isn't (each is told);
2 the command line or the data is not usable (nothing was written).")]
    Reproduce(Reproduce),
}

/// `corona-sim reproduce`.
#[derive(Args, Debug)]
pub(crate) struct Reproduce {
    /// Name of the published result: kucharski2020, firth2020 or cencetti2021.
    // Not required by clap, so that leaving it out can be told with all names.
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Folder of data sets. Default: the one that CORONA_DATA names.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// How many to compute at once; results are the same whatever the number. Default: all cores.
    #[arg(long, value_name = "N", env = "CORONA_THREADS", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// All rows as JSON on stdout, nothing else.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `corona-sim resume`.
#[derive(Args, Debug)]
pub(crate) struct Resume {
    /// The run's output folder OUT, whether it is there yet or not, or OUT.checkpoint beside it.
    #[arg(value_name = "OUT")]
    pub(crate) run: PathBuf,
    /// Seeds run side by side; results are the same whatever the number. Default: all cores.
    #[arg(long, value_name = "N", env = "CORONA_THREADS", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// No story, no progress, no summary; errors only.
    #[arg(long)]
    pub(crate) quiet: bool,
    /// The summary as JSON on stdout, nothing else.
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) json: bool,
}

/// `corona-sim compare`.
#[derive(Args, Debug)]
pub(crate) struct Compare {
    /// Folder of a run, or of a sweep.
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// Another of the same kind; differences are B − A.
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// Everything as JSON on stdout.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `corona-sim estimate`.
#[derive(Args, Debug)]
pub(crate) struct Estimate {
    /// Scenario file (TOML); every key is explained in scenarios/PARAMETERS.md.
    pub(crate) scenario: PathBuf,
    /// Seed, instead of the scenario's.
    #[arg(long, value_name = "N", env = "CORONA_SEED", allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: Option<u64>,
    /// Data file of an attendance or contacts population.
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Override a key of the scenario: policy.loss=2, phones.adoption="30 %". Repeatable.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub(crate) sets: Vec<(String, String)>,
    /// Everything as JSON on stdout.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `corona-sim replay`.
#[derive(Args, Debug)]
pub(crate) struct Replay {
    /// Traces, one for each phone.
    #[arg(required = true, value_name = "TRACE")]
    pub(crate) traces: Vec<PathBuf>,
    /// Counts and people as JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `corona-sim run`.
#[derive(Args, Debug)]
pub(crate) struct Run {
    /// Scenario file (TOML); every key is explained in scenarios/PARAMETERS.md.
    pub(crate) scenario: PathBuf,
    /// First seed, instead of the scenario's.
    #[arg(long, value_name = "N", env = "CORONA_SEED", allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: Option<u64>,
    /// How many seeds to run, counting up from the first.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub(crate) seeds: u32,
    /// Folder for results; must not exist, unless --force. Default: runs/NAME-SEED.
    #[arg(long, value_name = "DIR", env = "CORONA_OUT")]
    pub(crate) out: Option<PathBuf>,
    /// Replace an earlier run in the output folder.
    #[arg(long)]
    pub(crate) force: bool,
    /// Data file of an attendance or contacts population.
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Override a key of the scenario: policy.loss=2, phones.adoption="30 %". Repeatable.
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = key_and_value)]
    pub(crate) sets: Vec<(String, String)>,
    /// Seeds run side by side; results are the same whatever the number. Default: all cores.
    #[arg(long, value_name = "N", env = "CORONA_THREADS", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) threads: Option<u32>,
    /// Put the whole run away after every so much simulated time, into OUT.checkpoint, from where
    /// `corona-sim resume OUT` continues it; phones' keys are in there. Default: never.
    #[arg(long, value_name = "SPAN", value_parser = checkpoint_every)]
    pub(crate) checkpoint_every: Option<Span>,
    /// After each run let the network calm down, then compare every phone with the oracle.
    #[arg(long)]
    pub(crate) check: bool,
    /// What phones sign with, real or stand-in; results are the same. Default: real up to 20,000 phones.
    #[arg(long, value_name = "SCHEME")]
    pub(crate) signatures: Option<SignatureScheme>,
    /// Which polls are simulated: every one, or those that may tell something; what phones know
    /// is the same. Default: every one up to 20,000 phones, or where phones sleep.
    #[arg(long, value_name = "WHICH")]
    pub(crate) polls: Option<Polls>,
    /// How pending occurrences are kept, ladder or heap; results are the same. Default: ladder.
    #[arg(long, value_name = "KIND")]
    pub(crate) queue: Option<QueueKind>,
    /// No story, no progress, no summary; errors only.
    #[arg(long)]
    pub(crate) quiet: bool,
    /// The summary as JSON on stdout, nothing else.
    #[arg(long, conflicts_with = "quiet")]
    pub(crate) json: bool,
}

pub(crate) fn seed(text: &str) -> Result<u64, String> {
    let seed = text.parse().ok().filter(|seed| *seed <= LARGEST_SEED);
    seed.ok_or_else(|| format!("write a whole number from 0 to {LARGEST_SEED}"))
}

fn checkpoint_every(text: &str) -> Result<Span, String> {
    let span = units::span::parse(text)?;
    if span > Span::ZERO {
        Ok(span)
    } else {
        Err("write a duration longer than nothing".to_owned())
    }
}

pub(crate) fn key_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        Some(_) | None => Err("write KEY=VALUE, for example policy.loss=2".to_owned()),
    }
}
