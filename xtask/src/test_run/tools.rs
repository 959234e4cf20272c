//! Which of cargo's companions this machine has.

use std::ffi::OsString;
use std::process::{Command, Stdio};

/// Companions that checks need or are better with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Tools {
    /// `cargo fmt`.
    pub(crate) rustfmt: bool,
    /// `cargo clippy`.
    pub(crate) clippy: bool,
    /// `cargo nextest`: faster than `cargo test`, which does as well.
    pub(crate) nextest: bool,
}

impl Tools {
    /// Asks each for its version.
    pub(crate) fn find() -> Self {
        let has = |companion| answers(&[companion, "--version"]);
        Self { rustfmt: has("fmt"), clippy: has("clippy"), nextest: has("nextest") }
    }
}

/// The cargo that runs us, or the one on the path.
pub(crate) fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn answers(arguments: &[&str]) -> bool {
    let mut command = Command::new(cargo());
    command.args(arguments).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companion_that_does_not_exist_is_not_found() {
        assert!(!answers(&["no-such-companion", "--version"]));
        assert!(answers(&["--version"]));
    }
}
