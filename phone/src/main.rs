//! `corona`: a phone of the Corona Network.
//!
//! Answers go to stdout, what is said about them and errors to stderr. See `corona --help`
//! for the exit codes.

mod cli;

fn main() -> std::process::ExitCode {
    cli::corona()
}
