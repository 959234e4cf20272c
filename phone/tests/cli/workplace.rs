//! A folder of its own in which the binary is run, with a phone in it that answers what a
//! test wrote down.

use corona_phone::api::{Ask, Outcome, Reply, ScaledClockShown};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread::{self, JoinHandle};
use tempfile::TempDir;

pub(crate) struct Workplace {
    folder: TempDir,
}

/// How a run ended.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Workplace {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With a phone that isn't running.
    pub(crate) fn with_phone() -> Self {
        let place = Self::new();
        assert_eq!(place.run(&["init", "--name", "Alice"]).code, Some(0));
        place
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.folder.path().join("phone")
    }

    /// Runs `corona` on the phone, with nothing on its standard input.
    pub(crate) fn run(&self, words: &[&str]) -> Ended {
        self.run_with_input(words, "")
    }

    /// Runs `corona` with a program's hands: no terminal anywhere.
    pub(crate) fn run_with_input(&self, words: &[&str], input: &str) -> Ended {
        let mut command = self.command();
        command.env("CORONA_HOME", self.home()).args(words);
        let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
        // A command that needs no input may have ended before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `corona`, with no say for the environment it is tested in.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corona"));
        command.current_dir(self.folder.path()).env("HOME", self.folder.path());
        for variable in ["CORONA_HOME", "CORONA_LOG", "XDG_DATA_HOME", "NO_COLOR"] {
            command.env_remove(variable);
        }
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Answers one question after the other with the outcomes; gives the questions back.
    pub(crate) fn answering(
        &self,
        scaled_clock: Option<ScaledClockShown>,
        outcomes: Vec<Outcome>,
    ) -> JoinHandle<Vec<Ask>> {
        let listener = UnixListener::bind(self.home().join("control.sock")).unwrap();
        thread::spawn(move || {
            let replies = outcomes
                .into_iter()
                .map(|outcome| Reply { scaled_clock: scaled_clock.clone(), outcome });
            replies.map(|reply| answer_one(&listener, &reply)).collect()
        })
    }
}

fn answer_one(listener: &UnixListener, reply: &Reply) -> Ask {
    let (mut stream, _) = listener.accept().unwrap();
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line).unwrap();
    writeln!(stream, "{}", serde_json::to_string(reply).unwrap()).unwrap();
    serde_json::from_str(&line).unwrap()
}

/// What a failed command says.
pub(crate) fn failed(code: i32, message: &str) -> Ended {
    let stderr = format!("corona: {message}\n");
    Ended { code: Some(code), stdout: String::new(), stderr }
}

/// What a failed command says to a program.
pub(crate) fn failed_in_json(code: i32, kind: &str, message: &str) -> Ended {
    let message = serde_json::to_string(message).unwrap();
    // What the command line finds by itself has the general reason of its kind.
    let reason = if kind == "phone" { "store" } else { kind };
    let stdout = format!(
        "{{\"outcome\":\"failed\",\"kind\":\"{kind}\",\"reason\":\"{reason}\",\"message\":{message}}}\n"
    );
    Ended { code: Some(code), stdout, stderr: String::new() }
}
