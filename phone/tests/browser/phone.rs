//! `corona run --api` as a process, in a folder of its own.

use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A phone whose program runs. Ends with its owner.
pub(crate) struct Phone {
    folder: TempDir,
    process: Child,
    said: Said,
}

/// The line it prints at start.
#[derive(Deserialize)]
struct Said {
    api: String,
    token: String,
    page: String,
}

impl Phone {
    /// One without a profile, whose gateway is off: it dials nobody.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let (process, said) = run(folder.path().join("phone"));
        Self { folder, process, said }
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn origin(&self) -> &str {
        &self.said.api
    }

    pub(crate) fn token(&self) -> &str {
        &self.said.token
    }

    /// The address with the token in it.
    pub(crate) fn page(&self) -> &str {
        &self.said.page
    }

    pub(crate) fn stop(&mut self) {
        self.process.kill().expect("the program runs");
        self.process.wait().expect("a killed program ends");
    }

    /// Runs it again in the same folder: with another token, and maybe another port.
    pub(crate) fn restart(&mut self) {
        (self.process, self.said) = run(self.folder.path().join("phone"));
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        // It may have been stopped before.
        let _gone = self.process.kill();
        let _ended = self.process.wait();
    }
}

fn run(home: PathBuf) -> (Child, Said) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corona"));
    command.arg("--home").arg(home).args(["run", "--api", "--offline"]);
    for variable in ["CORONA_HOME", "CORONA_LOG", "XDG_DATA_HOME"] {
        command.env_remove(variable);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut process = command.spawn().expect("the built `corona` can be run");
    let mut lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
    let line = lines.next().expect("`corona run --api` prints a line").expect("it is text");
    let said = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    // Whatever else it prints must not fill the pipe.
    std::thread::spawn(move || lines.for_each(drop));
    (process, said)
}
