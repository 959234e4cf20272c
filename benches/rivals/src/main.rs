//! The hold model in one engine or queue, measured in processor time.
//!
//! It knows every contender by name and runs one per process, so that memory is
//! its own. Which are run, in which order and how often is left to `cargo xtask
//! bench-report`, which also says in words how their work differs.

mod actor;
mod arguments;
mod bare;
mod bare_ladder;
mod contender;
mod corona;
#[cfg(feature = "rivals")]
mod ixa_plans;
mod measurement;
#[cfg(feature = "rivals")]
mod nexosim_events;
mod steps;

use arguments::Arguments;
use contender::Contender;
use std::process::ExitCode;

const WRONG_CALL: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words == ["--list"] {
        Contender::ALL.iter().for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    }
    match Arguments::parse(&words) {
        Ok(arguments) => {
            println!("{}", arguments.contender.run(&arguments.hold).json());
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("rivals: {message}");
            ExitCode::from(WRONG_CALL)
        }
    }
}
