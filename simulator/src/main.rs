//! `corona-sim`: simulates the Corona Network.
//!
//! Data goes to stdout, progress and messages to stderr. See `corona-sim run --help` and the
//! help of the other commands for exit codes.
#![expect(clippy::print_stderr, reason = "a command line prints")]

mod cli;
mod contrast;
mod cost;
mod outlook;
mod reproduction;
mod resume;
mod run;
mod sweep_arguments;
mod sweeps;
mod verdict;

use clap::Parser;
use mimalloc::MiMalloc;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    match cli::Cli::parse().command {
        cli::Command::Run(arguments) => run::run(&arguments),
        cli::Command::Resume(arguments) => resume::resume(&arguments),
        cli::Command::Sweep(arguments) => sweeps::sweep(&arguments),
        cli::Command::Compare(arguments) => contrast::compare(&arguments),
        cli::Command::Estimate(arguments) => outlook::run(&arguments),
        cli::Command::Replay(arguments) => verdict::run(&arguments),
        cli::Command::Reproduce(arguments) => reproduction::run(&arguments),
    }
}
