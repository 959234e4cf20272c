//! `cargo xtask`: the project's own commands, one for everything a contributor or CI runs.
//!
//! It knows how this repository is tested and kept tidy. It decides what is run
//! and what is refused, and leaves compiling and testing to cargo.

mod bench_report;
mod command;
mod dependencies;
mod finding;
mod mutants;
mod sbom;
mod test_run;
mod tidy;
mod tree;

use command::Command;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const FAILED: u8 = 1;
const USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = match Command::parse(&arguments) {
        Ok(command) => command,
        Err(message) => return refuse(&message, USAGE),
    };
    match workspace_root().and_then(|root| run(&command, &root)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(message) => refuse(&message, FAILED),
    }
}

/// Whether everything was as it should be; an error if that could not be found out.
fn run(command: &Command, root: &Path) -> Result<bool, String> {
    match command {
        Command::Test { quick } => test_run::test(root, *quick),
        Command::TestTor => test_run::test_tor(root),
        Command::TestPhone => test_run::test_phone(root),
        Command::Deny { checks } => test_run::deny(root, checks),
        Command::Sbom { out } => sbom::write(root, out.as_deref()),
        Command::Bless { packages } => test_run::bless(root, packages),
        Command::Mutants { names } => mutants::run(root, names),
        Command::BenchReport(options) => bench_report::run(root, options),
        Command::Tidy => tidy::report(&tree::Tree::read(root)?),
        Command::Help => {
            println!("{}", command::HELP);
            Ok(true)
        }
    }
}

fn refuse(message: &str, code: u8) -> ExitCode {
    eprintln!("xtask: {message}");
    ExitCode::from(code)
}

/// The folder above this package's, which cargo names when it runs us.
fn workspace_root() -> Result<PathBuf, String> {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .and_then(|package| Path::new(&package).parent().map(Path::to_path_buf))
        .ok_or_else(|| "started without cargo: use `cargo xtask`".to_owned())
}
