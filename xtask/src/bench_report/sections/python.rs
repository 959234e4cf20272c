//! Rivals that come from PyPI, in an environment of their own.

use crate::bench_report::bench::Bench;
use crate::bench_report::command_line::CommandLine;
use std::path::Path;

/// Packages and the versions that are installed.
pub(crate) const PACKAGES: [(&str, &str); 3] =
    [("simpy", "4.1.2"), ("covasim", "4.0.1"), ("epiworldpy", "0.17.0.post2")];

const PROGRAM: &str = "target/rivals/venv/bin/python";

/// Its interpreter, running a file of `benches/rivals`.
pub(super) fn program(file: &str) -> CommandLine {
    // Without -B it would leave compiled files in the tree.
    CommandLine::words(PROGRAM).with(&["-B", &format!("benches/rivals/{file}")])
}

/// Installs one of [`PACKAGES`].
///
/// # Errors
/// A sentence with the package and what the installer said.
pub(super) fn install(bench: &mut Bench<'_>, package: &str) -> Result<(), String> {
    let problem = |error| format!("{package} can't be installed: {error}");
    let config = Path::new("target/rivals/venv/pyvenv.cfg");
    if bench.runner.read(config).is_err() {
        bench.run(&CommandLine::words("python3 -m venv target/rivals/venv")).map_err(problem)?;
    }
    let Some((_, version)) = PACKAGES.iter().find(|(name, _)| *name == package) else {
        unreachable!("{package} is not among the packages of this report");
    };
    let install = CommandLine::words(PROGRAM)
        .with(&["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .with(&[&format!("{package}=={version}")]);
    bench.build(&install).map(|_| ()).map_err(problem)
}
